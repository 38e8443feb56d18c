import type { LogRecord } from '@treeline/core'
import { isStandardAttribute, RECORD_ATTRIBUTES } from '@treeline/core/internal'
import { recordFields, toWire } from '@treeline/core/wire'
import { pickle, PythonFloat } from './pickle.js'

/** The attributes that are floats in Python, also where they are whole numbers. */
const FLOATS: ReadonlySet<string> = new Set(['created', 'msecs', 'relativeCreated'])

/**
 * Returns a record in the form that Python's SocketHandler sends: the length in four bytes, then the pickle of its attributes. The message
 * is merged, `args` and `exc_info` are None, and `exc_text` has the text of the error.
 *
 * The fields of a call are attributes beside those of `extra`; a field with the name of an attribute gets an underscore.
 *
 * Must be called within the logging call, or on a prepared record.
 */
export function recordPickle(record: LogRecord): Buffer {
  const bytes = pickle(recordEntries(record))
  const frame = Buffer.allocUnsafe(4 + bytes.length)
  frame.writeUInt32BE(bytes.length)
  bytes.copy(frame, 4)
  return frame
}

function recordEntries(record: LogRecord): Map<string, unknown> {
  const { msg, exc_text = null } = toWire(record, { caller: false })
  const replaced: Record<string, unknown> = { msg, args: null, exc_info: null, exc_text }
  const entries = new Map<string, unknown>()
  for (const name of RECORD_ATTRIBUTES) {
    const value = name in replaced ? replaced[name] : record[name]
    entries.set(name, FLOATS.has(name) && typeof value === 'number' ? new PythonFloat(value) : value)
  }
  for (const [field, value] of Object.entries(recordFields(record) ?? {})) {
    let name = field
    while (isStandardAttribute(name) || entries.has(name)) name += '_'
    entries.set(name, value)
  }
  if (record.asctime !== undefined) entries.set('asctime', record.asctime)
  return entries
}
