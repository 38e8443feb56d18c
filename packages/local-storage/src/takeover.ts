import type { Ownership } from './ownership.js'
import { countLines, type Segment } from './segments.js'
import type { SegmentStore } from './segmentStore.js'
import type { Line, LinedSegment } from './segmentWriter.js'
import { parseEntries, storedLine } from './storedEntry.js'

/** A source whose page is gone, and whose records this page has. */
interface DeadSource {
  release(): void
  /** The keys of segments that were not read yet, the oldest first. */
  unread: string[]
  read: LinedSegment[]
}

/** What a takeover asks and reports. */
export interface TakeoverOwner {
  /** Returns whether a source is this page's own. */
  isOwn(src: string): boolean
  /** Called when there are records to be read. */
  onFound(): void
  /** Called when records of a page that is gone were too old, and were removed. */
  onExpired(count: number): void
  /** Called when a line could not be understood. */
  onCorrupt(): void
  /** Called when another page has these lines now, or has removed them. */
  onGone(lines: readonly Line[]): void
}

/** The records of pages that are gone. */
export interface Takeover {
  /** Looks for sources whose page is gone, and owns them. */
  look(): void
  /** Returns the lines of the next segment; none where there is no more. */
  next(): Line[]
  /** Gives back the sources without segments, and calls `onFound` where all that was read is removed and more is left. */
  tidy(): void
  /** Returns whether a removed segment is in no page's memory; undefined where its source is not known here. */
  isLost(segment: Segment): boolean | undefined
  /** Owns again what nobody else took meanwhile, when the page comes back. */
  resume(): void
  /** Gives all sources back. */
  clear(): void
}

/** Makes the takeover of one outbox. */
export function makeTakeover(store: SegmentStore, ownership: Ownership, owner: TakeoverOwner): Takeover {
  const sources = new Map<string, DeadSource>()
  const asked = new Set<string>()

  return { look, next, tidy, isLost, resume, clear }

  function look(): void {
    for (const { src, readable } of store.list()) {
      if (!readable || owner.isOwn(src) || sources.has(src) || asked.has(src)) continue
      // There may never be an answer.
      asked.add(src)
      ownership.take(src, (release) => {
        asked.delete(src)
        if (release) add(src, release)
      })
    }
  }

  function add(src: string, release: () => void): void {
    // Its page, or the one that had it, may have removed them by now.
    const segments = store.list().filter((segment) => segment.src === src && segment.readable)
    const fresh = new Set(store.fresh().map(({ key }) => key))
    for (const { key, text } of segments.filter((segment) => !fresh.has(segment.key))) {
      store.delete(key)
      owner.onExpired(countLines(text))
    }
    sources.set(src, { release, unread: segments.map(({ key }) => key).filter((key) => fresh.has(key)), read: [] })
    tidy()
    if (sources.has(src)) owner.onFound()
  }

  function next(): Line[] {
    for (const source of sources.values()) {
      for (let key = source.unread.shift(); key !== undefined; key = source.unread.shift()) {
        const segment = readSegment(key)
        if (!segment) continue
        source.read.push(segment)
        return segment.lines
      }
    }
    tidy()
    return []
  }

  function readSegment(key: string): LinedSegment | undefined {
    const written = store.get(key) ?? ''
    const entries = parseEntries(written, owner.onCorrupt)
    if (entries.length === 0) return void store.delete(key)
    const lines: Line[] = entries.map((entry) => ({ text: storedLine(entry), segment: undefined, entry }))
    const text = lines.map((line) => line.text).join('')
    const segment: LinedSegment = { key, begunMs: 0, lines, text, stored: lines.length, written }
    for (const line of lines) line.segment = segment
    return segment
  }

  function tidy(): void {
    for (const [src, source] of sources) {
      const hadRead = source.read.length > 0
      source.read = source.read.filter(({ lines }) => lines.length > 0)
      if (source.read.length > 0) continue
      if (source.unread.length === 0) giveBack(src, source)
      else if (hadRead) owner.onFound()
    }
  }

  function giveBack(src: string, source: DeadSource): void {
    sources.delete(src)
    source.release()
  }

  function isLost({ src, key }: Segment): boolean | undefined {
    return sources.get(src)?.unread.includes(key)
  }

  function resume(): void {
    for (const [src, source] of sources) {
      ownership.take(src, (release) => {
        const lines = source.read.flatMap((segment) => (release ? missingOf(store, segment) : segment.lines))
        if (release) source.release = release
        else sources.delete(src)
        owner.onGone(lines)
        tidy()
      })
    }
  }

  function clear(): void {
    for (const [src, source] of sources) giveBack(src, source)
  }
}

/** Returns the lines of a segment that were stored and no longer are. */
export function missingOf(store: SegmentStore, { key, lines, stored }: LinedSegment): Line[] {
  const left = new Set(store.get(key)?.split('\n'))
  return lines.slice(0, stored).filter(({ text }) => !left.has(text.slice(0, -1)))
}
