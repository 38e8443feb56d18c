import { errorFieldLines, type Field } from '@treeline/node/pretty'
import { errorTextOf, isObject } from './errors.js'
import { levelnoOf, levelNameOf, levelnoOfName, type Scale } from './levels.js'
import type { JSONObject, LogLine } from './logLine.js'
import { timeOf } from './times.js'

/** The places of a line's time, level, logger and message. */
const TIME = 0
const LEVEL = 1
const NAME = 2
const MESSAGE = 3

/**
 * The keys that loggers write: treeline and its presets, pino and bunyan, python-json-logger, ECS, winston, structlog, zap and
 * slog. The first one of a line counts, as loggers write their own keys before the fields of the call.
 */
const PLACES: readonly (readonly string[])[] = [
  ['time', '@timestamp', 'timestamp', 'asctime', 'ts'],
  ['level', 'log.level', 'severityText', 'severity', 'levelname'],
  ['logger', 'log.logger', '_logger', 'name', 'logger_name'],
  ['message', 'msg', 'body', 'short_message', 'event'],
]

/** Those that count where a line has none of the keys above. */
const SPARE: readonly (readonly string[])[] = [['created'], ['severityNumber', 'levelno'], ['module'], []]

/** The formats whose lines may have fields before their own keys: what tells them, and these keys. */
const FORMATS: readonly (readonly [signs: readonly string[], keys: readonly string[]])[] = [
  [['short_message'], ['timestamp', 'level', '_logger', 'short_message']],
  [
    ['severityText', 'body'],
    ['timestamp', 'severityText', 'logger', 'body'],
  ],
  [['@timestamp'], ['@timestamp', 'log.level', 'log.logger', 'message']],
  // pino and bunyan.
  [
    ['pid', 'hostname'],
    ['time', 'level', 'name', 'msg'],
  ],
]

const NONE: readonly string[] = []

/** The ranks of keys: of the line's format, of any format, and of those that are left. The lowest counts. */
const OWN = 0
const USUAL = 1
const RARE = 2

/** The kinds of keys about errors: an error's text, a stack's; an error that is a field unless it is an object; an error's details. */
const ERROR = 4
const ERROR_OBJECT = 5
const ERROR_FIELDS = 6
const BARE_ERROR = 7
const FULL_MESSAGE = 8
/** The kind of keys that are not shown: constants of formats, and repetitions. */
const SILENT = 9

interface Key {
  readonly kind: number
  readonly rank: number
}

const KEYS: ReadonlyMap<string, Key> = new Map([
  ...PLACES.flatMap((keys, kind) => keys.map((key): [string, Key] => [key, { kind, rank: USUAL }])),
  ...SPARE.flatMap((keys, kind) => keys.map((key): [string, Key] => [key, { kind, rank: RARE }])),
  ...Object.entries({
    exc_info: ERROR,
    stack_trace: ERROR,
    'error.stack_trace': ERROR,
    'exception.stacktrace': ERROR,
    stack: ERROR,
    stack_info: ERROR,
    'code.stacktrace': ERROR,
    err: ERROR_OBJECT,
    error: ERROR_OBJECT,
    exc_fields: ERROR_FIELDS,
    'error.message': BARE_ERROR,
    'exception.message': BARE_ERROR,
    full_message: FULL_MESSAGE,
    'error.type': SILENT,
    'exception.type': SILENT,
    'ecs.version': SILENT,
  }).map(([key, kind]): [string, Key] => [key, { kind, rank: 0 }]),
])

/** The objects whose entries count as the line's own: OpenTelemetry's attributes, and nested ECS. */
const OPENED = new Set(['scope', 'log', 'ecs', 'attributes'])

/** Returns the parts of a line of a log; undefined for anything but a JSON object. */
export function readLine(line: string): LogLine | undefined {
  const object = parse(line)
  return object && lineOf(object)
}

