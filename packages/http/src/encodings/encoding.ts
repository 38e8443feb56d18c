import type { WireRecord } from '@treeline/core/wire'

/** A record as an encoding gets it: what JSON can hold. A filter may have put anything into any of its values. */
export interface SentRecord extends WireRecord {
  /** The id of the page or process that accepted the record. */
  readonly src: string
  /** Its number there, from 1 on. */
  readonly seq: number
}

/** Makes the body of a batch for a server other than treeline's receiver, and reads its answer. */
export interface Encoding {
  /** The type of the body. Types other than text/plain cost a preflight to another origin. */
  readonly contentType: string
  /**
   * Returns the body of a request, the same for the same records.
   *
   * @throws for a record that cannot be encoded: halving the batch finds it, and it is dropped
   */
  encode(records: readonly SentRecord[]): string
  /**
   * Reads the body of an answer of status 2xx. Default: all records were taken.
   *
   * @returns the places of those that were not taken: for good, or for now
   * @throws for a text that the server does not send: the batch counts as not taken
   */
  read?(text: string): { readonly refused?: readonly number[]; readonly later?: readonly number[] }
}
