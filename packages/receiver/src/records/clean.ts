import { getLevelName, type LogRecord } from '@treeline/core'

// Characters that end a line or control a terminal.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\x00-\x1f\x7f-\x9f\u2028\u2029]/g
// The same without the tab, and then without the tab and the line feed.
// oxlint-disable-next-line no-control-regex
const IN_TEXT = /[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]/g
// oxlint-disable-next-line no-control-regex
const IN_LINES = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]/g

/** The most containers within containers. */
export const MAX_DEPTH = 32

/** Returns a text without control characters, cut to `maxLength`: for a word or a path. */
export function oneLine(text: string, maxLength = 1000): string {
  return text.replace(CONTROL, '').slice(0, maxLength)
}

/** Returns a text on one line, with control characters as escapes. Tabs stay. */
export function escapeText(text: string): string {
  return text.replace(IN_TEXT, escaped)
}

/** Returns a text with each line indented by two spaces, and control characters as escapes. Tabs and line feeds stay. */
export function indentLines(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(IN_LINES, escaped).replace(/^/gm, '  ')
}

function escaped(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\r') return '\\r'
  const code = character.charCodeAt(0)
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`
}

/**
 * Returns the name of a level: this process's for a known number; else the sender's, where it is a plain word and not the name of
 * another level; else `Level 42`.
 */
export function cleanLevelName(levelno: number, sent: unknown): string {
  const known = getLevelName(levelno) as string
  if (known !== `Level ${levelno}` || typeof sent !== 'string') return known
  return /^[\p{L}\p{N}_. -]{1,32}$/u.test(sent) && typeof getLevelName(sent) === 'string' ? sent : known
}

/**
 * Removes, at any depth, the keys that change a prototype when an object is merged into another.
 *
 * @throws TypeError for a value nested more than 32 deep: printing it could overflow the stack
 */
export function cleanValue(value: unknown, depth = 0): void {
  if (typeof value !== 'object' || value === null) return
  if (depth > MAX_DEPTH) throw new TypeError(`a value is nested more than ${MAX_DEPTH} deep`)
  if (value instanceof Map) for (const inner of value.values()) cleanValue(inner, depth + 1)
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key]
    const reaches = key === '__proto__' || (key === 'constructor' && typeof inner === 'object')
    if (reaches) delete (value as Record<string, unknown>)[key]
    else cleanValue(inner, depth + 1)
  }
}

/** Returns a key with as many underscores at its end as keep it from the object's keys. */
export function freeKey(key: string, object: object): string {
  let free = `${key}_`
  while (Object.hasOwn(object, free)) free += '_'
  return free
}

/** The attributes that keep their line breaks. */
const TEXTS: ReadonlySet<string> = /* @__PURE__ */ new Set(['exc_text', 'stack_info'])

/** Escapes what ends a line or controls a terminal in the message and the other attributes of a record that are text. */
export function escapeRecord(record: LogRecord): void {
  for (const key of Object.keys(record)) {
    const value = record[key]
    if (typeof value === 'string' && value !== '') record[key] = TEXTS.has(key) ? indentLines(value) : escapeText(value)
  }
}
