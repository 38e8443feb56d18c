import { Kept } from './line.js'

/** What a record has that stays the same from call to call. */
export interface Origin {
  readonly name: string | null
  readonly levelno: number
  readonly levelname: string
}

/** Gives a line's text before the time and behind it, up to the message. */
type Pieces = (origin: Origin) => readonly [before: string, behind: string]

interface Entry extends Origin {
  readonly before: string
  readonly behind: string
  time: string | undefined
  kept: Kept
}

// So much is kept: of more names, or levels of a name, only the last.
const MAX_NAMES = 1000
const MAX_LEVELS = 20

/** After so many names for which there was no room, those kept are old ones: they make room. */
const PATIENCE = 10_000

/**
 * What stands before the message on a line. It is the same text for all records of one logger and level at one time, so it is
 * kept: for each logger and level with the last time that it was asked for.
 */
export class Opening {
  private readonly pieces: Pieces
  private readonly timed: boolean
  private readonly known = new Map<string, Entry[]>()
  private last: Entry | undefined
  private turnedAway = 0

  /** @param timed whether the time stands between the two pieces */
  constructor(pieces: Pieces, timed: boolean) {
    this.pieces = pieces
    this.timed = timed
  }

  /** @param time its text */
  of(name: string | null, levelno: number, levelname: string, time: string): Kept {
    let entry = this.last
    if (entry === undefined || !isOf(entry, levelno, levelname) || entry.name !== name) {
      entry = this.last = this.entry(name, levelno, levelname)
    }
    if (this.timed && entry.time !== time) {
      entry.time = time
      // Joined, not added: a flat text, that is good for all lines of its millisecond.
      entry.kept = new Kept([entry.before, time, entry.behind].join(''))
    }
    return entry.kept
  }

  private entry(name: string | null, levelno: number, levelname: string): Entry {
    const entries = this.known.get(name!)
    const known = entries?.find((entry) => isOf(entry, levelno, levelname))
    if (known !== undefined) return known
    const [before, behind] = this.pieces({ name, levelno, levelname })
    const kept = new Kept(before + behind)
    const entry: Entry = { name, levelno, levelname, before, behind, time: undefined, kept }
    if (entries === undefined) this.keep(entry)
    else if (entries.length < MAX_LEVELS) entries.push(entry)
    return entry
  }

  /** Keeps the first entry of a name. Ten thousand loggers in turn would only push each other out. */
  private keep(entry: Entry): void {
    if (this.known.size >= MAX_NAMES) {
      if (++this.turnedAway < PATIENCE) return
      this.turnedAway = 0
      this.known.clear()
    }
    this.known.set(entry.name!, [entry])
  }
}

function isOf(entry: Entry, levelno: number, levelname: string): boolean {
  return entry.levelno === levelno && entry.levelname === levelname
}
