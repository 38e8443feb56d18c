/**
 * The reason why received data was dropped, as in `stats().refused`: `frame` bytes that are no frame, `size` a record that is too
 * long, `pickle` a pickle that is not plain data, `record` a value that is no record, `aborted` a frame that broke off, `timeout` a
 * frame that took too long, `busy` a connection that made room for others, `tls` a failed handshake.
 */
export type DropReason = 'frame' | 'size' | 'pickle' | 'record' | 'aborted' | 'timeout' | 'busy' | 'tls'

/** The error for dropped data, with the reason. */
export class Dropped extends Error {
  override name = 'Dropped'
  readonly reason: DropReason

  constructor(reason: DropReason, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.reason = reason
  }
}
