import { type Handler, handlerRegistry } from './handler.js'
import { report, tellHidden, withoutFrames } from '../runtime/report.js'

/**
 * Flushes and closes every open handler, the newest first.
 *
 * All synchronous work is done when it returns. The promise waits for the rest (requests on their way) and never rejects. A
 * handler that fails is reported and does not stop the others.
 *
 * Differs from Python: errors of the operating system are reported too, and no error is raised.
 *
 * @param handlerList the handlers to close; default all that are open
 */
export function shutdown(handlerList: Iterable<Handler> = handlerRegistry.open): Promise<void> {
  const closing = inReverse(handlerList, (handler) => runAll(handler, [...flushing(handler), () => handler.close()]))
  tellHidden()
  return closing
}

/**
 * Flushes and closes handlers at the end of the process, as `shutdown`. The application's own listeners may come later: what they
 * log is written at once.
 *
 * @param handlerList the handlers to close; default all that are open
 */
export function shutdownAtExit(handlerList?: Iterable<Handler>): void {
  handlerRegistry.isExiting = true
  void shutdown(handlerList)
}

/** The members of a handler that may hold text. */
interface Holding {
  /** How many records it could not write yet. */
  readonly unwritten?: number
  /** Makes it hold nothing, or as much as before. */
  holdNothing?(isOn: boolean): void
}

/**
 * Flushes every open handler before listeners deal with an uncaught error, and makes handlers hold nothing until the present turn
 * ends: if such a listener throws, or aborts the process, no listener of `exit` runs. If the process goes on, they hold as much
 * as before.
 */
export function flushAtFailure(): void {
  // Not queueMicrotask, which fake timers replace.
  if (!handlerRegistry.isFailing) void Promise.resolve().then(() => setFailing(false))
  setFailing(true)
  void flush()
}

function setFailing(isFailing: boolean): void {
  handlerRegistry.isFailing = isFailing
  askAll((handler) => handler.holdNothing?.(isFailing))
}

/** Returns how many records the open handlers could not write yet. */
export function countUnwritten(): number {
  let count = 0
  askAll(({ unwritten }) => {
    if (typeof unwritten === 'number') count += unwritten
  })
  return count
}

/** Reports how many records each open handler could not write: the thread may be ended without notice. */
export function tellUnwritten(): void {
  askAll((handler) => {
    const { unwritten } = handler
    if (typeof unwritten !== 'number' || unwritten <= 0) return
    const what = unwritten === 1 ? '1 record is not written, and is' : `${unwritten} records are not written, and are`
    report(handler, withoutFrames(new Error(`${String(handler)}: ${what} lost if the process ends now`)))
  })
}

function askAll(ask: (handler: Handler & Holding) => void): void {
  for (const handler of handlerRegistry.open) {
    try {
      ask(handler)
    } catch (error) {
      // A method of the application.
      report(handler, error)
    }
  }
}

/**
 * Flushes handlers, the newest first, and leaves them open: before a function's runtime freezes, or for a signal after which the
 * process goes on. Python has no such function.
 *
 * All synchronous work is done when it returns. The promise waits for the rest and never rejects.
 *
 * @param handlerList the handlers to flush; default all that are open
 * @example
 * await flush()
 */
export function flush(handlerList: Iterable<Handler> = handlerRegistry.open): Promise<void> {
  return inReverse(handlerList, (handler) => runAll(handler, flushing(handler)))
}

async function inReverse(list: Iterable<Handler>, work: (handler: Handler) => Promise<unknown>): Promise<void> {
  await Promise.all([...list].reverse().map(work))
}

/** Returns the work of flushing a handler: none for one with `flushOnClose` false, which keeps its records. */
function flushing(handler: Handler): (() => unknown)[] {
  return (handler as { flushOnClose?: unknown }).flushOnClose === false ? [] : [() => handler.flush()]
}

/** Starts the pieces of work in turn; each failure is reported and stops nothing. */
function runAll(handler: Handler, work: readonly (() => unknown)[]): Promise<unknown> {
  const fail = (error: unknown): void => report(handler, error)
  return Promise.all(
    work.map((piece) => {
      try {
        return Promise.resolve(piece()).catch(fail)
      } catch (error) {
        return fail(error)
      }
    }),
  )
}
