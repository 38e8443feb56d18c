// The races, as data. Each line is 100 bytes.

const MANY_FILES = 100_000

/**
 * @typedef {object} Named
 * @property {string} name
 * @property {import('./race.mjs').Race} race
 * @property {number} files the fewest that there have to be
 * @property {number} archives the fewest of them that are compressed
 * @property {boolean} isQuick whether `npm test` has it
 */

/**
 * @param {number} processes
 * @param {number} lines of each process
 * @returns {Named[]}
 */
export function races(processes, lines) {
  const maxBytes = Math.round(processes * lines)
  const bySize = { processes, lines, handler: 'RotatingFileHandler' }
  const options = { maxBytes, backupCount: MANY_FILES }
  const blocks = { ...options, buffering: 8192 }
  const compress = { ...options, compress: /** @type {const} */ ('gzip') }
  const killed = /** @type {const} */ ({ signal: 'SIGKILL' })
  // Slowly, so that the others go on while it stands still.
  const stopped = /** @type {const} */ ({ signal: 'SIGSTOP', pauseMs: 5 })
  // As long as some periods of a second.
  const pauseMs = Math.ceil(5000 / Math.ceil(lines / 100))
  const byTime = { processes, lines, pauseMs, handler: 'TimedRotatingFileHandler' }
  const second = { when: 'S' }
  const daily = { when: 'midnight', maxBytes, compress: /** @type {const} */ ('gzip') }
  const files = 50
  // How many are compressed depends on the machine: a process that ends leaves the rest to the next one.
  const archives = 1
  // Whoever is stopped may hold the lock, and the others write on to the present file until it is taken over.
  const few = 2
  return [
    { name: 'by size', race: { ...bySize, options }, files, archives: 0, isQuick: false },
    { name: 'by size, one is killed', race: { ...bySize, ...killed, options }, files, archives: 0, isQuick: true },
    {
      name: 'by size, one is stopped',
      race: { ...bySize, ...stopped, options },
      files: few,
      archives: 0,
      isQuick: true,
    },
    { name: 'by size, blocks', race: { ...bySize, options: blocks }, files: 20, archives: 0, isQuick: true },
    { name: 'by time', race: { ...byTime, options: second }, files: 4, archives: 0, isQuick: false },
    {
      name: 'by time, one is killed',
      race: { ...byTime, ...killed, options: second },
      files: 4,
      archives: 0,
      isQuick: true,
    },
    {
      name: 'by time, one is stopped',
      race: { ...byTime, ...stopped, pauseMs, options: second },
      files: 4,
      archives: 0,
      isQuick: false,
    },
    {
      name: 'by time and size, compressed, one is killed',
      race: { ...byTime, ...killed, pauseMs: 0, options: daily },
      files,
      archives,
      isQuick: false,
    },
    { name: 'compressed', race: { ...bySize, options: compress }, files, archives, isQuick: false },
    {
      name: 'compressed, one is killed',
      race: { ...bySize, ...killed, options: compress },
      files,
      archives,
      isQuick: true,
    },
    {
      name: 'compressed, one is stopped',
      race: { ...bySize, ...stopped, options: compress },
      files: few,
      archives,
      isQuick: false,
    },
    { name: 'a cluster', race: { ...bySize, as: 'cluster', options }, files, archives: 0, isQuick: true },
    { name: 'worker threads', race: { ...bySize, as: 'worker', options }, files, archives: 0, isQuick: true },
  ]
}
