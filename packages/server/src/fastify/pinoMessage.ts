import { isError, isMap, isPlainObject, jsonText, readProperty } from '@treeline/core/internal'

/** A message that was merged with its arguments, and the rest of them. */
export interface Said {
  readonly text: string
  /** The fields of the objects that the message has no place for. */
  readonly fields?: object
  /** The first error that the message has no place for. */
  readonly error?: Error | undefined
}

/**
 * Merges a message with its arguments as pino does: `%s %d %i %f %j %o %O`. pino drops arguments that the message has no place for;
 * here objects become fields of the record, an error its `exc_info`, and other values follow the message.
 */
export function said(message: unknown, args: readonly unknown[]): Said {
  const text = typeof message === 'string' ? message : String(message)
  if (args.length === 0) return { text }
  let index = 0
  const merged = text.replace(/%([sdifjoOc%])/g, (found, kind: string) => {
    if (kind === '%') return '%'
    return index < args.length ? converted(args[index++], kind) : found
  })
  return index < args.length ? withRest(merged, args.slice(index)) : { text: merged }
}

function converted(value: unknown, kind: string): string {
  if (kind === 's' || kind === 'c') return typeof value === 'object' ? jsonText(value) : String(value)
  if (kind === 'i') return String(Math.trunc(Number(value)))
  return kind === 'd' || kind === 'f' ? String(Number(value)) : jsonText(value)
}

function withRest(text: string, rest: readonly unknown[]): Said {
  const error = rest.find(isError)
  const values = rest.filter((value) => value !== undefined && value !== error && !isFields(value))
  return {
    text: [text, ...values.map((value) => converted(value, 's'))].join(' '),
    fields: Object.fromEntries(rest.filter(isFields).flatMap(entriesOf)),
    error,
  }
}

function isFields(value: unknown): value is object {
  return isMap(value) || isPlainObject(value)
}

function entriesOf(fields: object): [string, unknown][] {
  if (isMap(fields)) return [...fields].map(([key, value]) => [String(key), value])
  return Object.keys(fields).map((key) => [key, readProperty(fields, key)])
}
