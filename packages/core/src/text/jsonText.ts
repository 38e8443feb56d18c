import { isError, isMap, kindOf } from './kinds.js'
import { remember } from './memo.js'
import { type Summary, summaryOf } from './platformObjects.js'
import { errorType, isFarWindow, str, threw } from './repr.js'

// JSON text of any value. A log call must not fail, hang or fill the disk on the object it was meant to explain, so this
// never throws, reads nothing twice, and is always bounded. Not JSON.stringify: it throws on cycles and bigints, has no
// bounds, and is several times slower with the replacer that would give it some.

/** The limits of how much of a value goes into a line. */
export interface JSONLimits {
  /** How many objects and arrays may be inside each other; a deeper one is `"[Object]"` or `"[Array]"`. Default 6. */
  maxDepth?: number | undefined
  /** How many entries of one object or array are shown; the rest is one last entry, `"...": "12 more"`. Default 1000. */
  maxKeys?: number | undefined
  /**
   * How many characters (UTF-16 units) of one string are shown, and of a key that is longer than 50; the rest is `... 12 more`.
   * Default 100 000, at most 1 000 000.
   */
  maxLength?: number | undefined
}

// Over all entries: a small graph of shared references can have more paths than there are atoms.
const MAX_TOTAL = 1_000_000

const UNREADABLE = '"<unreadable object>"'

/** One text in the making. */
export interface JSONJob {
  readonly maxDepth: number
  readonly maxKeys: number
  readonly maxLength: number
  /** How many characters the text may still cost; falls with every entry. */
  left: number
  /** The same for what stands inside the outermost object's objects, together. */
  leftInside: number
  /** The objects around the present value. */
  readonly path: object[]
}

/** Returns a job with these limits; see `JSONLimits` for the defaults. */
export function jsonJob(limits: JSONLimits = {}, path: object[] = [], leftInside: number = MAX_TOTAL): JSONJob {
  const { maxDepth = 6, maxKeys = 1000, maxLength = 100_000 } = limits
  return { maxDepth, maxKeys, maxLength: Math.min(maxLength, MAX_TOTAL), left: MAX_TOTAL, leftInside, path }
}

/**
 * Returns the JSON text of any value: valid JSON and well-formed UTF-16, bounded in depth, entries, string length and total.
 * Never throws.
 *
 * A value that JSON has no place for is written as its text (`"NaN"`, functions, symbols, large bigints), or as its content: an
 * Error is `{type, message, stack, …}`, a Map an object, a Set an array. `toJSON` is honoured. `undefined` is left out of
 * objects.
 */
export function jsonText(value: unknown, limits?: JSONLimits): string {
  try {
    return valueText(value, jsonJob(limits)) ?? 'null'
  } catch {
    // Only the end of the call stack gets here.
    return UNREADABLE
  }
}

// Matches text that needs no escapes. Hot path: on Node 20 one anchored, negated class is the fastest test there is. ns a string over the
// cost of the bare line, ASCII of 20 / 60 / 300 characters: this 40 / 62 / 202, JSON.stringify 74 / 161 / 630, a charCodeAt
// loop 58 / 129 / 619, the usual unanchored /["\\\0-\x1f]/ 51 / 107 / 454. Japanese: 43 / 78 / 304, JSON.stringify 106 / 178 /
// 692. A string that does need an escape pays for both, up to 40 % more than JSON.stringify alone.
// oxlint-disable-next-line no-control-regex
const CLEAN = /^[^"\\\u0000-\u001f\ud800-\udfff]*$/

/** The length up to which a loop is quicker than the expression: 18 of 240 ns a line with one short argument. */
const SHORT = 12

/** Returns whether a JSON string holds the text as it is. */
function isClean(text: string): boolean {
  if (text.length > SHORT) return CLEAN.test(text)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x20 || code === 0x22 || code === 0x5c || (code >= 0xd800 && code < 0xe000)) return false
  }
  return true
}

/** Returns the JSON text of a string. Lone surrogates come out escaped. */
export function quote(text: string): string {
  return isClean(text) ? `"${text}"` : JSON.stringify(text)
}

