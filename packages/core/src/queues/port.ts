import { report } from '../runtime/report.js'
import { jsonText } from '../text/jsonText.js'
import { isLogRecord, type LogRecord } from '../records/record.js'
import { Given } from '../runtime/given.js'
import { fromWire, toWireLine } from '../wire/wire.js'

/**
 * The port of a PortQueue: a Worker, `parentPort`, a worker's global scope or a MessagePort, of pages or of Node; or any object
 * with `postMessage` and a way to listen.
 */
export interface Port {
  /** Sends a message to the other end. */
  postMessage(message: unknown): void
  /** Listens in Node's way. */
  on?(event: string | symbol, listener: (data: unknown) => void): unknown
  /** Listens in the web's way. */
  addEventListener?(event: string, listener: (event: unknown) => void): void
  /** Starts the messages of a MessagePort in the web. */
  start?(): void
  /** Lets the port keep its process alive. */
  ref?(): void
  /** Lets the process end while the port is open. */
  unref?(): void
  /** Ends the thread: only a Worker has it. */
  terminate?(): unknown
}

/**
 * The messages between the two ends of a queue. `count` is of all items since the beginning, so that an answer that comes late,
 * or a number read from the shared memory before it, does no harm.
 */
export type PortMessage =
  /** The memory where the getting end writes what it has done, for a putting end that is blocked. */
  | { readonly kind: 'open'; readonly shared: Int32Array }
  | { readonly kind: 'items'; readonly lines: readonly string[] }
  | { readonly kind: 'done'; readonly count: number }
  /** `last` if the process may end after the answer, and this thread with it. */
  | { readonly kind: 'flush'; readonly id: number; readonly last?: boolean }
  | { readonly kind: 'flushed'; readonly id: number }
  /** The getting end puts an item behind all that are on their way: the other end answers when they have been sent. */
  | { readonly kind: 'ask' }
  | { readonly kind: 'answer' }

/** Sends a message, marked as ours: the port may have other users. */
export function post(port: Port, message: PortMessage): void {
  port.postMessage({ treeline: 'queue', ...message })
}

/**
 * Listens to a port. What `receive` throws is reported.
 *
 * @param gone called when the runtime says that the other end is gone; not all do
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
    // An error ends a Worker. Without a listener for it, it ends this process before the Worker's `exit` comes.
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
 * Returns an item as text: a record as WireRecord, any other value as JSON, both bounded. Never throws.
 *
 * @param caller whether a record's place goes along, where it is known. Default true
 */
export function encode(item: unknown, caller = true): string {
  if (!isLogRecord(item)) return `v${jsonText(item)}`
  // The only one of the missing attributes that the receiver would compute differently.
  return `r${toWireLine(item, { relativeCreated: item.relativeCreated }, { maxInside: Infinity, ...(!caller && { caller }) })}`
}

/**
 * Returns the item of a text that `encode` has made.
 *
 * @throws TypeError, SyntaxError for any other text
 */
export function decode(line: string): unknown {
  const value = JSON.parse(line.slice(1)) as unknown
  if (!line.startsWith('r')) return value
  const record = fromWire(value)
  record.message = record.msg as string
  const { relativeCreated } = value as { relativeCreated?: unknown }
  return typeof relativeCreated === 'number' ? new Dated(record, relativeCreated) : record
}

/** A record with the time since its own thread loaded the library: a field, as those of `fromWire`. */
class Dated extends Given {
  constructor(
    record: LogRecord,
    readonly relativeCreated: number,
  ) {
    super(record)
  }
}
