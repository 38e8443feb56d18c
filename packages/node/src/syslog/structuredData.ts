import { jsonText, type LogRecord, str } from '@treeline/core'
import { recordFields } from '@treeline/core/wire'

/** Matches the characters that an ID or a parameter's name must not have. */
const NOT_A_NAME = /[^\u0021-\u007e]|[=\]"]/g
const MAX_NAME = 32

/** Returns whether a text can be the ID of an element. */
export function isDataId(text: string): boolean {
  return text !== '' && text.length <= MAX_NAME && text.replace(NOT_A_NAME, '') === text
}

/**
 * Returns a record's fields as an element of RFC 5424's structured data, `[id port="3000"]`; `-` where there are none. Fields that
 * would make it longer than `maxLength` are left out.
 */
export function structuredData(id: string, record: LogRecord, maxLength: number): string {
  let text = `[${id}`
  for (const [key, value] of Object.entries(recordFields(record) ?? {})) {
    const parameter = ` ${nameOf(key)}="${valueText(value).replace(/["\\\]]/g, '\\$&')}"`
    if (text.length + parameter.length < maxLength) text += parameter
  }
  return text.length > id.length + 1 ? `${text}]` : '-'
}

function nameOf(key: string): string {
  return key.replace(NOT_A_NAME, '_').slice(0, MAX_NAME) || '_'
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'object' && value !== null && !(value instanceof Date) ? jsonText(value) : str(value)
}
