const MAX_LENGTH = 60
const MAX_CANDIDATES = 1000

/** Names from other libraries, in lower case and without underscores, and their names here. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  // Python itself has two names for each of these.
  fmt: ['format', 'formatter'],
  format: ['fmt', 'formatter'],
  filemode: ['mode'],
  strm: ['stream'],
  // winston, log4js, pino
  dateformat: ['datefmt'],
  disableexisting: ['disable_existing_loggers'],
  loglevel: ['level'],
  lvl: ['level'],
  maxsize: ['maxBytes', 'maxsize'],
  maxlogsize: ['maxBytes'],
  maxfiles: ['backupCount'],
  backups: ['backupCount'],
  buffersize: ['buffering', 'capacity'],
  minlength: ['buffering'],
  interval: ['flushIntervalMs'],
  timeout: ['timeoutMs'],
}

/**
 * Returns the candidate that a misspelt name most likely means; undefined for none.
 *
 * Two names are alike when few letters differ, one in three at most; case does not count. Names of other libraries count too.
 * Long names and long lists of candidates are not searched: a configuration may come from anywhere.
 */
export function suggest(name: unknown, candidates: Iterable<string>): string | undefined {
  if (typeof name !== 'string' || name.length > MAX_LENGTH) return undefined
  const key = name.toLowerCase().replaceAll('_', '')
  const others = Object.hasOwn(OTHER_NAMES, key) ? OTHER_NAMES[key]! : []
  let best: string | undefined
  let least = Math.max(1, Math.floor(name.length / 3)) + 1
  let left = MAX_CANDIDATES
  for (const candidate of candidates) {
    if (left-- === 0) break
    if (others.includes(candidate)) return candidate
    if (Math.abs(candidate.length - name.length) >= least) continue
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance < least) {
      best = candidate
      least = distance
    }
  }
  return best
}

/** Returns how many letters have to be inserted, deleted, replaced or swapped with their neighbour. */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1)
      row.push(cost)
    }
    before = last
    last = row
  }
  return last[b.length]!
}
