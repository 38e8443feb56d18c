import type { SentRecord } from './encoding.js'

/** A record whose values are of the types that they should be. */
export interface SoundRecord extends SentRecord {
  fields: Record<string, unknown>
}

/** The last second that a Date can show. */
const MAX_SECONDS = 8.64e12

/**
 * Returns a record whose values have the right types: one record that a filter spoiled must not cost the batch. A wrong time
 * becomes the present one.
 */
export function soundRecord(record: SentRecord): SoundRecord {
  const { created, levelno, lineno, fields } = record
  const { exc_text, stack_info, pathname, funcName } = record
  const optional = {
    exc_text: optionalText(exc_text),
    stack_info: optionalText(stack_info),
    pathname: optionalText(pathname),
    funcName: optionalText(funcName),
    lineno: Number.isSafeInteger(lineno) ? lineno : undefined,
  }
  return {
    ...record,
    ...(optional as Partial<SentRecord>),
    name: textOf(record.name),
    levelno: Number.isSafeInteger(levelno) ? levelno : 0,
    levelname: textOf(record.levelname),
    msg: textOf(record.msg),
    created: Math.abs(created) <= MAX_SECONDS && typeof created === 'number' ? created : Date.now() / 1000,
    fields: typeof fields === 'object' && fields !== null ? fields : {},
  }
}

/** Returns a text as it is, and the JSON text of anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

function optionalText(value: unknown): string | undefined {
  return value === undefined || value === null || value === '' ? undefined : textOf(value)
}
