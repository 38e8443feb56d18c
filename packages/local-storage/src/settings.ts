import { checkNumber, oneOf, ofType, positiveNumber, withMethods } from '@treeline/core/internal'
import { checkStorage } from './keyValueStorage.js'
import type { Locks } from './locks.js'
import type { JournalOptions, PageEvents } from './storageOptions.js'
import { pageWindow } from './pageWindow.js'

const DAY_MS = 24 * 3600 * 1000

/** The options that say where and how records are kept, checked and complete. */
export interface Settings extends Required<Pick<JournalOptions, 'key' | 'maxBytes' | 'segmentBytes' | 'maxAgeMs'>> {
  readonly flushIntervalMs: number
  readonly storage: JournalOptions['storage']
  readonly eventTarget: PageEvents | null | undefined
  /** Whether each record is written at once. */
  readonly isRecordwise: boolean
  /** The page's locks; undefined where there are none that can be used. */
  readonly locks: Locks | undefined
  now(): number
  random(): number
}

/**
 * Checks the options that say where and how records are kept. Touches no storage.
 *
 * @throws TypeError, RangeError for an option that is of the wrong type or out of range
 */
export function checkSettings(options: JournalOptions): Settings {
  const {
    key = 'treeline',
    maxBytes = 2 ** 20,
    flushIntervalMs = 250,
    maxAgeMs = 7 * DAY_MS,
    durability = 'batch',
    eventTarget = pageWindow(),
    locks = pageLocks(),
    now = Date.now,
    random = keyRandom,
    storage,
  } = options
  ofType('key', key, 'string')
  positiveNumber('maxBytes', maxBytes)
  const { segmentBytes = Math.min(16_384, maxBytes / 4) } = options
  positiveNumber('segmentBytes', segmentBytes)
  checkNumber('segmentBytes', segmentBytes, (bytes) => bytes <= maxBytes, 'no more than maxBytes')
  checkNumber('flushIntervalMs', flushIntervalMs, (ms) => ms >= 0, 'a number from 0 on')
  positiveNumber('maxAgeMs', maxAgeMs)
  const isRecordwise = oneOf('durability', durability, ['batch', 'record']) === 'record'
  checkStorage(storage, true)
  if (eventTarget) withMethods('eventTarget', eventTarget, 'addEventListener removeEventListener', 'an EventTarget')
  ofType('now', now, 'function')
  ofType('random', random, 'function')
  const canLock = typeof locks?.request === 'function'
  if (options.locks) withMethods('locks', options.locks, 'request', 'a LockManager')
  return {
    key,
    maxBytes,
    segmentBytes,
    flushIntervalMs,
    maxAgeMs,
    storage,
    eventTarget,
    isRecordwise,
    locks: canLock ? locks! : undefined,
    now,
    random,
  }
}

/** The length of an id. */
export const ID_LENGTH = 10

/** Returns an id of letters and digits. */
export function newId(random: () => number): string {
  return random()
    .toString(36)
    .slice(2, 2 + ID_LENGTH)
    .padEnd(ID_LENGTH, '0')
}

/** Returns the page's locks. Pages of plain http have none. */
function pageLocks(): Locks | null {
  try {
    return ((globalThis as { navigator?: { locks?: Locks } }).navigator?.locks ?? null) as Locks | null
  } catch {
    return null
  }
}

/** Returns a random number, without `Math.random` where possible: a page may have replaced it by a sequence that repeats. */
function keyRandom(): number {
  const { crypto } = globalThis as { crypto?: Pick<Crypto, 'getRandomValues'> }
  const [high, low] = crypto?.getRandomValues?.(new Uint32Array(2)) ?? []
  return high === undefined ? Math.random() : (high * 2 ** 21 + (low! >>> 11)) / 2 ** 53
}
