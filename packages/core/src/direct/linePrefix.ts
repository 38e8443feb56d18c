import type { Origin } from '../formatting/jsonFormatter.js'
import { CachedText } from './line.js'

/** Returns a line's text before the time and behind it, up to the message. */
type Pieces = (origin: Origin) => readonly [before: string, behind: string]

interface Entry extends Origin {
  readonly before: string
  readonly behind: string
  time: string | undefined
  cached: CachedText
}

// The most names, and levels of a name, that are cached; beyond it only the last one is.
const MAX_NAMES = 1000
const MAX_LEVELS = 20

/** After this many misses on a full cache, the cache is cleared. */
const MAX_MISSES = 10_000

/**
 * The text before the message on a line. All calls of one logger and level at one time share it, so it is cached for each logger
 * and level, with the last time that was asked for.
 */
export class LinePrefix {
  private readonly pieces: Pieces
  private readonly timed: boolean
  private readonly known = new Map<string, Entry[]>()
  private last: Entry | undefined
  private misses = 0

  /** @param timed whether the time stands between the two pieces */
  constructor(pieces: Pieces, timed: boolean) {
    this.pieces = pieces
    this.timed = timed
  }

  /**
   * Returns the text before the message.
   *
   * @param time the time's text
   */
  of(name: string | null, levelno: number, levelname: string, time: string): CachedText {
    let entry = this.last
    if (entry === undefined || !isOf(entry, levelno, levelname) || entry.name !== name) {
      entry = this.last = this.entry(name, levelno, levelname)
    }
    if (this.timed && entry.time !== time) {
      entry.time = time
      // Joined, not added: a flat text for all lines of its millisecond.
      entry.cached = new CachedText([entry.before, time, entry.behind].join(''))
    }
    return entry.cached
  }

  private entry(name: string | null, levelno: number, levelname: string): Entry {
    const entries = this.known.get(name!)
    const known = entries?.find((entry) => isOf(entry, levelno, levelname))
    if (known !== undefined) return known
    const [before, behind] = this.pieces({ name, levelno, levelname })
    const cached = new CachedText(before + behind)
    const entry: Entry = { name, levelno, levelname, before, behind, time: undefined, cached }
    if (entries === undefined) this.store(entry)
    else if (entries.length < MAX_LEVELS) entries.push(entry)
    return entry
  }

  /** Caches the first entry of a name, if there is room: ten thousand loggers in turn would only push each other out. */
  private store(entry: Entry): void {
    if (this.known.size >= MAX_NAMES) {
      if (++this.misses < MAX_MISSES) return
      this.misses = 0
      this.known.clear()
    }
    this.known.set(entry.name!, [entry])
  }
}

function isOf(entry: Entry, levelno: number, levelname: string): boolean {
  return entry.levelno === levelno && entry.levelname === levelname
}
