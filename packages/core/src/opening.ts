import { remember } from './json.js'

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
  text: string
}

/** A logger's name says little of how many levels it is used with: more than this are no names any more. */
const MAX_LEVELS = 20

/**
 * What stands before the message on a line. It is the same text for all records of one logger and level at one time, so it is
 * kept: for each logger and level with the last time that it was asked for.
 */
export class Opening {
  private readonly pieces: Pieces
  private readonly timed: boolean
  private readonly known = new Map<string, Entry[]>()
  private last: Entry | undefined

  /** @param timed whether the time stands between the two pieces */
  constructor(pieces: Pieces, timed: boolean) {
    this.pieces = pieces
    this.timed = timed
  }

  /** @param time its text */
  text(name: string | null, levelno: number, levelname: string, time: string): string {
    let entry = this.last
    if (entry === undefined || !isOf(entry, levelno, levelname) || entry.name !== name) {
      entry = this.last = this.entry(name, levelno, levelname)
    }
    if (this.timed && entry.time !== time) {
      entry.time = time
      // Joined, not added: a flat text, that is good for all lines of its millisecond.
      entry.text = [entry.before, time, entry.behind].join('')
    }
    return entry.text
  }

  private entry(name: string | null, levelno: number, levelname: string): Entry {
    const entries = this.known.get(name!) ?? remember(this.known, name!, [])
    const known = entries.find((entry) => isOf(entry, levelno, levelname))
    if (known !== undefined) return known
    const [before, behind] = this.pieces({ name, levelno, levelname })
    const entry: Entry = { name, levelno, levelname, before, behind, time: undefined, text: before + behind }
    if (entries.length < MAX_LEVELS) entries.push(entry)
    return entry
  }
}

function isOf(entry: Entry, levelno: number, levelname: string): boolean {
  return entry.levelno === levelno && entry.levelname === levelname
}
