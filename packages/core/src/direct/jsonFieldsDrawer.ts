import type { JSONFields } from '../formatting/jsonFields.js'
import { escape, isShort, type JSONJob } from '../text/jsonText.js'
import { CachedText, type Line } from './line.js'

/** The key of a field as it stands on a line. */
class FieldName {
  /** What stands before a value, with the comma and the colon. */
  readonly before: CachedText
  /** The same before a string, with its first quote. */
  readonly beforeText: CachedText

  constructor(text: string) {
    this.before = new CachedText(`,${text}`)
    this.beforeText = new CachedText(`,${text}"`)
  }
}

const QUOTE = /* @__PURE__ */ new CachedText('"')

/** A line with so many short fields has room for them. */
const MAX_FIELDS = 64
const MAX_FIELD_LENGTH = 1000

/** Returns whether fields are short primitives that JSON has a place for, and few. */
export function areSimple(
  keys: readonly string[],
  values: readonly unknown[],
  { maxKeys, maxLength }: JSONJob,
): boolean {
  if (keys.length > MAX_FIELDS || !(keys.length <= maxKeys)) return false
  const longest = Math.min(MAX_FIELD_LENGTH, maxLength)
  for (let i = 0; i < keys.length; i++) {
    if (!isShort(keys[i]!) || !isSimple(values[i], longest)) return false
  }
  return true
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

/** Draws simple fields. */
export class JSONFieldsDrawer {
  private readonly fields: JSONFields
  private readonly names = new Map<string, FieldName>()
  private readonly lastKeys: string[] = []
  private readonly lastNames: FieldName[] = []

  constructor(fields: JSONFields) {
    this.fields = fields
  }

  /** Adds simple fields to a line, each with a comma before it. */
  draw(line: Line, keys: readonly string[], values: readonly unknown[]): void {
    for (let i = 0; i < keys.length; i++) {
      const value = values[i]
      if (value === undefined) continue
      const name = this.nameAt(i, keys[i]!)
      if (typeof value === 'string') {
        line.cached(name.beforeText)
        line.escaped(value, escape)
        line.cached(QUOTE)
      } else {
        line.cached(name.before)
        if (Number.isSafeInteger(value)) line.integer(value as number)
        else line.text(String(value))
      }
    }
  }

  /** Returns the name of a field. The line before had the same one in this place, as a rule: a comparison, and not the map. */
  private nameAt(index: number, key: string): FieldName {
    if (this.lastKeys[index] !== key) {
      this.lastKeys[index] = key
      this.lastNames[index] = this.name(key)
    }
    return this.lastNames[index]!
  }

  private name(key: string): FieldName {
    const known = this.names.get(key)
    if (known !== undefined) return known
    if (this.names.size >= 1000) this.names.clear()
    const name = new FieldName(this.fields.name(key))
    this.names.set(key, name)
    return name
  }
}
