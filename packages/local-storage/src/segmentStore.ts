import { isQuotaError, openStore, type Store } from './keyValueStorage.js'
import { inOrder, listSegments, type Segment, sizeOf, timesOf, totalOf } from './segments.js'
import type { Settings } from './settings.js'

/** The time before a storage that failed is tried again, in milliseconds. */
const RETRY_MS = 5000

/** Why a segment was removed. */
export type Reason = 'overflow' | 'expired'

/** What a store of segments asks and reports. No method may throw. */
export interface SegmentStoreOwner {
  /**
   * Returns how many bytes of segments stay where a storage takes no more, whatever filled it.
   *
   * @param total the bytes that they take now
   */
  keptBytes(total: number): number
  /** Called with the reason why the storage failed, once for a run of failures. */
  onFailure(cause: unknown): void
  /** Called when this page has removed a segment. */
  onRemoved(segment: Segment, reason: Reason): void
  /** Returns whether a segment that is too old may be removed. */
  mayExpire(segment: Segment): boolean
}

/**
 * The segments under one prefix, of all tabs: in the storage, and those of this page in memory while the storage fails. Opens the
 * storage when it is first needed. No method throws.
 */
export interface SegmentStore {
  /** Returns all segments, the oldest first. */
  list(): Segment[]
  /** Returns the text under a key. */
  get(key: string): string | null | undefined
  /**
   * Keeps a text.
   *
   * @param isNew whether there was none under the key: then the store checks that the storage kept it
   */
  set(key: string, text: string, isNew: boolean): void
  delete(key: string): void
  /**
   * Removes what is too old, and then the oldest, until the rest takes no more than `bytes`.
   *
   * @returns the number of the next segment
   */
  makeRoom(bytes: number): number
  /** Returns the segments that are not too old, the oldest first. */
  fresh(): Segment[]
  /**
   * Tries a storage that failed again, some seconds after it did, and moves back what memory holds.
   *
   * @param atOnce whether to try without waiting those seconds
   */
  retry(atOnce: boolean): void
  /** Returns the storage itself, for other keys than those of segments; undefined while it fails. */
  storage(): Store | undefined
}

/** Makes the store of the segments under a prefix. */
export function makeSegmentStore(prefix: string, settings: Settings, owner: SegmentStoreOwner): SegmentStore {
  const { maxAgeMs, now } = settings
  // The keys are in the order of the segments.
  const memory = new Map<string, string>()
  let opened: Store | undefined
  let failedMs: number | undefined
  let isTold = false

  return { list, get, set, delete: remove, makeRoom, fresh, retry, storage }

  function storage(): Store | undefined {
    try {
      if (failedMs === undefined) return (opened ??= openStore(settings.storage))
    } catch (error) {
      fail(error)
    }
    return undefined
  }

  function fail(cause: unknown): void {
    failedMs = now()
    if (isTold) return
    isTold = true
    owner.onFailure(cause)
  }

  function list(): Segment[] {
    storage()
    const stored = opened ? listSegments(opened, prefix).filter(({ key }) => !memory.has(key)) : []
    return memory.size > 0 ? [...stored, ...listSegments(memory, prefix)].sort(inOrder) : stored
  }

  function get(key: string): string | null | undefined {
    storage()
    return memory.get(key) ?? opened?.get(key)
  }

  function set(key: string, text: string, isNew: boolean): void {
    const store = storage()
    try {
      if (store !== undefined) return put(store, key, text, isNew)
    } catch (error) {
      fail(error)
    }
    memory.set(key, text)
  }

  /**
   * Writes a text into the storage; where that is full, removes segments first.
   *
   * @throws the storage's error
   */
  function put(store: Store, key: string, text: string, isNew: boolean): void {
    try {
      store.set(key, text)
    } catch (error) {
      // Whatever filled it, the page needs the room more than its logs do.
      if (isTold || !isQuotaError(error)) throw error
      const others = listSegments(store, prefix).filter((other) => other.key !== key)
      evict(others, owner.keptBytes(totalOf(others)))
      store.set(key, text)
    }
    // Some storages take everything and keep nothing.
    if (isNew && store.get(key) !== text) throw new TypeError('the storage keeps nothing')
    isTold = false
  }

  function remove(key: string): void {
    memory.delete(key)
    opened?.delete(key)
  }

  function makeRoom(bytes: number): number {
    const segments = list()
    evict(segments, bytes)
    return 1 + (segments.at(-1)?.number ?? 0)
  }

  function evict(segments: readonly Segment[], bytes: number): void {
    const times = timesOf(segments, now())
    let total = totalOf(segments)
    for (const [index, segment] of segments.entries()) {
      const isExpired = isOld(times[index]!) && owner.mayExpire(segment)
      if (!isExpired && total <= bytes) continue
      total -= sizeOf(segment.key + segment.text)
      // Another tab may have removed it since it was listed, and counted it.
      if (typeof segment.store.get(segment.key) !== 'string') continue
      remove(segment.key)
      owner.onRemoved(segment, isExpired ? 'expired' : 'overflow')
    }
  }

  function fresh(): Segment[] {
    const segments = list()
    const times = timesOf(segments, now())
    return segments.filter((_, index) => !isOld(times[index]!))
  }

  function isOld(ms: number): boolean {
    return ms < now() - maxAgeMs
  }

  function retry(atOnce: boolean): void {
    // Whichever way the clock was set meanwhile.
    if (failedMs === undefined || (!atOnce && Math.abs(now() - failedMs) < RETRY_MS)) return
    failedMs = undefined
    const store = storage()
    if (store === undefined) return
    try {
      for (const [key, text] of memory) {
        put(store, key, text, true)
        memory.delete(key)
      }
    } catch (error) {
      fail(error)
    }
  }
}
