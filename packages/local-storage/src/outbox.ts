import { later, nameOf } from '@treeline/core/internal'
import type { Outbox, OutboxEntry, OutboxOwner } from '@treeline/core/wire'
import { makeHeartbeats } from './heartbeats.js'
import { makeLockOwnership } from './locks.js'
import type { Leaving } from './ownership.js'
import { countLines, type Segment } from './segments.js'
import { makeSegmentStore, type Reason } from './segmentStore.js'
import { type Line, makeSegmentWriter } from './segmentWriter.js'
import { listenTo } from './pageWindow.js'
import { newId, type Settings } from './settings.js'
import { storedLine } from './storedEntry.js'
import { makeTakeover, missingOf } from './takeover.js'
import type { Tally } from './tally.js'

const EVENTS = ['pagehide', 'visibilitychange', 'freeze', 'pageshow', 'resume', 'storage']

/** The time between two looks for pages that are gone, in milliseconds. */
const LOOK_MS = 30_000
/** The shortest time before the first look, in milliseconds; the longest is twice that, as many tabs may open at once. */
const SOON_MS = 300

/** An outbox as its journal sees it. */
export interface StoredOutbox extends Outbox {
  /** Removes all records, of all tabs. */
  clear(): void
  segments(): Segment[]
  /** Returns whether records are kept in memory only. */
  isMemory(): boolean
}

/**
 * Makes an outbox of segments. It writes under an id of its own, which it owns as long as its page lives and it has records. It takes
 * over what is stored under an id that no page owns. Once all records are acknowledged, it writes the next ones under another id:
 * a page that gives an ownership up and asks for it in the same moment may miss it.
 *
 * @param prefix the beginning of its keys
 */
