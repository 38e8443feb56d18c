import { copyRecord, type LogRecord } from '../records/record.js'
import { escapeChar } from '../text/repr.js'
import type { Controls } from './controls.js'
import { fieldsText } from './fields.js'

/**
 * The characters that steer a terminal, end a line, or turn text around: C0 except the tab, DEL, C1, the line and paragraph
 * separators, and the marks that set the direction of writing.
 */
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\0-\x08\n-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

const line = (text: string): string => text.replace(CONTROLS, escapeChar)

/** The part `controls`. */
export const showControls: Controls = {
  line,
  lines: (text) => text.replace(/\r\n/g, '\n').replace(CONTROLS, (char) => (char === '\n' ? char : escapeChar(char))),
  record(record) {
    const changes = Object.keys(record).flatMap((key): [string, string][] => {
      const value = record[key]
      // The error's text and the stack keep their lines.
      if (typeof value !== 'string' || key === 'exc_text' || key === 'stack_info') return []
      const text = line(value)
      return text === value ? [] : [[key, text]]
    })
    const fields = Object.hasOwn(record, 'fields') ? '' : fieldsText(record)
    const shownFields = line(fields)
    if (shownFields !== fields) changes.push(['fields', shownFields])
    return changes.length === 0 ? record : changed(record, changes)
  },
}

function changed(record: LogRecord, changes: readonly [string, string][]): LogRecord {
  const copy = copyRecord(record)
  for (const [key, value] of changes) copy[key] = value
  return copy
}
