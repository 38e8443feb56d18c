import { clipKey, escape, isFull, isShort, type JSONJob, quote, read, valueText } from '../text/jsonText.js'
import { remember } from '../text/memo.js'
import { Kept, type Line } from './line.js'

/** The key of a field as it stands on a line. */
class FieldName {
  /** With the colon. */
  readonly text: string
  /** What stands before a value, with the comma. */
  readonly before: Kept
  /** The same before a string, with its first quote. */
  readonly beforeText: Kept

  constructor(text: string) {
    this.text = text
    this.before = new Kept(`,${text}`)
    this.beforeText = new Kept(`,${text}"`)
  }
}

const QUOTE = /* @__PURE__ */ new Kept('"')

/** Fields of which none has to be looked into or cut. */
export interface Atoms {
  readonly keys: readonly string[]
  readonly values: readonly unknown[]
}

/** So many short ones are less than a line may have. */
const MAX_ATOMS = 64
const MAX_ATOM_LENGTH = 1000

/** Whether fields are atoms, and short, and few. */
export function areAtoms(
  keys: readonly string[],
  values: readonly unknown[],
  { maxKeys, maxLength }: JSONJob,
): boolean {
  if (keys.length > MAX_ATOMS || !(keys.length <= maxKeys)) return false
  const longest = Math.min(MAX_ATOM_LENGTH, maxLength)
  for (let i = 0; i < keys.length; i++) {
    const value = values[i]
    const fits = typeof value === 'string' ? value.length <= longest : isAtom(value) && !isOdd(value)
    if (!fits || !isShort(keys[i]!)) return false
  }
  return true
}

/** Whether JSON has no place for an atom as it is. */
function isOdd(value: unknown): boolean {
  return (
    typeof value === 'bigint' || typeof value === 'symbol' || (typeof value === 'number' && !Number.isFinite(value))
  )
}

/** Reads the values of keys, as far as they can be shown. */
export function valuesOf(object: object, keys: readonly string[], { maxKeys }: JSONJob): unknown[] {
  const values: unknown[] = []
  for (let i = 0; i < keys.length && i < maxKeys; i++) values.push(read(object, keys[i]!))
  return values
}

/** Whether a value has nothing in it. */
export function isAtom(value: unknown): boolean {
  return value === null || (typeof value !== 'object' && typeof value !== 'function')
}

/** The fields of JSON lines: how their keys stand there, beside the line's own. */
export class JSONFields {
  private readonly prefix: string | undefined
  /** The line's own keys as they stand there. */
  private readonly own: readonly string[]
  /** The keys that a field may not have, without underscores at their end. */
  private readonly reserved: ReadonlySet<string>
  private readonly underscores: string
  private readonly names = new Map<string, FieldName>()
  private readonly lastKeys: string[] = []
  private readonly lastNames: FieldName[] = []

  /**
   * @param keys those that stand beside the fields
   * @param prefix what stands before each field's key, which is reduced to letters, digits, dots and dashes then
   */
  constructor(keys: readonly string[], prefix: string | undefined) {
    const own = prefix ? [...keys, `${prefix}...`, `${prefix}id`] : [...keys, '...']
    this.prefix = prefix
    this.own = own.map((key) => `${quote(key)}:`)
    this.reserved = new Set(own.map(bare))
    this.underscores = '_'.repeat(1 + Math.max(...own.map((key) => key.length - bare(key).length)))
  }

  /**
   * Gives the fields, each with a comma before it.
   *
   * @param values of the keys, as far as `job` lets them be shown
   * @param surplus how many more there would be
   */
  text(keys: readonly string[], values: readonly unknown[], job: JSONJob, surplus = 0): string {
    const { prefix } = this
    // Only names that were reduced can be the same.
    const seen = prefix ? new Set(this.own) : undefined
    const size = keys.length + surplus
    let text = ''
    for (let index = 0; index < size; index++) {
      if (isFull(index, job)) return `${text},"${prefix ?? ''}...":"${size - index} more"`
      const key = keys[index]!
      let value = valueText(values[index], job)
      if (value === undefined) continue
      job.left -= key.length
      let name = isShort(key) ? this.fieldName(key).text : this.nameText(clipKey(key, job))
      if (seen !== undefined) {
        while (seen.has(name)) name = `${name.slice(0, -2)}_${index}":`
        seen.add(name)
        if (!/^["\d-]/.test(value)) value = quote(value)
      }
      text += `,${name}${value}`
    }
    return text
  }

  /** Gives the name of a line's field. The last line had the same in this place, as a rule: a comparison, and not the map. */
  private nameAt(index: number, key: string): FieldName {
    if (this.lastKeys[index] !== key) {
      this.lastKeys[index] = key
      this.lastNames[index] = this.fieldName(key)
    }
    return this.lastNames[index]!
  }

  /** Gives the name of a field with a short key. */
  private fieldName(key: string): FieldName {
    return this.names.get(key) ?? remember(this.names, key, new FieldName(this.nameText(key)))
  }

  /** Gives a field's key with its colon. */
  private nameText(key: string): string {
    const { prefix } = this
    let name = key
    if (prefix) name = prefix + name.replace(/[^\w.-]/g, '_')
    if (this.reserved.has(bare(name))) name += this.underscores
    return `${quote(name)}:`
  }

  /** Adds atoms to a line, each with a comma before it. */
  addTo(line: Line, { keys, values }: Atoms): void {
    for (let i = 0; i < keys.length; i++) {
      const value = values[i]
      if (value === undefined) continue
      const name = this.nameAt(i, keys[i]!)
      if (typeof value === 'string') {
        line.kept(name.beforeText)
        line.escaped(value, escape)
        line.kept(QUOTE)
      } else {
        line.kept(name.before)
        if (Number.isSafeInteger(value)) line.integer(value as number)
        else line.text(String(value))
      }
    }
  }
}

function bare(key: string): string {
  let end = key.length
  while (key[end - 1] === '_') end--
  return key.slice(0, end)
}
