import type { Stream } from '@treeline/core'
import { report } from '@treeline/core/internal'

/** What Node's streams have beside `write`. */
interface NodeStream extends Stream {
  on?(event: 'error', listener: (error: unknown) => void): unknown
  readonly destroyed?: boolean
  readonly errored?: unknown
}

const watched = new WeakSet<object>()

/**
 * Reports the errors that a stream emits from now on: one that nobody listens to ends the process.
 *
 * Differs from Python: the handler that writes is not asked, as the record is unknown by then.
 *
 * @throws what has destroyed the stream: it takes nothing any more, and would not say so
 */
export function watchStream(stream: NodeStream): void {
  if (typeof stream.on === 'function' && !watched.has(stream)) {
    watched.add(stream)
    stream.on('error', (error) => report(stream, error))
  }
  if (stream.destroyed === true) throw stream.errored ?? new Error('write after the stream was closed')
}
