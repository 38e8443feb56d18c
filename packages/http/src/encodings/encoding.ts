import type { WireRecord } from '@treeline/core/wire'

/** A record as an encoding finds it: what JSON can hold. A filter may have put anything into any of its values. */
export interface SentRecord extends WireRecord {
  /** The id of the page or process that accepted the record. */
  readonly src: string
  /** Its number there, from 1 on. */
  readonly seq: number
}

/** What a batch is made of for a server other than a receiver of treeline's batches, and how its answer is read. */
export interface Encoding {
  /** The type of the body. Types other than text/plain cost a preflight to another origin. */
  readonly contentType: string
  /**
   * Returns the body of a request, the same for the same records.
   *
   * @throws for a record that cannot be encoded: it is looked for by halving the batch, and dropped
   */
  encode(records: readonly SentRecord[]): string
  /**
   * Reads the body of an answer of status 2xx. Default: all records were taken.
   *
   * @returns the places of those that were not taken: for good, or for now
   * @throws for a text that is none of the server's: the batch counts as not taken
   */
  read?(text: string): { readonly refused?: readonly number[]; readonly later?: readonly number[] }
}
