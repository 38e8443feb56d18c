import { errorFieldLines } from '@treeline/node/pretty'
import type { JSONObject } from './logLine.js'

const MAX_CAUSES = 10
/** The keys that an error's text shows, of all loggers. */
const OF_TEXT = new Set([
  'type',
  'name',
  'message',
  'stack',
  'stack_trace',
  'stacktrace',
  'cause',
  'aggregateErrors',
  'errors',
])

/** Returns the text of an error in JSON: a text, a list of lines, or an object with `stack` or `message`; '' for none. */
export function errorTextOf(value: unknown, causes: number = 0): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.filter((line) => typeof line === 'string').join('\n')
  if (!isObject(value)) return ''
  const type = text(value['type']) || text(value['name']) || 'Error'
  const message = text(value['message'])
  const stack = text(value['stack']) || text(value['stack_trace']) || text(value['stacktrace'])
  const head = message ? `${type}: ${message}` : type
  // In ECS some languages' stacks lack their headline.
  const own = stack ? (message && !stack.includes(message) ? `${head}\n${stack}` : stack) : head
  const lines = [own, ...errorFieldLines(Object.entries(value).filter(([key]) => !OF_TEXT.has(key)))]
  const inner = [value['aggregateErrors'], value['errors']].find(Array.isArray) as unknown[] | undefined
  for (const [index, each] of (inner ?? []).slice(0, MAX_CAUSES).entries())
    lines.push(`    [${index + 1}] ${errorTextOf(each, causes + 1).replaceAll('\n', '\n    ')}`)
  const cause = causes < MAX_CAUSES && value['cause'] ? errorTextOf(value['cause'], causes + 1) : ''
  return cause && !own.includes(cause) ? [...lines, `caused by: ${cause}`].join('\n') : lines.join('\n')
}

/** Returns whether a value is an object of JSON, and no list. */
export function isObject(value: unknown): value is JSONObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
