import { isStandardAttribute } from '@treeline/core/internal'
import type { WireRecord } from '@treeline/core/wire'
import { mergeText } from './merge.js'
import { Refusal } from '../requests/refusal.js'

/** The record of a form post of Python's `HTTPHandler`. */
export interface FormRecord {
  readonly wire: WireRecord
  /** The attributes of the sender's process, which only a form carries. */
  readonly origin: Readonly<Record<string, unknown>>
}

/**
 * Reads a Python record from a form, where every attribute is text: `None`, `20`, `('x', 1)`.
 *
 * @param nowMs the record's time where the form has none, in milliseconds since the epoch
 * @throws Refusal for a form without a name, level or message
 */
export function readForm(query: string, nowMs: number): FormRecord {
  const form = new Map(new URLSearchParams(query))
  const required = (key: string): string => {
    const value = form.get(key)
    if (value === undefined) throw new Refusal('batch', `${key} is missing: the form is no record`)
    return value
  }
  const levelno = numberIn(form, 'levelno')
  if (levelno === undefined || !Number.isSafeInteger(levelno))
    throw new Refusal('batch', 'levelno: expected an integer')
  const wire: WireRecord = {
    name: required('name'),
    levelno,
    levelname: form.get('levelname') ?? '',
    // A formatter of the sender may have merged the message already.
    msg: textIn(form, 'message') ?? mergeText(required('msg'), form.get('args') ?? ''),
    created: numberIn(form, 'created') ?? nowMs / 1000,
    pathname: textIn(form, 'pathname') ?? '(unknown file)',
    lineno: numberIn(form, 'lineno') ?? 0,
    funcName: textIn(form, 'funcName') ?? '(unknown function)',
    fields: extraIn(form),
  }
  const excText = textIn(form, 'exc_text') ?? textIn(form, 'exc_info')
  if (excText !== undefined) wire.exc_text = excText
  const stack = textIn(form, 'stack_info')
  if (stack !== undefined) wire.stack_info = stack
  return { wire, origin: originIn(form) }
}

/** Returns a text; undefined where it is missing, empty, or Python's or JavaScript's word for nothing. */
function textIn(form: ReadonlyMap<string, string>, key: string): string | undefined {
  const value = form.get(key)
  return value === '' || value === 'None' || value === 'null' || value === 'undefined' ? undefined : value
}

function numberIn(form: ReadonlyMap<string, string>, key: string): number | undefined {
  const value = form.get(key)
  return value !== undefined && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(value) ? Number(value) : undefined
}

function originIn(form: ReadonlyMap<string, string>): Record<string, unknown> {
  const origin: Record<string, unknown> = {}
  for (const key of ['process', 'thread', 'relativeCreated']) origin[key] = numberIn(form, key) ?? null
  for (const key of ['processName', 'threadName', 'taskName']) origin[key] = textIn(form, key) ?? null
  return origin
}

function extraIn(form: ReadonlyMap<string, string>): Record<string, unknown> {
  const extra = Object.create(null) as Record<string, unknown>
  for (const [key, value] of form) if (!isStandardAttribute(key)) extra[key] = value
  return extra
}
