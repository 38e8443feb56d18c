import type { Handler } from '@treeline/core'
import type { DirectOutput, Line } from '@treeline/core/internal'
import { fileOutput } from './fileOutput.js'

/** What a rotating handler says about its next line. */
interface Rotating {
  /** Whether a rollover is under way; what is logged within it waits for its end. */
  readonly isRollingOver: boolean
  /** Returns whether no rollover is due at a time. */
  isQuiet(at: { readonly ms: number }): boolean
  /** Returns whether the file stays below its limit with `length` characters more. */
  isFar(length: number): boolean
}

/** Writes the lines of rotating handlers. Where a rollover may be due, the handler gets records, which decide about it. */
export const rotatingOutput: DirectOutput = {
  open(handler: Handler, text: Line, at: { readonly ms: number }): Line | undefined {
    const rotating = handler as unknown as Rotating
    return rotating.isQuiet(at) && !rotating.isRollingOver ? fileOutput.open(handler, text, at) : undefined
  },
  write(handler: Handler, line: Line, levelno: number): boolean | Promise<unknown> {
    return (handler as unknown as Rotating).isFar(line.length) && fileOutput.write(handler, line, levelno)
  },
}
