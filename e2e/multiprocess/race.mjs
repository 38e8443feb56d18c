// Several processes that write and rotate one file, and what was in the files afterwards.
import { fork } from 'node:child_process'
import cluster from 'node:cluster'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { gunzipSync } from 'node:zlib'
import { linesOf } from './lines.mjs'

const CHILD = fileURLToPath(new URL('child.mjs', import.meta.url))

/**
 * @typedef {{ who: number, lines: number, file: string, handler: string, options: object, pauseMs: number, batch: number,
 *   startMs: number }} Child
 *
 * @typedef {object} Race
 * @property {number} processes
 * @property {number} lines of each process
 * @property {'process' | 'cluster' | 'worker'} [as] what a process is; default a child process
 * @property {string} handler the name of the class
 * @property {object} options of the handler
 * @property {number} [pauseMs] between batches; default 0
 * @property {number} [batch] lines without a pause; default 100
 * @property {'SIGKILL' | 'SIGSTOP'} [signal] sent to one of them at random
 * @property {number} [stopMs] how long one is stopped
 * @property {() => number} [random] from 0 to 1; default Math.random
 *
 * @typedef {object} Verdict
 * @property {number} files
 * @property {number} archives how many of them are compressed
 * @property {number} found lines
 * @property {string[]} faults what is wrong, in words
 * @property {number} largest the size of the largest file, before its compression
 */

/**
 * @param {Race} race
 * @returns {Promise<Verdict>}
 */
export async function run(race) {
  const folder = mkdtempSync(join(tmpdir(), 'treeline-race-'))
  try {
    const random = race.random ?? Math.random
    const victim = race.signal ? Math.floor(random() * race.processes) : -1
    const told = await Promise.all(
      Array.from({ length: race.processes }, (_, who) =>
        one(race, folder, { who, strikeAt: who === victim ? Math.floor(random() * 0.8 * race.lines) : -1, random }),
      ),
    )
    return verdict(race, folder, told)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Runs one of them to its end; returns how many lines it says it has logged, and what it said on standard error.
 *
 * @param {Race} race
 * @param {string} folder
 * @param {{ who: number, strikeAt: number, random: () => number }} own
 */
async function one(race, folder, { who, strikeAt, random }) {
  /** @type {Child} */
  const child = {
    who,
    lines: race.lines,
    file: join(folder, 'app.log'),
    handler: race.handler,
    options: race.options,
    pauseMs: race.pauseMs ?? 0,
    batch: race.batch ?? 100,
    startMs: Math.floor(random() * 200),
  }
  const started = start(race.as ?? 'process', child)
  let logged = 0
  let stderr = ''
  let isStruck = false
  started.stderr?.on('data', (/** @type {Buffer} */ data) => (stderr += data))
  started.on('message', async (/** @type {number} */ count) => {
    logged = count
    if (strikeAt < 0 || count < strikeAt || isStruck) return
    isStruck = true
    // At any place of the program, not only where it tells.
    await sleep(random() * 20)
    started.kill(race.signal)
    if (race.signal !== 'SIGSTOP') return
    await sleep(race.stopMs ?? 4000)
    started.kill('SIGCONT')
  })
  const code = await new Promise((resolve, reject) => {
    started.on('error', reject)
    started.on('exit', (/** @type {number | null} */ code, /** @type {string | null} */ signal) =>
      resolve(signal ?? code),
    )
  })
  return { who, logged, stderr, isStruck, code }
}

/**
 * @param {'process' | 'cluster' | 'worker'} as
 * @param {Child} child
 * @returns {any}
 */
function start(as, child) {
  if (as === 'worker') return new Worker(CHILD, { workerData: child, stderr: true })
  const env = { ...process.env, TREELINE_RACE: JSON.stringify(child) }
  if (as === 'process') return fork(CHILD, { env, stdio: ['ignore', 'inherit', 'pipe', 'ipc'] })
  cluster.setupPrimary({ exec: CHILD, stdio: ['ignore', 'inherit', 'pipe', 'ipc'] })
  const worker = cluster.fork(env)
  return Object.assign(worker, { stderr: worker.process.stderr })
}

/**
 * @param {Race} race
 * @param {string} folder
 * @param {{ who: number, logged: number, stderr: string, isStruck: boolean, code: unknown }[]} told
 * @returns {Verdict}
 */
function verdict(race, folder, told) {
  const files = filesOf(folder)
  const texts = files.map(textOf)
  const { found, torn } = linesOf(texts.join(''))
  const faults = torn.map((part) => `torn: ${part}`)
  for (const { who, logged, stderr, isStruck, code } of told) {
    const isKilled = isStruck && race.signal === 'SIGKILL'
    const own = found.get(who) ?? []
    if (!isKilled && code !== 0) faults.push(`process ${who} ended with ${code}`)
    if (stderr !== '') faults.push(`process ${who} says ${stderr.slice(0, 500)}`)
    // All in order, and up to the last: so none is lost, and none doubled.
    const wrong = own.findIndex((number, i) => number !== i)
    if (wrong >= 0) faults.push(`process ${who}: line ${own[wrong]} stands where ${wrong} should`)
    const least = isKilled ? logged : race.lines
    if (own.length < least) faults.push(`process ${who}: ${own.length} lines of ${least}`)
  }
  faults.push(...early(race, files, texts))
  const litter = readdirSync(folder).filter((name) => /lock|writers|tmp/.test(name))
  if (litter.length > 0 && race.signal !== 'SIGKILL') faults.push(`left behind: ${litter.join(', ')}`)
  const count = [...found.values()].reduce((sum, { length }) => sum + length, 0)
  const archives = files.filter((path) => path.endsWith('.gz')).length
  const largest = Math.max(...texts.map(({ length }) => length))
  return { files: files.length, archives, found: count, faults, largest }
}

/**
 * Who comes late rotates nothing: each rotated file was full.
 *
 * @param {Race} race
 * @param {string[]} files
 * @param {string[]} texts
 */
function early({ options }, files, texts) {
  const { maxBytes = 0 } = /** @type {{ maxBytes?: number }} */ (options)
  return files
    .filter((path, i) => !path.endsWith('app.log') && (texts[i]?.length ?? 0) < maxBytes - 101)
    .map((path) => `${basename(path)} was rotated too early`)
}

/**
 * The files, oldest first: `app.log.2`, `app.log.1`, `app.log`, or by their dates. What a killed process had on its way comes
 * where it was going to.
 *
 * @param {string} folder
 */
function filesOf(folder) {
  const lock = join(folder, 'app.log.lock')
  const onTheirWay = existsSync(lock)
    ? readdirSync(lock).flatMap((token) => readdirSync(join(lock, token)).map((name) => join(lock, token, name)))
    : []
  const files = readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => !path.endsWith('.tmp') && statSync(path).isFile())
  /** @param {string} path */
  const ending = (path) => /app\.log\.?(.*?)(\.gz)?$/.exec(path)?.[1] ?? ''
  /** @param {string} path */
  const key = (path) => (/^\d{1,6}$/.test(ending(path)) ? -Number(ending(path)) : ending(path))
  return [...files, ...onTheirWay].sort((a, b) => {
    if (ending(a) === '') return 1
    if (ending(b) === '') return -1
    return key(a) < key(b) ? -1 : 1
  })
}

/** @param {string} path */
function textOf(path) {
  const bytes = readFileSync(path)
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')
}
