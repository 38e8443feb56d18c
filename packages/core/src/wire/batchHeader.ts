/** The version of the format of batches. */
export const BATCH_VERSION = 1

/**
 * The first line of a batch, as JSON. Each line behind it is a record: a `WireRecord` with a sequence number `seq`. A record is
 * known by (`src`, `seq`).
 */
export interface BatchHeader {
  readonly treeline: typeof BATCH_VERSION
  /** The id of the page or process that sends. */
  readonly src: string
  /** The id of the batch: `src:first-last`. */
  readonly batch: string
  /** The lowest sequence number. */
  readonly first: number
  /** The highest sequence number. */
  readonly last: number
  /** The number of records. */
  readonly count: number
  /** The numbers of records that the sender has lost since it began, by reason; absent while the receiver knows them. */
  readonly lost?: Readonly<Record<string, number>> | undefined
}