/** Returns the object of a line; undefined for anything but a JSON object. */
export function parse(text: string): JSONObject | undefined {
  // A file may begin with a byte order mark.
  const line = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  // The first character rules out most other lines, and costs less than an exception.
  const start = line.charCodeAt(0)
  if (start !== 0x7b && start !== 0x20 && start !== 0x09) return undefined
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** The parts of a line that are found so far. */
class Found {
  /** The keys of the four places, by their numbers. */
  readonly keys: (string | undefined)[] = [undefined, undefined, undefined, undefined]
  readonly values: unknown[] = [undefined, undefined, undefined, undefined]
  readonly fields: Field[] = []
  readonly errors: string[] = []
  private readonly ranks = [Infinity, Infinity, Infinity, Infinity]

  private readonly own: readonly string[]

  constructor(own: readonly string[]) {
    this.own = own
  }

  /** Puts a value into its place, unless an earlier or likelier key has it. */
  place({ kind, rank: usual }: Key, key: string, value: unknown): void {
    const rank = this.own[kind] === key ? OWN : usual
    if (!suits(kind, value) || rank >= this.ranks[kind]!) return this.field(key, value)
    const before = this.keys[kind]
    if (before !== undefined) this.field(before, this.values[kind])
    this.ranks[kind] = rank
    this.keys[kind] = key
    this.values[kind] = value
  }

  field(key: string, value: unknown): void {
    // `severityNumber` and `levelno` repeat the level's name.
    if (key !== 'severityNumber' && key !== 'levelno') this.fields.push([key, value])
  }
}

/** Returns the parts of an object. */
export function lineOf(given: JSONObject): LogLine {
  const object = opened(given)
  const isGELF = typeof object['short_message'] === 'string'
  const found = new Found(ownKeysOf(object))
  for (const name of Object.keys(object)) {
    const value = object[name]
    const key = KEYS.get(name)
    if (key === undefined) {
      if (!isGELF) found.fields.push([name, value])
      else if (name !== 'version' && name !== 'host') found.fields.push([name.replace(/^_/, ''), value])
    } else if (key.kind <= MESSAGE) found.place(key, name, value)
    else if (!readError(key.kind, name, object, found)) found.field(name, value)
  }
  const { values, keys, fields, errors } = found
  const { levelno, levelname } = levelOf(values[LEVEL], scaleOf(object, keys[LEVEL]))
  const time = timeOf(values[TIME])
  // A text that nobody can read as a time.
  if (time === undefined && keys[TIME] !== undefined) found.field(keys[TIME], values[TIME])
  const message = textOf(values[MESSAGE])
  const error = errors.length === 0 ? '' : errors.filter(Boolean).join('\n')
  return {
    time,
    levelno,
    levelname,
    name: textOf(values[NAME]),
    message,
    fields,
    error: isGELF && error.startsWith(message) ? error.slice(message.length).trimStart() : error,
  }
}

/** Returns the keys that the line's format has for the places; none for any other format. */
function ownKeysOf(object: JSONObject): readonly string[] {
  for (const [signs, keys] of FORMATS) if (signs.every((sign) => sign in object)) return keys
  return NONE
}

/** Returns an object with the entries of its nested objects among its own. A taken name gets the nested object's name before it. */
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

/** Returns whether a value fits a place. A field may have the name of a key: `level: { … }`, `name: 7`. */
function suits(kind: number, value: unknown): boolean {
  if (kind === MESSAGE) return value !== undefined
  return typeof value === 'string' || (kind !== NAME && typeof value === 'number')
}

/** Reads a value that belongs to the text of an error. Returns whether it does. */
function readError(kind: number, name: string, object: JSONObject, { errors }: Found): boolean {
  const value = object[name]
  if (kind === SILENT) return true
  if (kind === BARE_ERROR) errors.push(bareError(object, name))
  else if (kind === ERROR_FIELDS && isObject(value)) errors.push(...errorFieldLines(Object.entries(value)))
  else if (kind === ERROR_OBJECT && isObject(value) && ('stack' in value || 'message' in value))
    errors.push(errorTextOf(value))
  else if ((kind === ERROR || kind === FULL_MESSAGE) && (typeof value === 'string' || Array.isArray(value)))
    errors.push(errorTextOf(value))
  else return false
  return true
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

/** Returns the type and the message of an error without a stack. */
function bareError(object: JSONObject, key: string): string {
  const [prefix = ''] = key.split('.')
  if (isObject(object['error']) || object[`${prefix}.stack_trace`] || object[`${prefix}.stacktrace`]) return ''
  return [object[`${prefix}.type`], object[key]].filter(Boolean).join(': ')
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return value === undefined ? '' : JSON.stringify(value)
}
