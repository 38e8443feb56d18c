// `npm run soak -- --minutes N --seed S`: a program logs to every kind of sink for so long, while disks, files, readers and
// servers fail at random. Then every record is counted: none may be missing, doubled or torn, and memory may not have grown.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Random } from '../tools/random.mjs'
import { Ledger } from './ledger.mjs'
import { MoodyServer } from './server.mjs'

const PROGRAM = fileURLToPath(new URL('program.mjs', import.meta.url))
const SINKS = ['file', 'buffered', 'json', 'rotating', 'worker', 'stdout', 'http']
/** The memory of the last quarter may be so much more than that of the second: queues are not always equally long. */
const GROWTH_BYTES = 24 * 1024 * 1024

/**
 * @typedef {{ missing: number, doubled: number, torn: number }} Counts
 * @typedef {{ logged: Record<string, number>, counts: Record<string, Counts>, growth: number, code: number | null,
 *   stderr: string, moods: Record<string, number>, faults: string[] }} Soaked
 */

/**
 * Runs a soak.
 *
 * @param {number} seed
 * @param {number} seconds
 * @returns {Promise<Soaked>}
 */
export async function soak(seed, seconds) {
  const ledgers = Object.fromEntries(SINKS.map((sink) => [sink, new Ledger(sink)]))
  const server = new MoodyServer(/** @type {Ledger} */ (ledgers['http']))
  await server.listen(0)
  const folder = mkdtempSync(join(tmpdir(), 'treeline-soak-'))
  try {
    const url = `http://127.0.0.1:${server.port}/`
    const child = fork(PROGRAM, [folder, url, String(seed), String(seconds)], {
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    let stderr = ''
    child.stderr?.on('data', (data) => void (stderr = (stderr + String(data)).slice(-20_000)))
    const ended = once(child, 'close')
    const lines = readLines(/** @type {import('node:stream').Readable} */ (child.stdout), ledgers['stdout'])
    const random = new Random(seed + 1)
    const lives = [server.live(random), pauseAtTimes(lines, server, new Random(seed + 2))]
    const [{ logged, memory }] = /** @type {[{ logged: Record<string, number>, memory: number[] }]} */ (
      await Promise.race([once(child, 'message'), ended.then(() => Promise.reject(new Error(stderr)))])
    )
    server.isOver = true
    await Promise.all(lives)
    child.send('go on')
    const [code] = /** @type {[number | null]} */ (await ended)
    await countFiles(folder, ledgers)
    const counts = Object.fromEntries(
      SINKS.map((sink) => [sink, /** @type {Ledger} */ (ledgers[sink]).verdict(logged[sink] ?? 0)]),
    )
    const soaked = { logged, counts, growth: growthOf(memory), code, stderr, moods: server.moods }
    return { ...soaked, faults: faultsOf(soaked) }
  } finally {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * @param {import('node:stream').Readable} stream
 * @param {Ledger | undefined} ledger
 */
function readLines(stream, ledger) {
  createInterface({ input: stream }).on('line', (line) => ledger?.take(line))
  return stream
}

/**
 * The reader of a pipe that does something else at times.
 *
 * @param {import('node:stream').Readable} stream
 * @param {MoodyServer} server
 * @param {Random} random
 */
async function pauseAtTimes(stream, server, random) {
  while (!server.isOver) {
    await sleep(random.below(2000))
    stream.pause()
    await sleep(random.below(1500))
    stream.resume()
  }
}

/**
 * @param {string} folder
 * @param {Record<string, Ledger>} ledgers
 */
async function countFiles(folder, ledgers) {
  for (const name of readdirSync(folder)) {
    const ledger = ledgers[name.slice(0, name.indexOf('.'))]
    for await (const line of createInterface({ input: createReadStream(join(folder, name)) })) ledger?.take(line)
  }
}

/**
 * Returns by how many bytes the memory of the last quarter is above that of the second.
 *
 * @param {readonly number[]} memory
 */
function growthOf(memory) {
  const quarter = Math.floor(memory.length / 4)
  if (quarter === 0) return 0
  return median(memory.slice(-quarter)) - median(memory.slice(quarter, 2 * quarter))
}

/** @param {readonly number[]} numbers */
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0

/** @param {Omit<Soaked, 'faults'>} soaked */
function faultsOf({ logged, counts, growth, code, stderr }) {
  const faults = []
  for (const [sink, { missing, doubled, torn }] of Object.entries(counts)) {
    if ((logged[sink] ?? 0) === 0) faults.push(`${sink}: nothing was logged`)
    if (missing + doubled + torn > 0) faults.push(`${sink}: ${missing} missing, ${doubled} doubled, ${torn} torn`)
  }
  if (growth > GROWTH_BYTES) faults.push(`memory has grown by ${(growth / 1e6).toFixed(1)} MB`)
  if (code !== 0) faults.push(`the program ended with ${code}: ${stderr.slice(-2000)}`)
  return faults
}
