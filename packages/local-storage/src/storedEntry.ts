import type { OutboxEntry } from '@treeline/core/wire'

/** Returns the stored form of an entry's line: with its source in front. */
export function storedLine({ src, line }: OutboxEntry): string {
  return startOf(src) + line.slice(1)
}

/**
 * Returns the entries of a segment's text, each with its unchanged line.
 *
 * @param corrupt called for each line that cannot be understood
 */
export function parseEntries(text: string, corrupt: () => void): OutboxEntry[] {
  const entries: OutboxEntry[] = []
  for (const line of text.split('\n').filter(Boolean)) {
    try {
      entries.push(parseEntry(line))
    } catch {
      corrupt()
    }
  }
  return entries
}

/**
 * Returns the entry of a stored line.
 *
 * @throws for a line that is no entry, or not a whole one
 */
function parseEntry(stored: string): OutboxEntry {
  const { src, seq, levelno } = JSON.parse(stored) as OutboxEntry
  const start = startOf(src)
  if (!stored.startsWith(start) || !Number.isSafeInteger(seq) || !Number.isSafeInteger(levelno)) throw new TypeError()
  return { src, seq, levelno, line: `{${stored.slice(start.length)}\n` }
}

function startOf(src: string): string {
  return `{"src":${JSON.stringify(src)},`
}
