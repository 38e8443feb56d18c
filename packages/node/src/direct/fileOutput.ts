import type { Handler } from '@treeline/core'
import {
  afterWrite,
  type DirectOutput,
  type Line,
  lineOf,
  registerOutput,
  writeToStream,
} from '@treeline/core/internal'
import { FileHandler } from '../files/fileHandler.js'

// The library's own method. Where a subclass, an instance or the application has replaced it, the handler gets records.
const { output } = FileHandler.prototype as unknown as { output: unknown }

/** Returns whether a record would be written as its text and the terminator. */
function writesText(handler: Handler): boolean {
  return (
    (handler as unknown as { output: unknown }).output === output &&
    typeof (handler as FileHandler).terminator === 'string'
  )
}

/** Writes the lines of a FileHandler. Opens the file where it is not open. */
export const fileOutput: DirectOutput = {
  open(handler: Handler, text: Line): Line | undefined {
    return writesText(handler) ? (lineOf((handler as FileHandler).stream) ?? text) : undefined
  },
  write(handler: Handler, line: Line, levelno: number): boolean | Promise<unknown> {
    const file = handler as FileHandler
    line.text(file.terminator)
    if (!line.isWhole) return false
    const stream = file.opened()
    if (stream === null) return true
    const written = writeToStream(stream, line)
    // A subclass's `_open` may give a stream of another kind.
    const flushed: unknown = levelno >= file.flushLevel ? stream.flush() : undefined
    return afterWrite(stream, written, flushed) ?? true
  },
}

/**
 * Makes file handlers write calls whose records nobody would see, without records. Takes effect with core's `registerDirect`. Rotating
 * handlers do it themselves, as most programs have none.
 */
export function registerFileOutputs(): void {
  registerOutput(FileHandler.prototype.emit, fileOutput)
}
