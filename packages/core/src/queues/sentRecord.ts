// A record's way into a queue that sends text, made in one go. `prepare` and `toWire` would each make an object with twenty-three
// attributes that is garbage then.
import { isStandardAttribute, LogRecord } from '../records/record.js'
import { clip, jsonJob, quote, valueText } from '../text/jsonText.js'
import { isPlainObject } from '../text/kinds.js'
import { errorWithin } from '../text/platformObjects.js'
import { readValue } from '../text/repr.js'
import { PAGE, RUNTIME } from '../wire/pageRuntime.js'

/**
 * Puts a record into a queue before it is prepared.
 *
 * @param text the text that the handler's formatter has made of it
 * @param fields the fields that go along
 * @returns false if the queue has to get the result of `prepare`
 * @throws what `put_nowait` throws
 */
export type PutRecord = (this: never, record: LogRecord, text: string, fields: object | undefined) => boolean

/**
 * The functions that put records, by the `put_nowait` that they replace: a queue that overrides or patches that gets the result
 * of `prepare`.
 */
export const recordPutters: Map<unknown, PutRecord> = /* @__PURE__ */ new Map<unknown, PutRecord>()

/** The most characters of a text: the general way cuts longer ones. */
const MAX_LENGTH = 10_000

/** The keys of every record, in its constructor's order. */
let usual: readonly string[] | undefined

/** The JSON of texts that come often: names, paths, functions. */
let known = new Map<string, string>()
const MAX_KNOWN = 1000

/**
 * Returns a record as `toWireLine` would if it had been prepared; undefined for a record with unusual parts.
 *
 * @param caller whether its place goes along
 */
export function sentRecord(
  record: LogRecord,
  text: string,
  fields: object | undefined,
  caller: boolean,
): string | undefined {
  const { name, levelno, levelname, created, relativeCreated } = record
  if (text.length > MAX_LENGTH || !hasUsual(record, name, levelname)) return undefined
  if (!Number.isSafeInteger(levelno) || !Number.isFinite(created) || !Number.isFinite(relativeCreated)) return undefined
  const end = fields === undefined ? '}' : fieldsText(fields)
  if (end === undefined) return undefined
  const place = caller
    ? `,"pathname":${knownText(record.pathname ?? '')},"lineno":${record.lineno},"funcName":${knownText(record.funcName ?? '')}`
    : ''
  const origin = `"name":${knownText(name ?? 'root')},"levelno":${levelno},"levelname":${knownText(levelname)}`
  return `{"relativeCreated":${relativeCreated},${origin},"msg":${quote(clip(text, MAX_LENGTH))},"created":${created}${place}${runtimeText(record)}${end}`
}

/** Returns whether a record has no added attributes, and texts where texts belong. */
function hasUsual(record: LogRecord, name: unknown, levelname: unknown): boolean {
  usual ??= Object.keys(new LogRecord(null, 0, undefined, 0, '', null, null))
  let index = 0
  for (const key in record) if (key !== usual[index++] && !isStandardAttribute(key)) return false
  return (name === null || typeof name === 'string') && typeof levelname === 'string'
}

function knownText(text: string): string {
  let found = known.get(text)
  if (found !== undefined) return found
  found = quote(clip(text, MAX_LENGTH))
  if (known.size >= MAX_KNOWN) known = new Map()
  if (text.length <= MAX_KNOWN) known.set(text, found)
  return found
}

/** The last members of a process and a thread. */
let runtime = {
  process: 0 as unknown,
  processName: '' as unknown,
  thread: 0 as unknown,
  threadName: '' as unknown,
  text: '',
}

function runtimeText({ process, processName, thread, threadName }: LogRecord): string {
  const last = runtime
  if (
    process !== last.process ||
    processName !== last.processName ||
    thread !== last.thread ||
    threadName !== last.threadName
  ) {
    const values = { process, processName, thread, threadName }
    const text = RUNTIME.map((key) => member(key, values[key])).join('')
    runtime = { process, processName, thread, threadName, text }
  }
  return runtime.text
}

/** Returns a member; '' if it has the value of a page, which is left out. */
function member(key: (typeof RUNTIME)[number], value: unknown): string {
  return (value ?? PAGE[key]) === PAGE[key] ? '' : `,"${key}":${valueText(value, jsonJob())}`
}

/** Returns the fields' members and the end; undefined if they have an error, whose text has a place of its own. */
function fieldsText(fields: object): string | undefined {
  if (!isPlainObject(fields) || 'toJSON' in fields) return undefined
  const copy = Object.create(null) as Record<string, unknown>
  let count = 0
  for (const key of Object.keys(fields)) {
    const value = readValue(fields, key)
    if (value === undefined) continue
    if (errorWithin(value) !== undefined) return undefined
    copy[key] = value
    count++
  }
  return count === 0 ? undefined : `,"given":${count},"fields":${valueText(copy, jsonJob({}, [], Infinity))}}`
}