/** Returns the text between the quotes of a string's JSON text. Texts may be escaped one by one and joined. */
export function escape(text: string): string {
  return isClean(text) ? text : JSON.stringify(text).slice(1, -1)
}

/** Cuts a long string, not between the halves of a surrogate pair. */
export function clip(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  const cut = (text.charCodeAt(maxLength - 1) & 0xfc00) === 0xd800 ? maxLength - 1 : maxLength
  return `${text.slice(0, cut)}... ${text.length - cut} more`
}

/** Returns a value's JSON text; undefined for a value that an object leaves out. */
export function valueText(value: unknown, job: JSONJob): string | undefined {
  switch (typeof value) {
    case 'string':
      return spend(quote(clip(value, job.left < job.maxLength ? Math.max(job.left, 0) : job.maxLength)), job)
    case 'number':
      return spend(Number.isFinite(value) ? String(value) : `"${value}"`, job)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'undefined':
      return undefined
    case 'object':
      return value === null ? 'null' : objectText(value, job)
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? String(value) : valueText(String(value), job)
    default:
      return valueText(str(value), job)
  }
}

/** Reads a property; a getter that throws gives a marker. */
export function readProperty(object: object, key: PropertyKey): unknown {
  try {
    return (object as Record<PropertyKey, unknown>)[key]
  } catch (error) {
    return threw('getter', error)
  }
}

function spend(text: string, job: JSONJob): string {
  job.left -= text.length
  return text
}

function objectText(value: object, job: JSONJob): string | undefined {
  const { path } = job
  if (path.includes(value)) return '"[Circular]"'
  const depth = path.push(value) - 1
  try {
    return depth === 1 && job.leftInside < job.left ? boundedText(value, job) : shownText(value, job)
  } catch {
    // A revoked proxy, a trap that throws, the end of the call stack.
    return isFarWindow(value) ? '"[Window]"' : UNREADABLE
  } finally {
    path.length = depth
  }
}

/** Returns the text of an object inside the outermost one, within what is left for all of these. */
function boundedText(value: object, job: JSONJob): string | undefined {
  const { left, leftInside } = job
  job.left = leftInside
  try {
    return shownText(value, job)
  } finally {
    job.leftInside = job.left
    job.left = left - (leftInside - job.left)
  }
}

