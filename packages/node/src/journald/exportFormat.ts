import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { LogRecord } from '@treeline/core'
import { jsonText } from '@treeline/core/internal'
import { toWire } from '@treeline/core/wire'
import { priorityOf } from './priority.js'

// systemd's Journal Export Format: a field is a line, or has its length where its text would break the line.

/** The most characters of a field's name. */
const MAX_NAME = 64

const NEWLINE = Buffer.from('\n')

type Field = readonly [name: string, value: unknown]

/**
 * Returns a record as an entry, with everything that is known about it.
 *
 * @param text the entry's message; undefined for the record's own message, without its fields and error
 */
export function recordEntry(record: LogRecord, text: string | undefined, identifier: string): Uint8Array {
  const wire = toWire(record)
  const own: Field[] = [
    ...orderFields(record.created),
    ['_HOSTNAME', hostname()],
    ['_PID', record.process],
    ['SYSLOG_IDENTIFIER', identifier],
    ['PRIORITY', priorityOf(record.levelno)],
    ['MESSAGE', text ?? wire.msg],
    ['LOGGER', wire.name],
    ['LEVEL', wire.levelname],
    ['CODE_FILE', wire.pathname],
    ['CODE_LINE', wire.lineno],
    ['CODE_FUNC', wire.funcName],
    ['THREAD_NAME', record.threadName],
    ['PROCESS_NAME', record.processName],
    ['EXCEPTION_TEXT', wire.exc_text],
    ['STACK_INFO', wire.stack_info],
  ]
  const names = own.map(([name]) => name)
  const fields = Object.entries(wire.fields ?? {}).map(([key, value]): Field => [fieldName(key, names), value])
  return entry([...own, ...fields])
}

/** Returns an entry with a message of the handler's own. */
export function messageEntry(message: string, priority: number, identifier: string): Uint8Array {
  return entry([
    ...orderFields(Date.now() / 1000),
    ['SYSLOG_IDENTIFIER', identifier],
    ['PRIORITY', priority],
    ['MESSAGE', message],
  ])
}

function entry(fields: readonly Field[]): Uint8Array {
  const known = fields.filter(([, value]) => value !== undefined && value !== null)
  return Buffer.concat([...known.map(([name, value]) => fieldBytes(name, value)), NEWLINE])
}

let boot: string | undefined

/** Returns the fields by which the journal orders entries. */
function orderFields(created: number): Field[] {
  const seconds = Number.isFinite(created) && created > 0 ? created : Date.now() / 1000
  return [
    ['__REALTIME_TIMESTAMP', BigInt(Math.round(seconds * 1e6))],
    ['__MONOTONIC_TIMESTAMP', process.hrtime.bigint() / 1000n],
    ['_BOOT_ID', (boot ??= bootId())],
  ]
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim().replaceAll('-', '')
  } catch {
    return '0'.repeat(32) // Not on Linux.
  }
}

/** Returns a name as the journal takes it: capitals, digits and underscores; `EXTRA_` goes before a name of ours. */
function fieldName(key: string, ours: readonly string[]): string {
  const name = key
    .toUpperCase()
    .replace(/[^A-Z0-9_]/g, '_')
    .replace(/^[_0-9]+/, '')
    .slice(0, MAX_NAME)
  return name === '' || ours.includes(name) ? `EXTRA_${name}` : name
}

function fieldBytes(name: string, value: unknown): Uint8Array {
  const text = typeof value === 'string' ? value : typeof value === 'bigint' ? String(value) : jsonText(value)
  // Control characters other than a tab.
  if (!/[\0-\x08\x0a-\x1f\x7f]/.test(text)) return Buffer.from(`${name}=${text}\n`)
  const bytes = Buffer.from(text)
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(bytes.length))
  return Buffer.concat([Buffer.from(`${name}\n`), length, bytes, NEWLINE])
}
