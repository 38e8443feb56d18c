/** The reason why a request was refused, as in `stats().refused`. */
export type RefusalReason =
  | 'origin'
  | 'method'
  | 'type'
  | 'size'
  | 'rate'
  | 'batch'
  | 'aborted'
  | 'timeout'
  | 'busy'
  | 'store'
  | 'failure'

const STATUS: Readonly<Record<RefusalReason, number>> = {
  origin: 403,
  method: 405,
  type: 415,
  size: 413,
  rate: 429,
  batch: 400,
  // The sender may try again, if it is still there.
  aborted: 408,
  timeout: 408,
  busy: 503,
  store: 503,
  failure: 500,
}

/** The error whose message and status answer the request. */
export class Refusal extends Error {
  readonly reason: RefusalReason
  readonly headers: Readonly<Record<string, string>>

  constructor(reason: RefusalReason, message: string, headers: Readonly<Record<string, string>> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'Refusal'
    this.reason = reason
    this.headers = headers
  }

  get status(): number {
    return STATUS[this.reason]
  }
}
