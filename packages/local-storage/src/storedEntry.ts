import type { OutboxEntry } from '@treeline/core/wire'

/** Returns an entry's line as it is stored: with its source in front. */
export function storedLine({ src, line }: OutboxEntry): string {
  return startOf(src) + line.slice(1)
}

/**
 * Returns the entries of a segment's text, each with the very line that it came with.
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

/** @throws for a line that is none of an entry, or not the whole of it */
function parseEntry(stored: string): OutboxEntry {
  const { src, seq, levelno } = JSON.parse(stored) as OutboxEntry
  const start = startOf(src)
  if (!stored.startsWith(start) || !Number.isSafeInteger(seq) || !Number.isSafeInteger(levelno)) throw new TypeError()
  return { src, seq, levelno, line: `{${stored.slice(start.length)}\n` }
}

function startOf(src: string): string {
  return `{"src":${JSON.stringify(src)},`
}
