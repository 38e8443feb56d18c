import {
  copyRecord,
  givenTo,
  isStandardAttribute,
  type LogArgs,
  type LogRecord,
  mergedOf,
  setFields,
  setMerged,
  setOwn,
} from '../records/record.js'
import { setSource, type Source, sourceOf } from '../records/source.js'
import { isMap } from '../text/kinds.js'
import { percent } from '../text/percent.js'
import { readValue, str } from '../text/repr.js'
import { Redaction, type Rules } from './redaction.js'
import type { PathState } from './redactionPath.js'
import type { Clean } from './redactionPattern.js'

/**
 * Returns a record's copy without its secrets; undefined if it has none.
 *
 * @param start the state where paths begin
 */
export function redactedRecord(record: LogRecord, rules: Rules, start: PathState): LogRecord | undefined {
  const redaction = new Redaction(rules)
  const redact = (value: unknown): unknown => redaction.value(value, start)
  const changes: Changes = new Map()
  const change = (key: string, before: unknown, now: unknown): void => void (now !== before && changes.set(key, now))

  const { msg, exc_info, exc_text, stack_info } = record
  if (typeof msg !== 'string') change('msg', msg, redact(msg))
  const source = redactedSource(record, rules, start)
  const anew = remerged(record, redact)
  if (anew !== undefined) change('msg', msg, anew.text)
  if (source !== undefined) change('msg', msg, asFormat(source.format(source.record), record.args))
  if (typeof exc_info !== 'boolean') change('exc_info', exc_info, redact(exc_info))
  if (exc_text) change('exc_text', exc_text, changes.has('exc_info') ? null : redaction.text(exc_text))
  if (stack_info) change('stack_info', stack_info, redaction.text(stack_info))
  const given = givenTo(record)
  const args = Array.isArray(given) ? redactedItems(given, redact) : redact(given)
  change('args', given, typeof given === 'object' && typeof args !== 'object' ? null : args)
  const taken = (name: string): boolean => name in record || changes.has(name) || hasKey(args, name)
  for (const key of Object.keys(record)) {
    if (isStandardAttribute(key)) continue
    const value = readValue(record, key)
    const name = redaction.key(key, taken)
    change(key, value, redaction.value(value, start.at(key)))
    if (name !== key) changes.set(name, changes.get(key) ?? value).set(key, GONE)
  }
  const copy = changes.size === 0 ? record : changed(record, changes)
  if (anew !== undefined) setMerged(copy, { ...mergedOf(record)!, args: anew.args })
  if (source !== undefined) setSource(copy, source)
  const shown = rules.clean === undefined ? copy : withoutText(copy, rules.clean, record)
  return shown === record ? undefined : shown
}

/** The new values of a record's attributes. */
type Changes = Map<string, unknown>

/** Marks an attribute that another has replaced. */
const GONE = Symbol('gone')

type Redact = (value: unknown) => unknown

/** Redacts a message's arguments. Numbers, which `%d` needs, are searched in the merged text. */
function redactedItems(items: readonly unknown[], redact: Redact): readonly unknown[] {
  const shown = items.map((item) => (typeof item === 'number' || typeof item === 'bigint' ? item : redact(item)))
  return shown.some((item, index) => item !== items[index]) ? shown : items
}

/** A message that was merged before, with arguments as they may be shown. */
interface Remerged {
  readonly text: string
  readonly args: readonly unknown[]
}

/** Merges a merged message again, without secrets; undefined if its arguments have none. */
function remerged(record: LogRecord, redact: Redact): Remerged | undefined {
  const merged = mergedOf(record)
  if (merged === undefined) return undefined
  const args = redactedItems(merged.args, redact)
  if (args === merged.args) return undefined
  const text = percent(merged.msg).format(args)
  const cleaned = merged.clean?.(text) ?? text
  return { text: asFormat(cleaned, record.args), args }
}

/** Returns what the text of a record from a queue is made of, without what is secret in it; undefined where nothing is. */
function redactedSource(record: LogRecord, rules: Rules, start: PathState): Source | undefined {
  const source = sourceOf(record)
  const shown = source && redactedRecord(source.record, rules, start)
  return shown && { ...source, record: shown }
}

/** Returns a text as a record's message: beside fields a percent sign is doubled. */
function asFormat(text: string, args: LogArgs): string {
  return hasFields(args) ? text.replaceAll('%', '%%') : text
}

function hasKey(mapping: unknown, name: string): boolean {
  return isMap(mapping) ? mapping.has(name) : Object.hasOwn(Object(mapping) as object, name)
}

function hasFields(args: LogArgs): boolean {
  return args !== null && !Array.isArray(args)
}

function changed(record: LogRecord, changes: Changes): LogRecord {
  const copy = copyRecord(record)
  for (const [key, value] of changes) {
    if (value === GONE) delete copy[key]
    else if (key === 'args' && record.args === null) setFields(copy, value as never)
    else setOwn(copy, key, value)
  }
  // A handler's text from before.
  copy.message = undefined
  return copy
}

/**
 * Replaces the patterns in the merged message: a secret may be in an argument, or span both.
 *
 * @param original the call's record: it is copied, and its copy changed
 */
function withoutText(record: LogRecord, clean: Clean, original: LogRecord): LogRecord {
  const msg = str(record.msg)
  const text = mergedText(record)
  if (text === undefined) return unmerged(record, clean, original)
  const cleaned = clean(text)
  if (cleaned === text && clean(msg) === msg) return record
  const result = record === original ? copyRecord(record) : record
  const { args } = record
  const before = mergedOf(record) ?? { msg, args: Array.isArray(args) ? (args as readonly unknown[]) : [] }
  setMerged(result, { ...before, clean: (merged) => clean(before.clean?.(merged) ?? merged) })
  result.msg = asFormat(cleaned, args)
  if (!hasFields(args)) result.args = null
  result.message = undefined
  return result
}

function mergedText(record: LogRecord): string | undefined {
  try {
    return record.getMessage()
  } catch {
    return undefined
  }
}

/** Replaces the patterns in a record whose message does not merge: it is shown as its format and arguments. */
function unmerged(record: LogRecord, clean: Clean, original: LogRecord): LogRecord {
  const { msg, args } = record
  const shown = clean(str(msg))
  const items = Array.isArray(args) ? (args as readonly unknown[]).map((item) => cleanNumber(item, clean)) : []
  const isClean = items.every((item, index) => item === (args as readonly unknown[])[index])
  if (isClean && shown === str(msg)) return record
  const result = record === original ? copyRecord(record) : record
  result.msg = shown
  if (!isClean) result.args = items
  return result
}

function cleanNumber(item: unknown, clean: Clean): unknown {
  if (typeof item !== 'number' && typeof item !== 'bigint') return item
  const text = String(item)
  const cleaned = clean(text)
  return cleaned === text ? item : cleaned
}

/** Returns the record in place of one that could not be searched: its time, its level and its logger. */
export function barredRecord(record: LogRecord): LogRecord {
  const copy = copyRecord(record)
  for (const key of Reflect.ownKeys(copy)) if (typeof key === 'string' && !isStandardAttribute(key)) delete copy[key]
  copy.msg = '<a record that could not be redacted>'
  copy.args = copy.exc_info = copy.exc_text = copy.stack_info = null
  copy.message = undefined
  setFields(copy, undefined)
  return copy
}
