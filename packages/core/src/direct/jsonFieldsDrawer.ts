import type { JSONFields } from '../formatting/jsonFields.js'
import type { Secrets } from '../records/unrecordedCall.js'
import { escape, isShort, type JSONJob, jsonJob, type JSONLimits, valueText } from '../text/jsonText.js'
import { drawDate, hasText } from './dateText.js'
import { isMap } from '../text/kinds.js'
import { summaryOf } from '../text/platformObjects.js'
import { type FieldName, Names, type NameTable } from './fieldName.js'
import { CachedText, type Line } from './line.js'

const QUOTE = /* @__PURE__ */ new CachedText('"')
const NULL = /* @__PURE__ */ new CachedText('null')
const TRUE = /* @__PURE__ */ new CachedText('true')
const FALSE = /* @__PURE__ */ new CachedText('false')
const END_OBJECT = /* @__PURE__ */ new CachedText('}')
const EMPTY_OBJECT = /* @__PURE__ */ new CachedText('{}')
const END_LIST = /* @__PURE__ */ new CachedText(']')
const EMPTY_LIST = /* @__PURE__ */ new CachedText('[]')

/** The most fields of a line, and the most characters of one, for which a line surely has room. */
const MAX_FIELDS = 64
const MAX_FIELD_LENGTH = 1000

/** The most characters and entries of fields: the general way draws more, and knows where to cut. */
const MAX_LENGTH = 15_000
const MAX_ENTRIES = 10_000

/** The greatest depth: below it, the redaction of records has a limit of its own. */
const MAX_SECRET_DEPTH = 20

/** Stands for the line, which counts as the first object of the depth. */
export const DEPTH_ROOT = {}

/** The result of drawing a value. */
type Outcome = typeof DRAWN | typeof LEFT_OUT | typeof REFUSED

const DRAWN = 0
const LEFT_OUT = 1
const REFUSED = 2

/** An object without keys, unless some code has put keys into every object. */
const EMPTY = /* @__PURE__ */ Object.freeze({})

/** The methods that turn a Date into text, as they were when this was loaded. */
const DATE = /* @__PURE__ */ (() => {
  const { toJSON, toISOString, valueOf, getTime, [Symbol.toPrimitive]: toPrimitive } = Date.prototype
  return { toJSON, toISOString, valueOf, getTime, toPrimitive }
})()

/**
 * The drawer of the fields of JSON lines.
 *
 * Hot path. The content of objects is drawn piece by piece as well: plain objects, lists and Dates. The general way, `valueText`,
 * makes a string of pieces, which has to be flattened and encoded (docs/measured/notes.md, "Nested values").
 */
export class JSONFieldsDrawer {
  private readonly fields: JSONFields
  private readonly longest: number
  private readonly maxKeys: number
  private readonly maxDepth: number
  /** The names by the secrets that are left out: a formatter may belong to several handlers. */
  private readonly namesBySecrets = new Map<Secrets | undefined, Names>()
  private names: Names
  private secrets: Secrets | undefined = undefined
  private readonly job: JSONJob
  /** The state in which each job begins. */
  private readonly fullJob: JSONJob
  private left = 0

  constructor(fields: JSONFields, limits: JSONLimits | undefined) {
    const { maxKeys, maxLength, maxDepth } = jsonJob(limits)
    this.fields = fields
    this.longest = Math.min(MAX_FIELD_LENGTH, maxLength)
    this.maxKeys = maxKeys
    this.maxDepth = maxDepth
    this.job = jsonJob(limits, [DEPTH_ROOT])
    this.fullJob = jsonJob(limits, [DEPTH_ROOT])
    this.names = this.namesWith(undefined)
  }

