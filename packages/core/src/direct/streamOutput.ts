import type { Handler } from '../handlers/handler.js'
import type { StreamHandler } from '../handlers/streamHandler.js'
import { type Line, lineOf, writeToStream } from './line.js'
import type { DirectOutput } from './output.js'

/** Writes the lines of a StreamHandler. */
export const streamOutput: DirectOutput = {
  open(handler: Handler, text: Line): Line | undefined {
    const { terminator, stream } = handler as StreamHandler
    return typeof terminator === 'string' ? (lineOf(stream) ?? text) : undefined
  },
  write(handler: Handler, line: Line): boolean {
    const { terminator, stream } = handler as StreamHandler
    line.text(terminator)
    if (!line.isWhole) return false
    writeToStream(stream!, line)
    void handler.flush()
    return true
  },
}
