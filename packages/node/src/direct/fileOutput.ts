import type { Handler } from '@treeline/core'
import { type DirectOutput, type Line, lineOf, registerOutput, writeToStream } from '@treeline/core/internal'
import { FileHandler } from '../files/fileHandler.js'
import { BaseRotatingHandler, RotatingFileHandler } from '../files/rotatingFileHandler.js'

const { output } = FileHandler.prototype as unknown as { output: unknown }
const { shouldRollover } = RotatingFileHandler.prototype

function writesPlainly(handler: Handler): boolean {
  return (
    (handler as unknown as { output: unknown }).output === output &&
    typeof (handler as FileHandler).terminator === 'string'
  )
}

/** Writes the lines of a FileHandler, to a file opened now if need be. */
const fileOutput: DirectOutput = {
  open(handler: Handler, text: Line): Line | undefined {
    return writesPlainly(handler) ? (lineOf((handler as FileHandler).stream) ?? text) : undefined
  },
  write(handler: Handler, line: Line, levelno: number): boolean {
    const file = handler as FileHandler
    line.text(file.terminator)
    if (!line.isWhole) return false
    const stream = file.opened()
    if (stream === null) return true
    writeToStream(stream, line)
    if (levelno >= file.flushLevel) stream.flush()
    return true
  },
}

/** Writes the lines of a RotatingFileHandler. Near the limit it takes the record. */
export const rotatingOutput: DirectOutput = {
  open(handler: Handler, text: Line): Line | undefined {
    const isPlain = (handler as BaseRotatingHandler).shouldRollover === shouldRollover
    return isPlain ? fileOutput.open(handler, text) : undefined
  },
  write(handler: Handler, line: Line, levelno: number): boolean {
    const file = handler as RotatingFileHandler
    const { stream } = file
    const isFar = file.maxBytes <= 0 || (stream !== null && file.isFar(stream, line.length))
    return isFar && fileOutput.write(handler, line, levelno)
  },
}

/** Makes file handlers write lines without records. */
export function registerFileOutputs(): void {
  registerOutput(FileHandler.prototype.emit, fileOutput)
  registerOutput(BaseRotatingHandler.prototype.emit, rotatingOutput)
}