function shownText(value: object, job: JSONJob): string | undefined {
  const plain = isPlain(value)
  if (!plain) {
    // Before toJSON: Buffer's makes an array of all its bytes, and those of the platform's objects show everything.
    if (ArrayBuffer.isView(value)) return valueText(str(value), job)
    const summary = summaryOf(value)
    if (summary !== undefined) return summaryText(summary, job)
  }
  const shown = converted(value)
  if (typeof shown !== 'object' || shown === null) return valueText(shown, job)
  const isList = Array.isArray(shown)
  if (!(job.path.length <= job.maxDepth)) return isList ? '"[Array]"' : '"[Object]"'
  if (isList) return arrayText(shown, shown.length, job)
  if (shown === value ? plain : isPlain(shown)) return recordText(shown, job)
  const summary = shown === value ? undefined : summaryOf(shown)
  return summary === undefined ? instanceText(shown, job) : summaryText(summary, job)
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Returns the text of an object that a class has made. */
function instanceText(value: object, job: JSONJob): string | undefined {
  if (isMap(value)) return recordText(mapFields(value, job), job, value.size)
  if (isError(value)) return recordText(errorFields(value, job), job)
  const kind = kindOf(value)
  if (kind === 'Set') return arrayText(first(Set.prototype.values.call(value), job), (value as Set<unknown>).size, job)
  // Of any realm.
  if (/^(RegExp|URLSearchParams|Symbol|(Shared)?ArrayBuffer)$/.test(kind)) return valueText(str(value), job)
  return /^(String|Number|Boolean|BigInt)$/.test(kind) ? valueText(value.valueOf(), job) : recordText(value, job)
}

function summaryText(summary: Summary, job: JSONJob): string | undefined {
  if (typeof summary === 'string') return valueText(summary, job)
  const { shown } = summary
  if (!(job.path.length <= job.maxDepth)) return '"[Object]"'
  return isMap(shown) ? recordText(mapFields(shown, job), job, shown.size) : recordText(shown, job)
}

/** Returns what the value's toJSON gives, or the value. A Date has one. */
function converted(value: object): unknown {
  const { toJSON } = value as { toJSON?: unknown }
  if (typeof toJSON !== 'function') return value
  try {
    return toJSON.call(value) as unknown
  } catch (error) {
    // The error has more to say.
    return isError(value) ? value : threw('toJSON', error)
  }
}

/** Returns the text of a list. `items` may end at the limit, `size` is the whole. */
function arrayText(items: readonly unknown[], size: number, job: JSONJob): string {
  let text = ''
  for (let index = 0; index < size; index++) {
    if (index > 0) text += ','
    if (isFull(index, job)) {
      text += `"... ${size - index} more"`
      break
    }
    text += valueText(readProperty(items, index), job) ?? 'null'
  }
  return `[${text}]`
}

/** Returns the text of an object's entries, as `arrayText` does of items. */
function recordText(object: object, job: JSONJob, size?: number): string {
  const keys = Object.keys(object)
  const count = size ?? keys.length
  let text = ''
  let comma = ''
  for (let index = 0; index < count; index++) {
    if (isFull(index, job)) {
      text += `${comma}"${dots(keys)}":"${count - index} more"`
      break
    }
    const key = keys[index]!
    const value = valueText(readProperty(object, key), job)
    if (value !== undefined) {
      text += comma + keyText(key, job) + value
      comma = ','
    }
  }
  return `{${text}}`
}

/** Returns whether there is no room for another entry, and counts the entry if there is. */
export function isFull(index: number, job: JSONJob): boolean {
  return !(index < job.maxKeys && job.left-- > 0)
}

/** Returns the key of the entry that stands for the rest: `...`, or longer if the object has that key itself. */
function dots(keys: readonly string[]): string {
  let key = '...'
  while (keys.includes(key)) key += '.'
  return key
}

const keyTexts = new Map<string, string>()

function keyText(key: string, job: JSONJob): string {
  let text = keyTexts.get(key)
  if (text === undefined) {
    text = `${quote(clipKey(key, job))}:`
    if (isShort(key)) remember(keyTexts, key, text)
  }
  return spend(text, job)
}

/** Cuts a long key. A number keeps the cut keys of one text different: `left` falls from entry to entry. */
export function clipKey(key: string, job: JSONJob): string {
  return isShort(key) || key.length <= job.maxLength ? key : `${clip(key, job.maxLength)} #${job.left}`
}

/** Returns whether a key is so short that it is never cut, and worth caching. */
export function isShort(key: string): boolean {
  return key.length <= 50
}

/** Returns a Map as an object, up to the limit. Keys with the same text (1 and '1') stay apart. */
export function mapFields(map: ReadonlyMap<unknown, unknown>, job: JSONJob): Record<string, unknown> {
  const fields = Object.create(null) as Record<string, unknown>
  first(Map.prototype.entries.call(map), job).forEach(([key, value], index) => {
    let name = str(key)
    while (name in fields) name += `_${index}`
    fields[name] = value
  })
  return fields
}

function first<T>(values: Iterable<T>, job: JSONJob): T[] {
  const taken: T[] = []
  for (const value of values) {
    if (!(taken.length < job.maxKeys)) break
    taken.push(value)
  }
  return taken
}

function errorFields(error: Error, job: JSONJob): Record<string, unknown> {
  const fields = Object.create(null) as Record<string, unknown>
  fields['type'] = errorType(error)
  for (const key of ['message', 'stack', 'cause', 'errors', 'error', 'suppressed'])
    fields[key] = readProperty(error, key)
  for (const key of Object.keys(error).slice(0, job.maxKeys)) {
    if (key === 'type') fields['type_'] = readProperty(error, key)
    else if (key !== 'name' && !(key in fields)) fields[key] = readProperty(error, key)
  }
  return fields
}
