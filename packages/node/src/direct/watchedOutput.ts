import type { Handler } from '@treeline/core'
import type { DirectOutput, Line } from '@treeline/core/internal'
import { fileOutput } from './fileOutput.js'

/** What a handler that looks at its path needs to know about a line. */
interface Watching {
  /** When the call was made whose line is being written, in milliseconds since 1970; NaN for none. */
  lineMs: number
}

/** Writes the lines of a WatchedFileHandler, and sets their times there. */
export const watchedOutput: DirectOutput = {
  open(handler: Handler, text: Line, at: { readonly ms: number }): Line | undefined {
    ;(handler as unknown as Watching).lineMs = at.ms
    return fileOutput.open(handler, text, at)
  },
  write(handler: Handler, line: Line, levelno: number): boolean | Promise<unknown> {
    try {
      return fileOutput.write(handler, line, levelno)
    } finally {
      ;(handler as unknown as Watching).lineMs = Number.NaN
    }
  },
}
