import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Attacker } from './attacker.mjs'
import { Child } from './child.mjs'

/**
 * @typedef {object} Attack
 * @property {string} name
 * @property {string} does
 * @property {readonly string[]} ends what the attacker's requests and connections may end as: a status, `closed` without an
 *   answer, or `open`. The first one has to occur
 * @property {number} [takes] how many of its records reach the tree; without it, any number may
 * @property {string} [address] the attacker's; default the page's own
 * @property {object} [options] of the receiver
 * @property {'throwing' | 'slow'} [handler] of the attacker's logger
 * @property {number} [seen] how many records a file remembers; without it, none does
 * @property {number} [headersTimeout] of the server, in milliseconds; without it, longer than a busy machine takes
 * @property {(server: Server) => string} [holds] returns a fault of the server's, or nothing
 * @property {(attacker: Attacker) => Promise<void>} run
 */

/**
 * @typedef {object} Server
 * @property {number} rss the most bytes since the last question
 * @property {[message: string, times: number][]} page the page's records that reached the tree
 * @property {number} attacks the attacker's
 * @property {{ sources: number, bytesInProgress: number }} stats
 * @property {number} loggers
 * @property {boolean} polluted whether an object's prototype was changed
 */

/**
 * @typedef {object} Row
 * @property {Attack} attack
 * @property {number} expected records that the page logged
 * @property {number} found
 * @property {number} doubled
 * @property {number} slowestMs the page's slowest answer
 * @property {number} growth bytes that the server grew by
 * @property {number} budget bytes that it may grow by
 * @property {Record<string, number>} outcomes
 * @property {string[]} faults of what the attack may not change on any machine
 */

/** The address of the page: an office's, which others share. */
const OFFICE = '192.0.2.1'
const WARM_MS = 500
const LONG_MS = 60_000
const LEAST_MS = 1000
/** The figures of packages/receiver/README.md. */
const MIB = 1_048_576
const AT_MOST = 160 * MIB
const EACH_CONNECTION = 32_768

/** The longest that a page may wait for an answer, on a machine that does nothing else. */
export const LONGEST_ANSWER_MS = 500

/**
 * Runs one attack on a new server, with an honest page beside it.
 *
 * @param {Attack} attack
 * @param {number} seed
 * @returns {Promise<Row>}
 */
export async function runAttack(attack, seed) {
  const { options = {}, handler, address = OFFICE, seen, headersTimeout = LONG_MS } = attack
  const folder = mkdtempSync(join(tmpdir(), 'treeline-abuse-'))
  const file = seen === undefined ? null : { path: join(folder, 'seen.log'), maxRecords: seen }
  const server = new Child('server.mjs', [options, handler, file, headersTimeout])
  /** @type {Child | undefined} */
  let page
  try {
    const port = await server.answer()
    page = new Child('page.mjs', [`http://127.0.0.1:${port}/records`, OFFICE, seed])
    await page.answer()
    await wait(WARM_MS)
    const { rss } = await server.ask('begin')
    const attacker = new Attacker(port, seed, address, () => /** @type {Child} */ (page).ask('state'))
    await Promise.all([attack.run(attacker), wait(LEAST_MS)])
    const outcomes = attacker.outcomes()
    const sent = await page.ask('end')
    const found = await server.ask('verdict')
    return verdict(attack, { sent, found, outcomes, rss, connections: attacker.connections.length })
  } finally {
    await page?.end()
    await server.end()
    rmSync(folder, { recursive: true })
  }
}

/**
 * @param {Attack} attack
 * @param {{ sent: any, found: Server, outcomes: Record<string, number>, rss: number, connections: number }} seen
 * @returns {Row}
 */
function verdict(attack, { sent, found, outcomes, rss, connections }) {
  const times = new Map(found.page)
  const missing = Array.from({ length: sent.logged }, (_, index) => `honest ${index + 1}`).filter((m) => !times.has(m))
  const doubled = found.page.filter(([, count]) => count > 1).length
  const growth = Math.max(0, found.rss - rss)
  const budget = AT_MOST + connections * EACH_CONNECTION
  const { lost, acknowledged } = sent.delivery
  const faults = [
    fault(missing.length > 0, `the page lost ${missing.length} records: ${missing.slice(0, 3).join(', ')}`),
    fault(doubled > 0, `${doubled} records of the page came twice`),
    fault(Object.keys(lost).length > 0, `the page gave up records: ${JSON.stringify(lost)}`),
    fault(acknowledged < sent.logged, `the page still waits for ${sent.logged - acknowledged} answers`),
    fault(growth > budget, `the server grew by ${mebibytes(growth)} MiB of ${mebibytes(budget)}`),
    fault(found.polluted, 'a prototype was changed'),
    attack.holds?.(found) ?? '',
    ...faultsOfEnds(attack, outcomes, found),
  ]
  return {
    attack,
    expected: sent.logged,
    found: sent.logged - missing.length,
    doubled,
    slowestMs: sent.slowestMs,
    growth,
    budget,
    outcomes,
    faults: faults.filter((text) => text !== ''),
  }
}

/**
 * @param {Attack} attack
 * @param {Record<string, number>} outcomes
 * @param {Server} found
 */
function faultsOfEnds({ ends, takes }, outcomes, { attacks }) {
  const others = Object.keys(outcomes).filter((end) => !ends.includes(end))
  return [
    fault(ends[0] !== undefined && outcomes[ends[0]] === undefined, `nothing ended as ${ends[0]}`),
    fault(others.length > 0, `ended as ${others.join(', ')}`),
    fault(takes !== undefined && takes !== attacks, `${attacks} records of the attacker, not ${takes}`),
  ]
}

/** @param {boolean} isFault @param {string} text */
function fault(isFault, text) {
  return isFault ? text : ''
}

/** @param {number} bytes */
export function mebibytes(bytes) {
  return Math.round(bytes / MIB)
}

/** @param {number} ms */
function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
