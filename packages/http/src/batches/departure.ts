import { HEADER_BYTES } from './batch.js'
import { bySeverity, type Entry, takeEntries } from './entry.js'

/** The most bytes of one request of a page that goes: small ones get through where a big one is refused. */
const EXIT_CHUNK_BYTES = 16 * 1024

/** The records of a page that goes. */
export interface Luggage {
  /** The records that no request carries. */
  readonly waiting: readonly Entry[]
  /** The records in flight, whose requests would end with the page. */
  readonly flying: readonly Entry[]
  /** Whether a journal has all of it. */
  readonly isStored: boolean
}

/**
 * Returns the records that leave with a page, by requests: the most severe first, up to the browser's limit. Where all is stored,
 * what was in flight leaves last. Records whose requests failed before leave alone, after the others.
 *
 * @param room the limit in bytes
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
    // A record that is too big for the rest of the room stays.
    if (bytes > left) continue
    left -= bytes
    chunks.push(chunk)
  }
  return chunks
}
