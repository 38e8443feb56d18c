import type * as os from 'node:os'
import type { LogRecord } from '@treeline/core'
import { builtin } from '../process/builtin.js'
import { programName } from '../process/programName.js'
import { structuredData } from './structuredData.js'

/** The parts of RFC 5424's header about the program. */
export interface HeaderOptions {
  /** The program's name. Default that of the main file. */
  readonly appName?: string | undefined
  /** The kind of message, or a function that returns it for a record. Default none. */
  readonly msgId?: string | ((record: LogRecord) => string) | undefined
  /** The ID under which the record's fields are sent as structured data, such as `fields@32473`. Default: they are not sent. */
  readonly structuredDataId?: string | undefined
}

const MAX_HOSTNAME = 255
const MAX_APP_NAME = 48
const MAX_PROC_ID = 128
const MAX_MSG_ID = 32

/**
 * Returns the header of a message by RFC 5424: `<14>1 2026-11-27T10:00:00.000Z host app 4711 - - `.
 *
 * @param priority facility and severity in one number
 * @param maxLength the most characters of the structured data
 */
export function header(priority: number, record: LogRecord, options: HeaderOptions, maxLength: number): string {
  const { appName = programName(), msgId, structuredDataId } = options
  const id = typeof msgId === 'function' ? msgId(record) : msgId
  const parts = [
    timestamp(record.created),
    field(hostName(), MAX_HOSTNAME),
    field(appName, MAX_APP_NAME),
    field(record.process, MAX_PROC_ID),
    field(id, MAX_MSG_ID),
    structuredDataId === undefined ? '-' : structuredData(structuredDataId, record, maxLength),
  ]
  return `<${priority}>1 ${parts.join(' ')} `
}

/** Returns the text of a time; a record from another process may carry any number. */
function timestamp(created: number): string {
  const date = new Date(created * 1000)
  const year = date.getUTCFullYear()
  return year >= 0 && year <= 9999 ? date.toISOString() : '-'
}

function field(value: unknown, maxLength: number): string {
  const text = value === null || value === undefined ? '' : String(value)
  return text.replace(/[^\u0021-\u007e]/g, '_').slice(0, maxLength) || '-'
}

let host: string | undefined

function hostName(): string {
  return (host ??= builtin<typeof os>('node:os').hostname())
}
