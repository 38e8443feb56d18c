// The races, as data. Each line is 100 bytes.

const MANY_FILES = 100_000

/**
 * @param {number} processes
 * @param {number} lines
 * @returns {{ name: string, race: import('./race.mjs').Race, least: number }[]} `least` is the fewest files that there have to be
 */
export function races(processes, lines) {
  const bytes = processes * lines * 100
  const maxBytes = Math.round(bytes / 100)
  const bySize = { processes, lines, handler: 'RotatingFileHandler', options: { maxBytes, backupCount: MANY_FILES } }
  const least = 50
  const compress = { ...bySize.options, compress: 'gzip' }
  const buffering = { ...bySize.options, buffering: 8192 }
  return [
    { name: 'by size', race: bySize, least },
    { name: 'by size, one is killed', race: { ...bySize, signal: 'SIGKILL' }, least },
    { name: 'by size, one is stopped for a while', race: { ...bySize, pauseMs: 5, signal: 'SIGSTOP' }, least },
    { name: 'by size, blocks', race: { ...bySize, options: buffering }, least: 30 },
    { name: 'by size, compressed', race: { ...bySize, options: compress }, least },
    { name: 'by size, compressed, one is killed', race: { ...bySize, options: compress, signal: 'SIGKILL' }, least },
    {
      name: 'by size, compressed, one is stopped for a while',
      race: { ...bySize, pauseMs: 5, options: compress, signal: 'SIGSTOP' },
      least,
    },
    { name: 'by size, a cluster', race: { ...bySize, as: 'cluster' }, least },
    { name: 'by size, worker threads', race: { ...bySize, as: 'worker' }, least },
  ]
}
