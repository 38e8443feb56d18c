import type { Handler, LogRecord } from '@treeline/core'
import { fail, handlerRegistry, isPromise, later, nameOf, type Origin, origins, settle } from '@treeline/core/internal'
import { makeHeartbeats } from './heartbeats.js'
import type { Store } from './keyValueStorage.js'
import { makeLockOwnership } from './locks.js'
import type { Settings } from './settings.js'
import type { StoredLine, StoredRecord } from './storedRecord.js'
import { type Watch, watchHandler } from './watchHandler.js'

/** The name that a tab owns while it drains. */
const NAME = 'drain'

/** A record that was handed over. */
interface Handed {
  readonly stored: StoredRecord
  /** The record that the handler's filters made of it. */
  readonly passed: LogRecord
  /** Whether the handler settles the record. */
  readonly isTaken: boolean
}

/** The source of a drain. */
export interface DrainSource {
  /**
   * Returns all records, in the order of time.
   *
   * @param corrupt called for each line that cannot be understood
   */
  read(corrupt: (line: StoredLine) => void): StoredRecord[]
  remove(lines: readonly StoredLine[]): void
}

/** Hands stored records to handlers, and removes those that were delivered. */
export interface Drain {
  drain(handler: Handler): number
  /** Removes what was delivered. */
  flush(): void
  /** Gives up the right to drain. */
  leave(): void
}

/** Makes the drain of a source: one tab at a time, each record once at a time. */
export function makeDrain(
  prefix: string,
  settings: Settings,
  storage: () => Store | undefined,
  source: DrainSource,
): Drain {
  const beats = makeHeartbeats(prefix, settings, storage)
  const locks = settings.locks && makeLockOwnership(settings.locks, prefix)
  /** The records that a handler has and has not settled. */
  const onTheWay = new Set<string>()
  let delivered: StoredLine[] = []
  let release: (() => void) | undefined
  let endWait: (() => void) | undefined

  return { drain, flush, leave }

  function drain(handler: Handler): number {
    if (beats.isFree(NAME)) return handOver(handler)
    // Another tab drains. If it is killed meanwhile, its lock is free long before its heartbeat is over.
    locks?.take(NAME, (free) => {
      if (!free) return
      release = free
      handOver(handler)
    })
    return 0
  }

  function handOver(handler: Handler): number {
    if (isClosed(handler)) return 0
    // Some may have been delivered in this very turn.
    removeDelivered()
    const stored = source.read((line) => delivered.push(line)).filter((each) => !onTheWay.has(nameOf(each)))
    if (stored.length > 0) {
      own()
      const watch = watchHandler(handler)
      const handed = stored.map((each) => handle(handler, each, watch))
      finish(
        handler,
        handed.filter(({ isTaken }) => !isTaken),
        watch,
      )
    }
    flush()
    return stored.length
  }

  /** Owns the right to drain, from now on for as long as records are on their way. */
  function own(): void {
    beats.hold(NAME)
    if (release) return
    locks?.take(NAME, (free) => {
      if (free) release = free
      if (onTheWay.size === 0) leave()
    })
  }

  function handle(handler: Handler, stored: StoredRecord, { failed, pending }: Watch): Handed {
    const { record, src, seq } = stored
    let isSettled = false
    const origin: Origin = {
      src,
      seq,
      settle(isDelivered) {
        if (!isSettled) end(stored, isDelivered)
        isSettled = true
      },
    }
    onTheWay.add(nameOf(stored))
    origins.set(record, origin)
    let passed: LogRecord | false = false
    try {
      const handled: unknown = handler.handle(record)
      settle(handler, record, handled)
      if (isPromise(handled)) pending.push(handled.then(undefined, () => failed.add(record)))
      else passed = handled as LogRecord | false
    } catch (error) {
      fail(handler, record, error)
      failed.add(record)
    }
    return { stored, passed: passed || record, isTaken: origin.isTaken === true }
  }

  /** Ends the records that their handler does not settle, once it has emitted them all and flushed. */
  function finish(handler: Handler, handed: readonly Handed[], { failed, pending, stop }: Watch): void {
    const done = (isFlushed: boolean): void => {
      stop()
      for (const { stored, passed } of handed) {
        end(stored, isFlushed && !failed.has(stored.record) && !failed.has(passed))
      }
    }
    if (handed.length === 0) return done(true)
    const broken = (error: unknown): void => {
      fail(handler, handed[0]!.stored.record, error)
      done(false)
    }
    const flushHandler = (): void => {
      try {
        const flushed: unknown = handler.flush?.()
        if (isPromise(flushed)) flushed.then(() => done(true), broken)
        else done(true)
      } catch (error) {
        broken(error)
      }
    }
    if (pending.length > 0) void emitted(pending).then(flushHandler)
    else flushHandler()
  }

  function end(stored: StoredRecord, isDelivered: boolean): void {
    onTheWay.delete(nameOf(stored))
    if (isDelivered) delivered.push(stored)
    endWait ??= later(0, flush)
  }

  function flush(): void {
    endWait?.()
    endWait = undefined
    removeDelivered()
    if (onTheWay.size === 0) leave()
  }

  function removeDelivered(): void {
    const lines = delivered
    delivered = []
    source.remove(lines)
  }

  function leave(): void {
    beats.leave('closed')
    release?.()
    release = undefined
  }
}

/** Resolves when all that a handler emits asynchronously is emitted, what it begins meanwhile included. */
async function emitted(pending: PromiseLike<unknown>[]): Promise<void> {
  while (pending.length > 0) await Promise.all(pending.splice(0))
}

/** Returns whether a handler was closed: the list of handlers lacks it. An object with a handler's methods never was in the list. */
function isClosed(handler: Handler): boolean {
  return typeof handler.get_name === 'function' && !handlerRegistry.open.has(handler)
}
