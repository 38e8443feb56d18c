import type { JSONLimits } from '../text/jsonText.js'
import { isDict, isMap } from '../text/kinds.js'
import { checkOptionNames, oneOf, refuse, wholeNumber } from '../runtime/checks.js'

/** The collector or the logger that the lines are made for. */
export type JSONPreset = 'ecs' | 'gcp' | 'gelf' | 'otel' | 'pino'

/** The optional parameters of `JSONFormatter`. */
export interface JSONFormatterOptions {
  /**
   * The keys and values that a collector expects. The other options add to it, or replace what it has under the same key.
   * Default none.
   */
  preset?: JSONPreset | undefined
  /**
   * The line's keys, in order, and their sources: `{ msg: 'message' }` has the message under `msg`. A source is an attribute of
   * the record (`pathname`, `process`, `funcName`, one that a filter added), or one of
   * - `time` (ISO 8601, UTC), `epochMs`; `created` is seconds
   * - `levelLower`: the level's name in lower case; `severity`: the entry of `levels` for it
   * - `sourceLocation`: `{file, line, function}`; `scope`: `{name}` of the logger
   * - `exc_info`, `stack_info`: the texts; `error`: `{type, message, stack, …}`; `exc_type`, `exc_message`; `exc_fields`: the
   *   error's other fields, such as `code` or `status`; `fullMessage`: the message and the texts together. These come behind the
   *   fields, if there is anything to show.
   *
   * Default `{ time: 'time', level: 'levelname', logger: 'name', message: 'message' }`. An error or a stack that no key shows is
   * shown as `exc_info` with `exc_fields`, as `stack_info`.
   */
  keys?: Readonly<Record<string, string>> | undefined
  /**
   * The place of the mapping argument's and `extra`'s values: a string, in an object under that key; false, nowhere. Default:
   * among the line's keys.
   */
  fields?: string | false | undefined
  /** Keys and values that are the same on every line, behind `keys`. Default none. */
  constants?: Readonly<Record<string, unknown>> | undefined
  /** The values of `severity`, each from its level number on: `{ 0: 'low', 40: 'high' }`. Default the number itself. */
  levels?: Readonly<Record<number, string | number>> | undefined
  /** Bounds of each value on the line. Default those of `JSONLimits`. */
  limits?: JSONLimits | undefined
}

/** A line's plan: the options over a preset's. */
export interface Layout extends JSONFormatterOptions {
  /** The text before each field's key, which is then reduced to letters, digits and `_.-`; values become strings and numbers. */
  prefix?: string | undefined
  /** Whether the error goes into the object of the fields. */
  errorInFields?: boolean
}

const DEFAULT: Layout = { keys: { time: 'time', level: 'levelname', logger: 'name', message: 'message' } }

/** The layouts that each collector documents. Levels between two entries count as the lower. */
const PRESETS: Readonly<Record<JSONPreset, Layout>> = {
  // Elastic Common Schema, https://www.elastic.co/docs/reference/ecs/logging/intro
  ecs: {
    keys: {
      '@timestamp': 'time',
      'log.level': 'levelLower',
      message: 'message',
      'log.logger': 'name',
      'error.type': 'exc_type',
      'error.message': 'exc_message',
      'error.stack_trace': 'exc_info',
    },
    constants: { 'ecs.version': '8.11.0' },
  },
  // Google Cloud, https://cloud.google.com/logging/docs/structured-logging
  gcp: {
    keys: { severity: 'severity', time: 'time', message: 'message', logger: 'name', stack_trace: 'exc_info' },
    levels: { 0: 'DEFAULT', 1: 'DEBUG', 20: 'INFO', 30: 'WARNING', 40: 'ERROR', 50: 'CRITICAL' },
  },
  // Graylog, https://go2docs.graylog.org/current/getting_in_log_data/gelf.html; levels are syslog's
  gelf: {
    keys: {
      timestamp: 'created',
      level: 'severity',
      _logger: 'name',
      short_message: 'message',
      full_message: 'fullMessage',
    },
    constants: { version: '1.1', host: 'unknown' },
    levels: { 0: 7, 20: 6, 30: 4, 40: 3, 50: 2 },
    prefix: '_',
  },
  // OpenTelemetry, https://opentelemetry.io/docs/specs/otel/logs/data-model/
  otel: {
    keys: {
      timestamp: 'time',
      severityText: 'levelname',
      severityNumber: 'severity',
      scope: 'scope',
      body: 'message',
      'exception.type': 'exc_type',
      'exception.message': 'exc_message',
      'exception.stacktrace': 'exc_info',
      'code.stacktrace': 'stack_info',
    },
    fields: 'attributes',
    levels: { 0: 0, 1: 1, 10: 5, 20: 9, 30: 13, 40: 17, 50: 21 },
    errorInFields: true,
  },
  // pino, https://getpino.io/#/docs/api?id=levels
  pino: {
    keys: { level: 'severity', time: 'epochMs', name: 'name', msg: 'message', err: 'error' },
    levels: { 0: 10, 10: 20, 20: 30, 30: 40, 40: 50, 50: 60 },
  },
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

/** Whether an option's value is right, and what would be. */
type Check = readonly [isRight: (value: unknown) => boolean, wanted: string]

const CHECKS: Readonly<Record<string, Check>> = {
  keys: [(value) => isObject(value) && Object.values(value).every(isText), 'an object of attribute names'],
  fields: [(value) => value === false || isText(value), 'a key or false'],
  constants: [isObject, 'an object'],
  levels: [(value) => isObject(value) && isLevels(value), 'an object of strings or numbers by level number'],
  limits: [isObject, 'an object'],
}

/**
 * Checks the options and merges them with the preset's. Null, which configuration files have, counts as absent.
 *
 * @throws TypeError for an option that is wrong, RangeError for an unknown preset
 */
export function layoutOf(options: JSONFormatterOptions): Layout {
  if (!isObject(options)) refuse('an object', options, 'options')
  checkOptionNames('JSONFormatter', options, `preset ${Object.keys(CHECKS).join(' ')}`)
  const { preset, keys, fields, constants, levels, limits } = options
  const given = preset ?? undefined
  if (given !== undefined) oneOf<string>('preset', given, Object.keys(PRESETS))
  for (const [name, [isRight, wanted]] of Object.entries(CHECKS)) {
    const value = options[name as keyof JSONFormatterOptions] ?? undefined
    if (value !== undefined && !isRight(value)) refuse(wanted, value, name)
  }
  checkOptionNames('limits', limits ?? {}, 'maxDepth maxKeys maxLength')
  for (const [name, limit] of Object.entries(limits ?? {}))
    if (limit !== undefined) wholeNumber(`limits.${name}`, limit)
  const base = given ? PRESETS[given] : DEFAULT
  const place = fields ?? base.fields
  return {
    ...base,
    keys: given ? { ...base.keys, ...keys } : (keys ?? base.keys),
    constants: { ...base.constants, ...constants },
    fields: place,
    levels: levels ?? base.levels,
    limits: limits ?? undefined,
    errorInFields: base.errorInFields === true && typeof place === 'string',
  }
}

function isLevels(levels: object): boolean {
  const entries = Object.entries(levels)
  const isValue = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number'
  return entries.length > 0 && entries.every(([level, value]) => Number.isFinite(Number(level)) && isValue(value))
}

function isObject(value: unknown): value is object {
  return isDict(value) && !isMap(value)
}
