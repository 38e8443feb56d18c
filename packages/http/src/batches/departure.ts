import { HEADER_BYTES } from './batch.js'
import { bySeverity, type Entry, takeEntries } from './entry.js'

/** Bytes of one request of a page that goes: small ones get through where a big one is refused. */
const EXIT_CHUNK_BYTES = 16 * 1024

/** What a page that goes has. */
export interface Luggage {
  /** What no request carries. */
  readonly waiting: readonly Entry[]
  /** What is in flight, and would end with the page. */
  readonly flying: readonly Entry[]
  /** Whether a journal has all of it. */
  readonly isStored: boolean
}

/**
 * Returns what leaves with a page, as the records of each request: the most severe first, up to the browser's limit. Where all is
 * stored, what was in flight leaves last. What requests failed with before leaves alone, behind the others.
 *
 * @param room bytes
 */
export function cutForExit({ waiting, flying, isStored }: Luggage, room: number): Entry[][] {
  const sound = waiting.filter(({ group }) => group === 0)
  const separated = waiting.filter(({ group }) => group > 0)
  const first = isStored ? [...bySeverity(sound), ...flying] : bySeverity([...flying, ...sound])
  const rest = [...first, ...separated]
  const chunks: Entry[][] = []
  for (let left = room; rest.length > 0;) {
    const chunk = takeEntries(rest, Infinity, Math.min(EXIT_CHUNK_BYTES, left) - HEADER_BYTES)
    const bytes = chunk.reduce((sum, entry) => sum + entry.bytes, HEADER_BYTES)
    // One that is too big for what is left stays.
    if (bytes > left) continue
    left -= bytes
    chunks.push(chunk)
  }
  return chunks
}
