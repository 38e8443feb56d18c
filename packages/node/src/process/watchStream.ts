import type { Stream } from '@treeline/core'
import { report } from '@treeline/core/internal'

/** A stream of Node's, which has more than `write`. */
interface NodeStream extends Stream {
  on?(event: 'error', listener: (error: unknown) => void): unknown
  readonly destroyed?: boolean
  readonly errored?: unknown
}

const watched = new WeakSet<object>()

/**
 * Reports the errors that a stream emits from now on: an error without a listener ends the process.
 *
 * Differs from Python: the handler's `handleError` is not called, as the record is unknown by then.
 *
 * @throws the error that has destroyed the stream, which takes nothing any more without an error
 */
export function watchStream(stream: NodeStream): void {
  if (typeof stream.on === 'function' && !watched.has(stream)) {
    watched.add(stream)
    stream.on('error', (error) => report(stream, error))
  }
  if (stream.destroyed === true) throw stream.errored ?? new Error('write after the stream was closed')
}
