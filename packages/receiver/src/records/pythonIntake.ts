import { getLevelName, LogRecord, makeLogRecord, repr, str } from '@treeline/core'
import { isStandardAttribute } from '@treeline/core/internal'
import { cleanLevelName, cleanValue, escapeRecord, freeKey } from './clean.js'
import { PageLoggers } from './pageLoggers.js'

/** The settings for records of Python's handlers. */
export interface PythonIntakeSettings {
  readonly prefix: string
  readonly level: number
  readonly newlines: 'keep' | 'escape'
  readonly maxLoggers: number
}

type Attributes = Record<string, unknown>

type Kind = (value: unknown) => boolean

const isText: Kind = (value) => typeof value === 'string'
const isNumber: Kind = (value) => typeof value === 'number' || typeof value === 'bigint'
/** Returns whether a value is a time that a Date can show. */
const isTime: Kind = (value) => typeof value === 'number' && Math.abs(value) <= 8.64e12

/** The attributes of each kind. Each may be None too; other attributes may be anything. */
const KINDS: readonly (readonly [is: Kind, names: string])[] = [
  [
    isText,
    'levelname pathname filename module funcName exc_text stack_info threadName processName taskName message asctime',
  ],
  [isNumber, 'lineno msecs relativeCreated thread process'],
  [isTime, 'created'],
]

const kindOf: ReadonlyMap<string, Kind> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ KINDS.flatMap(([is, names]) => names.split(' ').map((name): [string, Kind] => [name, is])),
)

/** The attributes that must not be None; `levelname` is never None. */
const NEEDED: ReadonlySet<string> = /* @__PURE__ */ new Set(['lineno', 'created', 'msecs', 'relativeCreated'])

/** Makes records from the attributes that Python's socket handlers send. */
export class PythonIntake {
  private readonly loggers: PageLoggers
  private readonly settings: PythonIntakeSettings

  constructor(settings: PythonIntakeSettings) {
    this.settings = settings
    this.loggers = new PageLoggers(settings.prefix, settings.maxLoggers)
  }

  /**
   * Makes a record, as Python's `makeLogRecord` does. Its name becomes that of its logger.
   *
   * @param added attributes that replace those of the same name
   * @returns undefined for a record below the level
   * @throws TypeError for anything but a record
   */
  read(sent: unknown, added: object | undefined): LogRecord | undefined {
    const attributes = checked(sent, added)
    const levelno = attributes['levelno'] as number
    if (levelno < this.settings.level) return undefined
    const { logger, sentName } = this.loggers.find(attributes['name'] as string)
    attributes['name'] = logger.name
    if (sentName !== undefined) attributes['sent_name'] = sentName
    const record = makeLogRecord(attributes)
    if (this.settings.newlines === 'escape') {
      record.levelname = cleanLevelName(levelno, record.levelname)
      escapeRecord(record)
    }
    return record
  }
}

/**
 * Returns the attributes of a record, checked, with those that replace them.
 *
 * @throws TypeError for anything but a dict of valid attributes
 */
function checked(sent: unknown, added: object | undefined): Attributes {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent) || sent instanceof Map) {
    throw new TypeError('it is no dict of attributes')
  }
  const attributes: Attributes = Object.assign(Object.create(null) as Attributes, sent, added)
  if (typeof attributes['name'] !== 'string') throw new TypeError('name: expected a string')
  if (!Number.isSafeInteger(attributes['levelno'])) throw new TypeError('levelno: expected an integer')
  if (attributes['msg'] === undefined) throw new TypeError('msg: expected a message')
  attributes['levelname'] ??= getLevelName(attributes['levelno'] as number)
  mergeArgs(attributes)
  attributes['exc_info'] = null
  for (const key of Object.keys(attributes)) {
    checkAttribute(attributes, key)
    if (key in LogRecord.prototype && !isStandardAttribute(key)) rename(attributes, key)
  }
  return attributes
}

/** Moves a value of a wrong kind, which no formatter expects, to another name: the record is worth more than one attribute. */
function checkAttribute(attributes: Attributes, key: string): void {
  const value = attributes[key]
  if (!isStandardAttribute(key) || key === 'msg') cleanValue(value)
  const is = kindOf.get(key)
  if (is === undefined || is(value) || (value === null && !NEEDED.has(key))) return
  delete attributes[key]
  if (value !== null) attributes[`sent_${key}`] = value
}

/** Moves a field with the name of a record's method to another name, as for batches; removes `__proto__`. */
function rename(attributes: Attributes, key: string): void {
  if (key !== '__proto__') attributes[freeKey(key, attributes)] = attributes[key]
  delete attributes[key]
}

/**
 * Appends the arguments' text to the message. Python's handlers send a merged message and no arguments; those of a derived one are not
 * merged, as a width could cost any time and memory.
 */
function mergeArgs(attributes: Attributes): void {
  const { args, msg } = attributes
  if (args !== null && args !== undefined && !isEmpty(args)) attributes['msg'] = `${str(msg)} ${repr(args)}`
  attributes['args'] = null
}

function isEmpty(args: unknown): boolean {
  return typeof args === 'object' && !(args instanceof Map) && Object.keys(args as object).length === 0
}
