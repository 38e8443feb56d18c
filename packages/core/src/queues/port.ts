import { report } from '../runtime/report.js'
import { jsonText } from '../text/jsonText.js'
import { isLogRecord, type LogRecord } from '../records/record.js'
import { Given } from '../runtime/given.js'
import { fromWire, toWireLine } from '../wire/wire.js'

/**
 * What a PortQueue speaks through: a Worker, `parentPort`, a worker's global scope or a MessagePort, of pages or of Node; or
 * anything with `postMessage` and a way to listen.
 */
export interface Port {
  postMessage(message: unknown): void
  /** Node's way to listen. */
  on?(event: string | symbol, listener: (data: unknown) => void): unknown
  /** The web's. */
  addEventListener?(event: string, listener: (event: unknown) => void): void
  start?(): void
  ref?(): void
  unref?(): void
  /** Only a Worker has it. */
  terminate?(): unknown
}

/**
 * What two ends of a queue say to each other. `count` is of all since the beginning, so that an answer that comes late, or a
 * number read from the shared memory before it, does no harm.
 */
export type PortMessage =
  /** Where the getting end is to write what it has done, for a putting end that cannot hear now. */
  | { readonly kind: 'open'; readonly shared: Int32Array }
  | { readonly kind: 'items'; readonly lines: readonly string[] }
  | { readonly kind: 'done'; readonly count: number }
  /** `last` where the process may end once it is answered, and this thread with it. */
  | { readonly kind: 'flush'; readonly id: number; readonly last?: boolean }
  | { readonly kind: 'flushed'; readonly id: number }
  /** The getting end puts something behind all that is on its way: it asks the other end to say when that is. */
  | { readonly kind: 'ask' }
  | { readonly kind: 'answer' }

/** Sends a message, marked as ours: the port may have other users. */
export function post(port: Port, message: PortMessage): void {
  port.postMessage({ treeline: 'queue', ...message })
}

/**
 * Listens to a port.
 *
 * @param gone called when the runtime tells that nobody is at the other end any more; not all do
 */
export function listen(port: Port, receive: (message: PortMessage) => void, gone: () => void): void {
  const hear = (data: unknown): void => {
    if (!isMessage(data)) return
    try {
      receive(data)
    } catch (error) {
      report(port, error)
    }
  }
  if (typeof port.on === 'function') {
    port.on('message', hear)
    port.on('close', gone)
    port.on('exit', gone)
    // An error ends a Worker. Where nobody listens to it, it ends this process before that one's `exit` comes.
    const { errorMonitor } = port.constructor as { readonly errorMonitor?: symbol }
    if (errorMonitor !== undefined) port.on(errorMonitor, gone)
  } else {
    port.addEventListener?.('message', (event) => hear((event as { readonly data: unknown }).data))
    port.addEventListener?.('close', gone)
    port.start?.()
  }
}

function isMessage(data: unknown): data is PortMessage {
  return typeof data === 'object' && data !== null && (data as { treeline?: unknown }).treeline === 'queue'
}

/**
 * Returns an item as text: a record by what WireRecord has of it, anything else as JSON, both bounded. Never throws.
 *
 * @param caller whether a record's place goes along, where it is known
 */
export function encode(item: unknown, caller = true): string {
  if (!isLogRecord(item)) return `v${jsonText(item)}`
  // Of the attributes that are missing there, the only one that the receiver would find otherwise.
  return `r${toWireLine(item, { relativeCreated: item.relativeCreated }, { maxInside: Infinity, ...(!caller && { caller }) })}`
}

/** @throws TypeError, SyntaxError for what `encode` has not made */
export function decode(line: string): unknown {
  const value = JSON.parse(line.slice(1)) as unknown
  if (!line.startsWith('r')) return value
  const record = fromWire(value)
  record.message = record.msg as string
  const { relativeCreated } = value as { relativeCreated?: unknown }
  return typeof relativeCreated === 'number' ? new Dated(record, relativeCreated) : record
}

/** The time of a record since the library of its own thread was loaded: a field, as those of `fromWire`. */
class Dated extends Given {
  constructor(
    record: LogRecord,
    readonly relativeCreated: number,
  ) {
    super(record)
  }
}
