/**
 * Why something that a sender sent was dropped, as in `stats().refused`: `frame` what is no frame, `size` a record that is too long,
 * `pickle` a pickle that is not plain data, `record` a value that is no record, `aborted` a frame that broke off, `timeout` one that
 * took too long, `busy` a connection that gave way to others, `tls` a failed handshake.
 */
export type DropReason = 'frame' | 'size' | 'pickle' | 'record' | 'aborted' | 'timeout' | 'busy' | 'tls'

/** What was dropped, and why. */
export class Dropped extends Error {
  override name = 'Dropped'
  readonly reason: DropReason

  constructor(reason: DropReason, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.reason = reason
  }
}