  /** Returns whether fields are short primitives that JSON has a place for, few, and none of them secret. */
  areSimple(keys: readonly string[], values: readonly unknown[], secrets: Secrets | undefined): boolean {
    if (keys.length > MAX_FIELDS || !(keys.length <= this.maxKeys)) return false
    const table = this.tableWith(secrets)
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!
      if (!isShort(key) || !isSimple(values[i], this.longest)) return false
      if (secrets !== undefined && table.at(i, key).path?.isHit) return false
    }
    return true
  }

  /** Adds simple fields to a line, each with a comma before it. */
  drawSimple(line: Line, keys: readonly string[], values: readonly unknown[]): void {
    const { table } = this.names
    for (let i = 0; i < keys.length; i++) {
      const value = values[i]
      if (value === undefined) continue
      const name = table.at(i, keys[i]!)
      if (typeof value === 'string') {
        line.cached(name.beforeText)
        line.escaped(value, escape)
        line.cached(QUOTE)
      } else {
        line.cached(name.before)
        drawPrimitive(line, value as number | boolean | null)
      }
    }
  }

  /**
   * Adds fields to a line of their own, each with a comma before it: reads the values' content while drawing it. Returns false if
   * they need the general way.
   */
  draw(line: Line, keys: readonly string[], values: readonly unknown[], secrets: Secrets | undefined): boolean {
    if (keys.length > MAX_FIELDS || !(keys.length <= this.maxKeys)) return false
    for (const _ in EMPTY) return false
    const table = this.tableWith(secrets)
    this.begin()
    try {
      for (let i = 0; i < keys.length; i++) {
        const key = keys[i]!
        if (!isShort(key) || this.drawEntry(line, table.at(i, key), values[i], false) === REFUSED) return false
      }
    } catch {
      return false // The record way shows in the line what a getter throws.
    }
    return line.isWhole && line.length <= MAX_LENGTH
  }

  private begin(): void {
    const { job } = this
    // An exception may have left it so.
    while (job.path.length > 1) job.path.pop()
    job.left = this.fullJob.left
    job.leftInside = this.fullJob.leftInside
    this.left = MAX_ENTRIES
  }

  private tableWith(secrets: Secrets | undefined): NameTable {
    if (secrets !== this.secrets) {
      this.secrets = secrets
      this.names = this.namesWith(secrets)
    }
    return this.names.table
  }

  private namesWith(secrets: Secrets | undefined): Names {
    const { namesBySecrets } = this
    const known = namesBySecrets.get(secrets)
    if (known !== undefined) return known
    if (namesBySecrets.size >= MAX_FIELDS) namesBySecrets.clear()
    const names = new Names((key) => this.fields.name(key), secrets?.start)
    namesBySecrets.set(secrets, names)
    return names
  }

  private drawEntry(line: Line, name: FieldName, value: unknown, isFirst: boolean): Outcome {
    if (name.path !== undefined && name.path.isHit && value !== undefined && value !== null)
      return this.drawGeneral(line, name, this.secrets!.censor, isFirst)
    if (value === undefined) return LEFT_OUT
    if (typeof value === 'string') {
      if (value.length > this.longest) return this.drawGeneral(line, name, value, isFirst)
      line.cached(isFirst ? name.firstText : name.beforeText)
      line.escaped(value, escape)
      line.cached(QUOTE)
      return DRAWN
    }
    if (typeof value === 'object' && value !== null) return this.drawObject(line, name, value, isFirst)
    if (!isSimple(value, 0)) return this.drawGeneral(line, name, value, isFirst)
    line.cached(isFirst ? name.first : name.before)
    drawPrimitive(line, value as number | boolean | null)
    return DRAWN
  }

  private drawObject(line: Line, name: FieldName, value: object, isFirst: boolean): Outcome {
    const { path } = this.job
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype === Date.prototype) return this.drawDate(line, name, value as Date, isFirst)
    const isList = prototype === Array.prototype && Array.isArray(value)
    const isPlain = prototype === Object.prototype || prototype === null
    const isEnd = !(path.length < this.maxDepth) || path.includes(value)
    const shown =
      isEnd || ((isList || isPlain) && hasJSON(value)) ? undefined : isList || isPlain ? value : exchange(value)
    if (shown === undefined || (name.path !== undefined && path.length > MAX_SECRET_DEPTH)) {
      return this.drawAnything(line, name, value, isFirst)
    }
    line.cached(isFirst ? name.first : name.before)
    path.push(value)
    const isDrawn = isList ? this.drawItems(line, name.item, value) : this.drawKeys(line, name.table, shown)
    path.pop()
    return isDrawn ? DRAWN : REFUSED
  }

  private drawKeys(line: Line, table: NameTable, object: object): boolean {
    let place = 0
    let isFirst = true
    for (const key in object) {
      if (!(place < this.maxKeys) || !isShort(key) || this.left-- <= 0) return false
      const outcome = this.drawEntry(line, table.at(place++, key), (object as Record<string, unknown>)[key], isFirst)
      if (outcome === REFUSED) return false
      if (outcome === DRAWN) isFirst = false
    }
    line.cached(isFirst ? EMPTY_OBJECT : END_OBJECT)
    return true
  }

  private drawItems(line: Line, name: FieldName | undefined, items: readonly unknown[]): boolean {
    const { length } = items
    if (name === undefined || !(length <= this.maxKeys) || (this.left -= length) <= 0) return false
    for (let i = 0; i < length; i++) {
      const outcome = this.drawEntry(line, name, items[i], i === 0)
      if (outcome === REFUSED) return false
      if (outcome === LEFT_OUT) {
        line.cached(i === 0 ? name.first : name.before)
        line.cached(NULL)
      }
    }
    line.cached(length === 0 ? EMPTY_LIST : END_LIST)
    return true
  }

  private drawDate(line: Line, name: FieldName, date: Date, isFirst: boolean): Outcome {
    const ms = isPlainDate(date) ? DATE.getTime.call(date) : Number.NaN
    if (this.longest < MAX_FIELD_LENGTH || !hasText(ms)) return this.drawAnything(line, name, date, isFirst)
    line.cached(isFirst ? name.firstText : name.beforeText)
    drawDate(line, ms)
    return DRAWN
  }

  /** Draws an object that may show anything, secrets too. */
  private drawAnything(line: Line, name: FieldName, value: object, isFirst: boolean): Outcome {
    const mayHaveSecrets = name.path !== undefined || (this.secrets !== undefined && value instanceof Error)
    return mayHaveSecrets ? REFUSED : this.drawGeneral(line, name, value, isFirst)
  }

  private drawGeneral(line: Line, name: FieldName, value: unknown, isFirst: boolean): Outcome {
    const text = valueText(value, this.job)
    if (text === undefined) return LEFT_OUT
    line.cached(isFirst ? name.first : name.before)
    line.text(text)
    return DRAWN
  }
}

