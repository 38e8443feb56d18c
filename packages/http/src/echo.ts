import type { LogRecord } from '@treeline/core'

/** The time after an answer in which records may be about it: wrapped network functions log at once, or by a timer. */
const WINDOW_MS = 10_000
/** The answers in a row after which records are held: only records that look like those before followed each of them. */
const ROUNDS = 5
const FIRST_MS = 1000
const LONGEST_MS = 3_600_000
/** The most kinds of records that are remembered. */
const MAX_KINDS = 500
/** The length of a message's start that tells its kind. */
const KIND_LENGTH = 200

/** Finds out whether records come of the log's own requests: each of them would cause the next request, for ever. */
export interface Echo {
  /**
   * Takes notice of a record.
   *
   * @param isCaused whether a request's own work logs it
   */
  hear(record: LogRecord, isCaused?: boolean): void
  /** Takes notice that a request begins. */
  ask(): void
  /** Takes notice that a request is over. */
  answer(): void
  /** Returns for how many milliseconds records of this kind are to wait: 0 where they are no echo. */
  holdMs(): number
}

/**
 * Makes the watch for an echo. Records that follow each of several answers, and look alike, are held for 1 s, 2 s, 4 s … up to an hour,
 * so that an endless loop is a handful of records. Others of the kind that come while nothing is sent prove that
 * the requests are not their cause: they are never held again.
 *
 * @param now returns milliseconds
 */
export function makeEcho(now: () => number): Echo {
  // When the last request was over, and others not long before it.
  let answers = [-Infinity]
  // Requests on their way: a wrapped function logs their answers before they come here.
  let asking = 0
  let rounds = 0
  // Since the last answer, and the most there were in a round.
  let count = 0
  let most = 0
  let isEcho = true
  let known = new Set<string>()
  let innocent = new Set<string>()

  function startAnew(): void {
    rounds = most = 0
    isEcho = false
  }

  return {
    hear(record, isCaused = false) {
      const kind = kindOf(record)
      count++
      const isNear = isCaused || asking > 0 || now() - answers.at(-1)! <= WINDOW_MS
      if (!isNear || !known.has(kind) || innocent.has(kind)) startAnew()
      else if (rounds >= ROUNDS && count > 2 * most * (asking + answers.length)) {
        innocent = bounded(innocent, kind)
        startAnew()
      }
      known = bounded(known, kind)
    },

    ask() {
      asking++
    },

    answer() {
      asking--
      if (!isEcho) rounds = 0
      else if (count > 0) rounds++
      // What comes while records are held is compared with what came before that.
      if (rounds < ROUNDS) most = Math.max(most, count)
      count = 0
      isEcho = true
      answers = [...answers.filter((time) => now() - time <= WINDOW_MS), now()]
    },

    holdMs: () => (rounds < ROUNDS ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** (rounds - ROUNDS))),
  }
}

/** Returns what records of one kind have in common: numbers and times in their texts differ. */
function kindOf({ name, levelno, msg }: LogRecord): string {
  return [name, levelno, msg].map(kindText).join('\n')
}

/** Returns the text of an attribute, which may be anything: filters set them. */
function kindText(value: unknown): string {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value.slice(0, KIND_LENGTH).replace(/\d+/g, '') : ''
}

function bounded(kinds: Set<string>, kind: string): Set<string> {
  return kinds.size < MAX_KINDS ? kinds.add(kind) : new Set([kind])
}
