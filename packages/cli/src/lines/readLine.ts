import type { Field } from '@treeline/node/pretty'
import { errorTextOf, fieldsText, isObject } from './errors.js'
import { levelnoOf, levelNameOf, levelnoOfName, type Scale } from './levels.js'
import type { JSONObject, LogLine } from './logLine.js'
import { timeOf } from './times.js'

type Role = 'time' | 'level' | 'name' | 'message'

/**
 * The keys that loggers write, the likeliest first: treeline and its presets, pino and bunyan, python-json-logger, ECS, winston,
 * structlog, zap and slog. A key that comes later is a field where an earlier one is there.
 */
const KEYS: Readonly<Record<Role, readonly string[]>> = {
  time: ['time', '@timestamp', 'timestamp', 'asctime', 'ts', 'created'],
  level: ['level', 'log.level', 'severityText', 'severity', 'levelname', 'severityNumber', 'levelno'],
  name: ['logger', 'log.logger', '_logger', 'name', 'logger_name', 'module'],
  message: ['message', 'msg', 'body', 'short_message', 'event'],
}

const ROLES: ReadonlyMap<string, readonly [role: Role, rank: number]> = new Map(
  Object.entries(KEYS).flatMap(([role, keys]) => keys.map((key, rank) => [key, [role as Role, rank]] as const)),
)

/** The texts of errors and stacks, in the order in which they are shown. */
const ERRORS = new Set([
  'exc_info',
  'err',
  'error',
  'stack_trace',
  'error.stack_trace',
  'exception.stacktrace',
  'stack',
])
const STACKS = new Set(['stack_info', 'code.stacktrace'])

/** What says nothing to a reader: constants of formats, and what the text of the error says. */
const SILENT = new Set([
  'ecs.version',
  'error.type',
  'error.message',
  'exception.type',
  'exception.message',
  'full_message',
  'exc_fields',
])

/** Objects whose entries are the line's own: OpenTelemetry's attributes, and ECS where it is nested. */
const OPENED = new Set(['attributes', 'log', 'scope', 'ecs'])

/** Returns what a line of a log says; undefined for one that is no JSON object. */
export function readLine(line: string): LogLine | undefined {
  const object = parse(line)
  return object && lineOf(object)
}

/** Returns the object of a line; undefined for one that is none. */
export function parse(line: string): JSONObject | undefined {
  // The first character tells most of the others, and costs less than an exception.
  const start = line.charCodeAt(0)
  if (start !== 0x7b && start !== 0x20 && start !== 0x09) return undefined
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Returns what an object says. */
export function lineOf(given: JSONObject): LogLine {
  const object = opened(given)
  const keys = Object.keys(object)
  const best: Record<Role, number> = { time: Infinity, level: Infinity, name: Infinity, message: Infinity }
  for (const key of keys) {
    const found = ROLES.get(key)
    if (found !== undefined && found[1] < best[found[0]] && suits(found[0], object[key])) best[found[0]] = found[1]
  }
  const valueOf = (role: Role): unknown => (best[role] === Infinity ? undefined : object[KEYS[role][best[role]]!])
  const isGELF = typeof object['short_message'] === 'string'
  const fields: Field[] = []
  for (const key of keys) {
    const found = ROLES.get(key)
    if (found !== undefined && found[1] === best[found[0]]) continue
    if (SILENT.has(key) || isErrorKey(key, object[key])) continue
    fields.push([isGELF && key.startsWith('_') ? key.slice(1) : key, object[key]])
  }
  const { levelno, levelname } = levelOf(valueOf('level'), scaleOf(object, KEYS.level[best.level]))
  const message = textOf(valueOf('message'))
  return {
    time: timeOf(valueOf('time')),
    levelno,
    levelname,
    name: textOf(valueOf('name')),
    message,
    fields,
    error: errorOf(object, keys, message),
  }
}

/** Puts the entries of nested objects that a format has among the line's own, as far as these leave room. */
function opened(object: JSONObject): JSONObject {
  let result: Record<string, unknown> | undefined
  for (const key of OPENED) {
    const inner = object[key]
    if (!isObject(inner) || !isFormat(key, object, inner)) continue
    result ??= { ...object }
    delete result[key]
    const prefix = key === 'attributes' ? '' : `${key}.`
    for (const [name, value] of Object.entries(inner)) {
      const path = key === 'scope' && name === 'name' ? 'logger' : prefix + name
      result[Object.hasOwn(result, path) ? `${key}.${name}` : path] = value
    }
  }
  return result ?? object
}

function isFormat(key: string, object: JSONObject, inner: JSONObject): boolean {
  if (key === 'attributes' || key === 'scope') return 'body' in object || 'severityText' in object
  return '@timestamp' in object && (key === 'ecs' || 'level' in inner || 'logger' in inner)
}

/** A field of another kind may have the name of a key: `level: { … }`, `event: 7`. */
function suits(role: Role, value: unknown): boolean {
  if (role === 'message') return value !== undefined
  if (role === 'time') return timeOf(value) !== undefined
  return typeof value === 'string' || (role === 'level' && typeof value === 'number')
}

function isErrorKey(key: string, value: unknown): boolean {
  if (STACKS.has(key)) return typeof value === 'string'
  if (!ERRORS.has(key)) return false
  if (key === 'err' || key === 'error') return isObject(value) && ('stack' in value || 'message' in value)
  return typeof value === 'string' || Array.isArray(value)
}

function scaleOf(object: JSONObject, key: string | undefined): Scale {
  if (key === 'severityNumber') return 'otel'
  if (key !== 'level') return 'python'
  if ('short_message' in object) return 'syslog'
  return 'msg' in object || ('pid' in object && 'hostname' in object) ? 'pino' : 'python'
}

function levelOf(value: unknown, scale: Scale): { levelno: number; levelname: string } {
  if (typeof value === 'number') {
    const levelno = levelnoOf(value, scale)
    return { levelno, levelname: levelNameOf(levelno) }
  }
  if (typeof value !== 'string') return { levelno: 20, levelname: '' }
  const levelname = value.toUpperCase()
  return { levelno: levelnoOfName(levelname), levelname }
}

function errorOf(object: JSONObject, keys: readonly string[], message: string): string {
  let texts: string[] | undefined
  for (const key of keys) {
    if (key === 'full_message') (texts ??= []).push(behind(message, textOf(object[key])))
    else if (isErrorKey(key, object[key])) (texts ??= []).push(errorTextOf(object[key]))
    else if (key === 'exc_fields') (texts ??= []).push(...fieldsText(Object.entries(object[key] ?? {})))
    else if (key === 'error.message' || key === 'exception.message') (texts ??= []).push(bareError(object, key))
  }
  return texts === undefined ? '' : texts.filter(Boolean).join('\n')
}

/** Returns the type and the message of an error whose stack is not there. */
function bareError(object: JSONObject, key: string): string {
  const [prefix = ''] = key.split('.')
  if (isObject(object['error']) || object[`${prefix}.stack_trace`] || object[`${prefix}.stacktrace`]) return ''
  return [object[`${prefix}.type`], object[key]].filter(Boolean).join(': ')
}

function behind(message: string, full: string): string {
  return full.startsWith(message) ? full.slice(message.length).trimStart() : full
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return value === undefined ? '' : JSON.stringify(value)
}
