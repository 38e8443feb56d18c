import type { Handler } from '../handlers/handler.js'
import type { StreamHandler } from '../handlers/streamHandler.js'
import { isPromise } from '../runtime/promise.js'
import { runtime, type Stream } from '../runtime/runtime.js'
import { type Line, lineOf, writeToStream } from './line.js'
import type { DirectOutput } from './output.js'

/**
 * Handles the results of a stream's `write` and `flush`: undefined from the library's own streams.
 *
 * @returns their remaining work; undefined for none
 * @throws the error that has destroyed the stream
 */
export function afterWrite(stream: Stream, written: unknown, flushed: unknown): Promise<unknown> | undefined {
  // It may have been assigned.
  if (written !== undefined) runtime().watchStream?.(stream)
  return isPromise(written) || isPromise(flushed) ? Promise.all([written, flushed]) : undefined
}

/** Writes the lines of a StreamHandler. */
export const streamOutput: DirectOutput = {
  open(handler: Handler, text: Line): Line | undefined {
    const { terminator, stream } = handler as StreamHandler
    // At a terminal the formatter shows control characters as text.
    return typeof terminator === 'string' && stream?.isTTY !== true ? (lineOf(stream) ?? text) : undefined
  },
  write(handler: Handler, line: Line): boolean | Promise<unknown> {
    const { terminator, stream } = handler as StreamHandler
    line.text(terminator)
    if (!line.isWhole) return false
    const written = writeToStream(stream!, line)
    return afterWrite(stream!, written, handler.flush()) ?? true
  },
}
