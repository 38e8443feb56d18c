import { Part } from '../realm/part.js'
import type { LogRecord } from '../records/record.js'
import type { Stream } from '../runtime/runtime.js'

/** The display of control characters as text: then a logged text can neither begin a line of its own nor steer a terminal. */
export interface Controls {
  /** Returns a record whose texts have no control characters; the same record if they have none already. */
  record(record: LogRecord): LogRecord
  /** Returns a text without control characters. */
  line(text: string): string
  /** Returns a text of several lines, which stay lines. */
  lines(text: string): string
}

/** Filled with showControls.ts, where there are terminals; until then texts are shown as they are. */
export const controls: Part<Controls | undefined> = /* @__PURE__ */ new Part<Controls | undefined>(undefined)

let isAtTerminal = false

/** Formats a record for a stream: at a terminal control characters are shown as text, unless a formatter has an option for it. */
export function formatFor(stream: Stream | null | undefined, format: () => string): string {
  const before = isAtTerminal
  isAtTerminal = stream?.isTTY === true
  try {
    return format()
  } finally {
    isAtTerminal = before
  }
}

/** Returns the part that shows control characters as text; undefined if they are to stay. */
export function controlsFor(escapeControls: boolean | undefined): Controls | undefined {
  return (escapeControls ?? isAtTerminal) ? controls.current : undefined
}
