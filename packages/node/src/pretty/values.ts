import { repr } from '@treeline/core'
import { columns } from './columns.js'
import { visible } from './controls.js'
import type { Field } from './entry.js'

/** The most lines of a block, which says how many more there are. */
const MAX_LINES = 100
const MAX_LINE = 10_000
const MAX_DEPTH = 4
const INDENT = '  '
/** The columns of an error's text, which is drawn without knowing the terminal's. */
const ERROR_COLUMNS = 100
const ERROR_INDENT = '    '

/** Returns a value on one line: a word as it is, anything else as Python's repr or an inspection. Never throws. */
export function valueText(value: unknown): string {
  if (typeof value !== 'string') return visible(repr(value))
  const text = clipped(value)
  return /^[^\s"'=]+$/.test(text) ? visible(text) : visible(repr(text))
}

/** Returns whether a value has lines of its own. */
export function hasLines(value: unknown): value is string {
  return typeof value === 'string' && /[^\n]\n+[^\n]/.test(value)
}

/**
 * Returns a field on lines of its own: a text of several lines behind a margin, an object that does not fit with one line for
 * each of its entries.
 *
 * @param width the number of columns
 */
export function fieldLines([key, value]: Field, width: number, depth: number = 0): string[] {
  const label = `${visible(key)}: `
  if (hasLines(value)) return [label.trimEnd(), ...bounded(value.trimEnd().split('\n').map(marginLine))]
  const text = label + valueText(value)
  if (depth === MAX_DEPTH || columns(text) <= width) return [text]
  const entries = entriesOf(value)
  if (entries === undefined || entries.length === 0) return [text]
  const lines = entries.slice(0, MAX_LINES).flatMap((entry) => fieldLines(entry, width - INDENT.length, depth + 1))
  const more = Math.max(0, entries.length - MAX_LINES)
  return [label.trimEnd(), ...bounded(lines, more).map((line) => INDENT + line)]
}

/** Returns an error's fields on lines that follow its text. */
export function errorFieldLines(fields: readonly Field[]): string[] {
  return fields.flatMap((field) => fieldLines(field, ERROR_COLUMNS)).map((line) => ERROR_INDENT + line)
}

function marginLine(line: string): string {
  return `${INDENT}│ ${visible(clipped(line))}`
}

/** Cuts a text that is too long, and says how much is left out. */
export function clipped(text: string): string {
  return text.length > MAX_LINE ? `${text.slice(0, MAX_LINE)}... ${text.length - MAX_LINE} more` : text
}

function bounded(lines: readonly string[], more: number = 0): string[] {
  const left = lines.length - MAX_LINES + more
  return left > 0 ? [...lines.slice(0, MAX_LINES), `${INDENT}... ${left} more`] : [...lines]
}

/** Returns the entries of a plain object or a list, and runs no getter; undefined for any other value. */
function entriesOf(value: unknown): Field[] | undefined {
  try {
    if (typeof value !== 'object' || value === null) return undefined
    const prototype: unknown = Object.getPrototypeOf(value)
    const isList = Array.isArray(value)
    if (!isList && prototype !== Object.prototype && prototype !== null) return undefined
    const described = Object.entries(Object.getOwnPropertyDescriptors(value)).filter(([, { enumerable }]) => enumerable)
    return described.map(([key, found]) => [isList ? `- ${key}` : key, 'value' in found ? found.value : '[Getter]'])
  } catch {
    return undefined // A proxy that cannot be looked at.
  }
}
