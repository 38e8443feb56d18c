// The search for secrets in a call that has no record: it copies nothing, and nearly always finds nothing.
import { percent } from '../text/percent.js'
import { str } from '../text/repr.js'
import type { MappingReader, UnrecordedCall } from '../records/unrecordedCall.js'
import { Redaction, type Rules } from './redaction.js'
import type { PathState } from './redactionPath.js'

/** The limits of the search. A call with more values, or deeper ones, gets a record, whose redaction is bounded. */
const MAX_VALUES = 1000
const MAX_DEPTH = 20

/** The most keys that are known to be harmless. */
const MAX_KEYS = 1000

/** The search of values for secrets. What a quick look cannot decide counts as a find. */
export class RedactionSearch {
  private readonly rules: Rules
  private readonly start: PathState
  private readonly harmlessKeys = new Set<string>()
  /** The keys of the last mapping: those of the next one are nearly always the same. */
  private lastKeys: readonly string[] = []
  private harmlessMsg: string | undefined
  private left = MAX_VALUES

  /** @param start the state where paths begin in a call's fields */
  constructor(rules: Rules, start: PathState) {
    this.rules = rules
    this.start = start
  }

  /** Returns whether a call has a secret: in its message, also as it is merged, its arguments or its fields. */
  findsInCall(msg: string, args: readonly unknown[], { mapping, extra, added }: UnrecordedCall): boolean {
    const only = args.length === 1 ? args[0] : undefined
    const isMapping = isPlain(only)
    if (this.rules.finds !== undefined) {
      if (this.findsInMsg(msg)) return true
      if (isMapping ? msg.includes('%') : args.length > 0 && this.findsMerged(msg, args)) return true
    }
    if (isMapping ? this.findsInMapping(mapping.of(only)) : this.findsInArgs(args)) return true
    return (extra !== null && this.findsInFields(extra)) || (added !== null && this.findsInFields(added))
  }

  /** Returns whether fields have a secret. */
  findsInFields(fields: object): boolean {
    this.left = MAX_VALUES
    return !isPlain(fields) || this.findsInObject(fields, this.start, 0)
  }

  private findsInArgs(args: readonly unknown[]): boolean {
    for (let i = 0; i < args.length; i++) {
      const arg = args[i]
      // Numbers, which `%d` needs, are searched in the merged text.
      if (typeof arg === 'number') continue
      if (typeof arg !== 'string' || this.rules.finds?.(arg)) return true
    }
    return false
  }

  private findsInMapping({ keys, values }: ReturnType<MappingReader['of']>): boolean {
    this.left = MAX_VALUES
    const { lastKeys } = this
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!
      if (
        key === lastKeys[i]
          ? this.findsInValue(values[i], this.start.at(key), 1)
          : this.findsInEntry(key, values[i], this.start, 0)
      )
        return true
    }
    this.lastKeys = keys
    return false
  }

  private findsInMsg(msg: string): boolean {
    if (msg === this.harmlessMsg) return false
    if (this.rules.finds!(msg)) return true
    this.harmlessMsg = msg
    return false
  }

  private findsMerged(msg: string, args: readonly unknown[]): boolean {
    for (let i = 0; i < args.length; i++) if (typeof args[i] !== 'string' && typeof args[i] !== 'number') return true
    return this.rules.finds!(percent(msg).format(args))
  }

  private findsInValue(value: unknown, state: PathState, depth: number): boolean {
    if (this.left-- <= 0) return true
    if (value === undefined || value === null) return false
    if (state.isHit) return true
    const { finds } = this.rules
    if (typeof value === 'object') {
      const isHarmless = state.isDead && finds === undefined && !(value instanceof Error)
      return !isHarmless && this.findsBelow(value, state, depth)
    }
    if (finds === undefined || typeof value === 'boolean') return false
    return finds(typeof value === 'string' ? value : str(value))
  }

  private findsBelow(value: object, state: PathState, depth: number): boolean {
    if (depth >= MAX_DEPTH) return true
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype === Object.prototype) {
      const { toJSON } = value as { toJSON?: unknown }
      if (typeof toJSON !== 'function' && !Object.hasOwn(value, 'toString'))
        return this.findsInObject(value, state, depth)
    } else if (prototype === Array.prototype && Array.isArray(value)) return this.findsInList(value, state, depth)
    return !Object.is(new Redaction(this.rules).value(value, state), value)
  }

  private findsInObject(object: object, state: PathState, depth: number): boolean {
    for (const key in object) {
      if (this.findsInEntry(key, (object as Record<string, unknown>)[key], state, depth)) return true
    }
    return false
  }

  private findsInEntry(key: string, value: unknown, state: PathState, depth: number): boolean {
    if (this.rules.finds !== undefined && this.findsInKey(key)) return true
    return this.findsInValue(value, state.at(key), depth + 1)
  }

  private findsInList(items: readonly unknown[], state: PathState, depth: number): boolean {
    for (let i = 0; i < items.length; i++) {
      if (this.findsInValue(items[i], state.item(i), depth + 1)) return true
    }
    return false
  }

  private findsInKey(key: string): boolean {
    const { harmlessKeys } = this
    if (harmlessKeys.has(key)) return false
    if (this.rules.finds!(key)) return true
    if (harmlessKeys.size >= MAX_KEYS) harmlessKeys.clear()
    harmlessKeys.add(key)
    return false
  }
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
