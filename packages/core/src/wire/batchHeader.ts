/** The version of the format of batches. */
export const BATCH_VERSION = 1

/**
 * The name of the acknowledgement header. It says that a receiver of batches gave the answer, and not a sign-in page or a cache:
 * its value is the version of the format.
 */
export const RECEIVED_HEADER = 'treeline'

/**
 * The first line of a batch, as JSON. Each line behind it is a record: a `WireRecord` with a sequence number `seq`. (`src`,
 * `seq`) identifies a record.
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
  /** When the batch was sent, in milliseconds since the epoch by the sender's clock; absent for records of an earlier page. */
  readonly sent?: number | undefined
  /** How many records a page that goes had accepted and leaves behind, in no request. They come later, or not at all. */
  readonly left?: number | undefined
  /** The contents that the sender accepts in the body of an answer: `levels`. Absent if it accepts none. */
  readonly takes?: readonly 'levels'[] | undefined
}