/**
 * Adds a primitive to a line.
 *
 * @param value a finite number, a boolean or null
 */
function drawPrimitive(line: Line, value: number | boolean | null): void {
  if (typeof value !== 'number') line.cached(value === null ? NULL : value ? TRUE : FALSE)
  else if (Number.isSafeInteger(value)) line.integer(value)
  else line.text(String(value))
}

function isSimple(value: unknown, longest: number): boolean {
  switch (typeof value) {
    case 'string':
      return value.length <= longest
    case 'number':
      return Number.isFinite(value)
    case 'object':
      return value === null
    default:
      return typeof value === 'boolean' || value === undefined
  }
}

/** Returns what is shown of a server's request or response; undefined for other instances. */
function exchange(value: object): object | undefined {
  if (!('headersSent' in value || 'httpVersion' in value) || ArrayBuffer.isView(value)) return undefined
  const summary = summaryOf(value)
  return typeof summary !== 'object' || isMap(summary.shown) ? undefined : summary.shown
}

function hasJSON(value: object): boolean {
  return typeof (value as { toJSON?: unknown }).toJSON === 'function'
}

/** Returns whether a Date has nothing of the application: its time alone gives its text. */
function isPlainDate(date: Date): boolean {
  for (const _ in date) return false
  return (
    date.toJSON === DATE.toJSON &&
    date.toISOString === DATE.toISOString &&
    date.valueOf === DATE.valueOf &&
    date[Symbol.toPrimitive] === DATE.toPrimitive
  )
}
