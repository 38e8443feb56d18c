// The redaction of one record's values. A changed value becomes a copy, and so does all around it; an unchanged one stays the
// same object.
import { setOwn } from '../records/record.js'
import { isError, isMap, isPlainObject, kindOf } from '../text/kinds.js'
import { summaryOf } from '../text/platformObjects.js'
import { readValue, str } from '../text/repr.js'
import { redactedError } from './redactedError.js'
import type { PathState } from './redactionPath.js'
import type { Clean } from './redactionPattern.js'

/** The greatest depth of objects. No formatter shows deeper ones by default: they are left out. */
const MAX_DEPTH = 30

/** The most values of a record that are searched. The rest is left out: it may hold secrets. */
const MAX_VALUES = 50_000

const UNREADABLE = '<unreadable object>'

/** A parameter of an address: of its query, or of its fragment. */
const PARAMETER = /(^|[?&#])([^=?&#]*)=([^&#]*)/g

/** The rules of redaction: what is redacted, and how. */
export interface Rules {
  /** Removes what the patterns match; undefined without patterns. */
  readonly clean: Clean | undefined
  /** Returns whether the patterns match; undefined without patterns. */
  readonly finds: ((text: string) => boolean) | undefined
  /** Returns the replacement of a value. */
  censor(value: unknown): unknown
}

/** Returns whether an object has a name already: a function of its own for each object. */
export type Taken = (name: string) => boolean

/** Returns a parameter's name as it was before it was encoded for an address. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '))
  } catch {
    return name
  }
}

/** Returns whether an object of the language is shown by its text, whatever fields were put on it. */
function isShownAsText(value: object): boolean {
  const isOne = /^(Date|RegExp|String|Number|Boolean)$/.test(kindOf(value))
  // Any class may give itself a kind by this.
  return isOne && (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag] === undefined
}

/** The redaction of the values of one record. */
export class Redaction {
  private readonly rules: Rules
  private readonly path: object[] = []
  /** The results for objects that were searched: the same object may be reached in many ways. */
  private readonly seen = new Map<object, Map<PathState, unknown>>()
  /** The next free number for each name of each object. */
  private readonly numbers = new Map<Taken, Map<string, number>>()
  private left = MAX_VALUES

  constructor(rules: Rules) {
    this.rules = rules
  }

  /** Returns a value as it may be shown: the same value if there is nothing to redact. */
  value(value: unknown, state: PathState): unknown {
    if (value === undefined || value === null) return value
    if (state.isHit) return this.rules.censor(value)
    if (typeof value === 'string') return this.text(value)
    if (typeof value === 'object') return this.object(value, state)
    return typeof value === 'boolean' ? value : this.byText(value)
  }

  /** Returns a key without what the patterns match; a different one than those that are `taken`. */
  key(key: string, taken: Taken): string {
    if (this.rules.clean === undefined) return key
    const name = this.text(key)
    return name === key || !taken(name) ? name : this.numbered(name, taken)
  }

  /** Returns a name with its next free number. Numbers are remembered: if all keys become one, none is tried twice. */
  private numbered(name: string, taken: Taken): string {
    const next = this.numbers.get(taken) ?? new Map<string, number>()
    let number = next.get(name) ?? 2
    while (taken(`${name} ${number}`)) number++
    this.numbers.set(taken, next.set(name, number + 1))
    return `${name} ${number}`
  }

  /** Returns a text without what the patterns match. */
  text(text: string): string {
    return this.rules.clean?.(text) ?? text
  }

  /** Returns a value, or its redacted text if that has something to redact. */
  private byText(value: unknown): unknown {
    if (this.rules.clean === undefined) return value
    const text = str(value)
    const cleaned = this.text(text)
    return cleaned === text ? value : cleaned
  }

  private object(value: object, state: PathState): unknown {
    if (state.isDead && this.rules.clean === undefined && !isError(value)) return value
    // An object around it may become a copy: the cycle would lead to the original.
    if (this.path.includes(value)) return '[Circular]'
    const known = this.seen.get(value)
    if (known?.has(state)) return known.get(state)
    if (this.path.length >= MAX_DEPTH || this.left <= 0) return Array.isArray(value) ? '[Array]' : '[Object]'
    const result = this.entered(value, state)
    if (known === undefined) this.seen.set(value, new Map([[state, result]]))
    else known.set(state, result)
    return result
  }

  private entered(value: object, state: PathState): unknown {
    const depth = this.path.push(value) - 1
    try {
      return this.shown(value, state)
    } catch {
      return UNREADABLE // A revoked proxy, a trap that throws, the end of the call stack.
    } finally {
      this.path.length = depth
    }
  }

  private shown(value: object, state: PathState): unknown {
    if (Array.isArray(value)) return this.list(value, state)
    // First: an error may have any prototype.
    if (isError(value)) return this.byText(redactedError(value, this, state.atError, this.converted(value, state)))
    if (isPlainObject(value)) return this.converted(value, state) ?? this.plain(value, state)
    if (ArrayBuffer.isView(value)) return value
    if (isMap(value)) return this.map(value, state)
    if (kindOf(value) === 'Set') return this.set(value as ReadonlySet<unknown>, state)
    const summary = summaryOf(value)
    if (typeof summary === 'object') {
      const shown = this.value(summary.shown, state)
      return shown === summary.shown ? value : shown
    }
    if (summary !== undefined) return this.byText(this.address(value, summary, state))
    return this.converted(value, state) ?? this.byText(isShownAsText(value) ? value : this.record(value, state))
  }

  /** Returns the text of an address or a form whose query has something to redact; else the object itself. */
  private address(value: object, text: string, state: PathState): unknown {
    if (state.isDead || !kindOf(value).startsWith('URL')) return value
    const shown = text.replace(PARAMETER, (all, start: string, key: string, given: string) =>
      state.at(decoded(key)).isHit ? `${start}${key}=${String(this.rules.censor(given))}` : all,
    )
    return shown === text ? value : shown
  }

  /** Returns the redacted result of an object's `toJSON`; undefined if there is nothing to redact. */
  private converted(value: object, state: PathState): unknown {
    const toJSON = readValue(value, 'toJSON')
    if (typeof toJSON !== 'function' || toJSON === Date.prototype.toJSON) return undefined
    let json: unknown
    try {
      json = toJSON.call(value)
    } catch {
      return undefined
    }
    const shown = json === value ? json : this.value(json, state)
    return shown === json ? undefined : shown
  }

  /** Redacts what leads from one error to others: an error, or a list of errors. */
  link(value: unknown, state: PathState): unknown {
    return Array.isArray(value) && !state.isHit ? this.list(value, state) : this.value(value, state)
  }

  private list(items: readonly unknown[], state: PathState): unknown {
    const size = items.length
    let copy: unknown[] | undefined
    for (let index = 0; index < size; index++) {
      if (this.left-- <= 0) return [...(copy ?? items.slice(0, index)), `... ${size - index} more`]
      const item = readValue(items, index)
      const shown = this.value(item, state.item(index))
      if (shown !== item) copy ??= items.slice(0, index)
      copy?.push(shown)
    }
    return copy ?? items
  }

  private map(map: ReadonlyMap<unknown, unknown>, state: PathState): unknown {
    const entries = [...Map.prototype.entries.call(map)] as [unknown, unknown][]
    let isChanged = this.left < entries.length
    const shown = new Map<unknown, unknown>()
    const taken = (name: unknown): boolean => map.has(name) || shown.has(name)
    for (const [key, value] of entries.slice(0, Math.max(this.left, 0))) {
      this.left--
      const name = typeof key === 'string' ? this.key(key, taken) : this.value(key, state.at(''))
      const item = this.value(value, state.entry(str(key)))
      isChanged ||= name !== key || item !== value
      shown.set(name, item)
    }
    return isChanged ? shown : map
  }

  private set(set: ReadonlySet<unknown>, state: PathState): unknown {
    const items = [...Set.prototype.values.call(set)] as unknown[]
    const shown = this.list(items, state)
    return shown === items ? set : new Set(shown as unknown[])
  }

  /** Redacts a plain object: one with a `toString` of its own may have a secret there. */
  private plain(object: object, state: PathState): unknown {
    const shown = this.record(object, state)
    return Object.hasOwn(object, 'toString') ? this.byText(shown) : shown
  }

  /** Redacts an object by its own keys. */
  private record(object: object, state: PathState): object {
    const keys = Object.keys(object)
    let copy: object | undefined
    const taken = (name: string): boolean => Object.hasOwn(object, name) || Object.hasOwn(copy ?? object, name)
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index]!
      if (this.left-- <= 0) {
        copy ??= this.copyOf(object, keys.slice(0, index))
        setOwn(copy, '...', `${keys.length - index} more`)
        return copy
      }
      const value = readValue(object, key)
      const shown = this.value(value, state.at(key))
      const name = this.key(key, taken)
      if (shown !== value || name !== key) copy ??= this.copyOf(object, keys.slice(0, index))
      if (copy !== undefined) setOwn(copy, name, shown)
    }
    return copy ?? object
  }

  /** Returns an object of the same class that has some of the keys. */
  private copyOf(object: object, keys: readonly string[]): object {
    const copy = Object.create(Object.getPrototypeOf(object) as object | null) as object
    for (const key of keys) setOwn(copy, key, readValue(object, key))
    return copy
  }
}