export function makeOutbox(prefix: string, settings: Settings, owner: OutboxOwner, tally: Tally): StoredOutbox {
  const { eventTarget, isRecordwise, locks, random } = settings
  const lines = new Map<string, Line[]>()
  let id: string | undefined
  let release: (() => void) | undefined
  let endLook: (() => void) | undefined
  // The page was put away or left: timers do not come any more.
  let isAway = false
  // The page was put away, and may come back.
  let isFrozen = false
  let isClosed = false

  const store = makeSegmentStore(prefix, settings, {
    // Records of pages that are gone are nowhere else. Less than half of the room would be of no use to the page.
    keptBytes: () => settings.maxBytes / 2,
    onFailure: (cause) => owner.onError(cause),
    onRemoved,
    // Segments expire under their source's ownership, so that one page counts them.
    mayExpire: () => false,
  })
  const writer = makeSegmentWriter(store, settings, prefix, ownSource, false)
  const ownership = locks ? makeLockOwnership(locks, prefix) : makeHeartbeats(prefix, settings, store.storage)
  const takeover = makeTakeover(store, ownership, {
    isOwn: (src) => src === id,
    onFound: () => owner.onTakeover(),
    onExpired: (count) => lose('expired', count),
    onCorrupt: () => tally.corrupt++,
    onGone,
  })

  lookSoon()
  const stopListening = listenTo(eventTarget, EVENTS, hear)
  return {
    add,
    remove,
    flush: () => writer.flush(true),
    takeOver,
    close,
    clear,
    segments: store.list,
    isMemory: () => store.storage() === undefined,
  }

  // ---- the id

  /** Returns the id that records stand under, and owns it from now on. */
  function ownSource(): string {
    if (id === undefined) {
      id = newId(random)
      // A page that is put away owns nothing: others take what it still writes.
      if (!isFrozen) own(id)
    }
    return id
  }

  function own(src: string): void {
    ownership.take(src, (end) => {
      if (src === id) release = end
      else end?.()
    })
  }

  /** Gives the id up when there is no record, where the browser would not keep a page that owns one for going back. */
  function disown(): void {
    if (lines.size > 0 || !ownership.blocksReturn) return
    release?.()
    id = release = undefined
  }

  // ---- what the page adds and removes

  function add(entry: OutboxEntry, isUrgent: boolean): void {
    const line: Line = { text: storedLine(entry), segment: undefined, entry }
    keep(line)
    if (!writer.append(line, isUrgent || isRecordwise || isAway)) tally.dropped++
  }

  /** Keeps a record. Returns whether it was not known. */
  function keep(line: Line): boolean {
    const known = lines.get(nameOf(line.entry!))
    if (known) known.push(line)
    else lines.set(nameOf(line.entry!), [line])
    return known === undefined
  }

  function remove(entries: Iterable<Pick<OutboxEntry, 'src' | 'seq'>>): void {
    const removed: Line[] = []
    for (const entry of entries) {
      removed.push(...(lines.get(nameOf(entry)) ?? []))
      lines.delete(nameOf(entry))
    }
    writer.remove(removed)
    takeover.tidy()
    disown()
  }

  function clear(): void {
    lines.clear()
    writer.forget()
    for (const { key } of store.list()) store.delete(key)
    takeover.clear()
    disown()
  }

  function close(): void {
    writer.flush(true)
    isAway = isClosed = true
    leave('closed')
    stopListening()
  }

  // ---- pages that are gone

  function lookSoon(ms: number = SOON_MS * (1 + random())): void {
    endLook?.()
    endLook = later(ms, () => {
      takeover.look()
      lookSoon(LOOK_MS)
    })
  }

  function takeOver(): OutboxEntry[] {
    for (let taken = takeover.next(); taken.length > 0; taken = takeover.next()) {
      // Skips what this page has already.
      const fresh = taken.filter(keep)
      if (fresh.length > 0) return fresh.map((line) => line.entry!)
    }
    return []
  }

  function onRemoved(segment: Segment, reason: Reason): void {
    const count = countLines(segment.text)
    const isLost = segment.src === id ? false : takeover.isLost(segment)
    if (isLost) lose(reason, count)
    // Another page's segment: as long as that page lives, it has the records.
    else if (isLost === undefined) ownership.ifDead(segment.src, () => lose(reason, count))
  }

  function lose(reason: Reason, count: number): void {
    if (count === 0) return
    tally[reason === 'expired' ? 'expired' : 'dropped'] += count
    owner.onLost(reason, count)
  }

  // ---- the page's life

  function hear(event: Event): void {
    const { type, persisted, key, newValue } = event as Event & Partial<PageTransitionEvent & StorageEvent>
    if (type === 'pageshow' || type === 'resume') return comeBack()
    // A page without locks removes its heartbeat when it goes.
    if (type === 'storage') return newValue === null && key?.startsWith(`${prefix}:beat:`) ? lookSoon() : undefined
    // This comes first: the call may be ended in its middle.
    const isEnd = type !== 'visibilitychange'
    isAway ||= isEnd
    writer.flush(true)
    if (!isEnd) return
    isFrozen = type === 'freeze' || persisted === true
    leave(isFrozen ? 'frozen' : 'gone')
  }

  function leave(how: Leaving): void {
    endLook?.()
    ownership.leave(how)
  }

  function comeBack(): void {
    if (!isAway || isClosed) return
    isAway = isFrozen = false
    if (id !== undefined) ownAgain(id)
    takeover.resume()
    lookSoon()
  }

  /** Owns what was written before the page was put away, unless another page does. */
  function ownAgain(src: string): void {
    ownership.take(src, (end) => {
      // All records were acknowledged meanwhile.
      if (src !== id) return end?.()
      release = end
      const own = [...new Set([...lines.values()].flat().map(({ segment }) => segment))].filter(
        (segment) => segment?.key.startsWith(prefix) && isOwnKey(segment.key),
      )
      if (end) onGone(own.flatMap((segment) => missingOf(store, segment!)))
      else moveOut(own.flatMap((segment) => segment!.lines))
    })
  }

  function isOwnKey(key: string): boolean {
    return key.split(':').at(-3) === id
  }

  /** Goes on under another id, as another page has taken what is stored. */
  function moveOut(taken: readonly Line[]): void {
    id = undefined
    writer.forget()
    forget(taken)
  }

  function onGone(gone: readonly Line[]): void {
    writer.remove(gone)
    forget(gone)
  }

  function forget(gone: readonly Line[]): void {
    if (gone.length > 0) {
      for (const line of gone) {
        line.segment = undefined
        lines.delete(nameOf(line.entry!))
      }
      owner.onGone?.(gone.map((line) => line.entry!))
    }
    disown()
  }
}
