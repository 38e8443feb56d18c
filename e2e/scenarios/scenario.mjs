import { readdirSync, readFileSync } from 'node:fs'
import { faultsOf } from '../chaos/report.mjs'
import { World } from '../chaos/world.mjs'
import { ANSWERED } from './answers.mjs'
import { EXITS } from './exits.mjs'
import { PLACES } from './places.mjs'

/** @typedef {import('../chaos/browsers.mjs').BrowserName} BrowserName */
/** @typedef {Awaited<ReturnType<World['run']>>} Verdict */

/**
 * @typedef {object} Scenario
 * @property {number} number
 * @property {string} name
 * @property {import('../chaos/plan.mjs').Step[][]} plays what happens, each in a world of its own
 * @property {string} [query] that of all pages, also of those that come last and bring what is left
 * @property {(verdict: Verdict) => string[]} [check] returns what is wrong beside the ledger
 * @property {RegExp} [expects] errors that the page is to be told
 * @property {Partial<Record<BrowserName, string>>} [cannot] why a browser cannot
 * @property {Partial<Record<BrowserName, { play: number, why: string }>>} [without] the play that a browser cannot
 * @property {string} [elsewhere] why there is no ledger
 */

/**
 * @typedef {object} Outcome
 * @property {number} accepted
 * @property {number} arrived
 * @property {string[]} faults
 */

const SCRIPTS = new URL('scripts/', import.meta.url)
const FILES = Object.fromEntries(
  readdirSync(SCRIPTS).map((name) => [`/${name}`, readFileSync(new URL(name, SCRIPTS), 'utf8')]),
)

/** All scenarios, in order. */
export const SCENARIOS = [...EXITS, ...ANSWERED, ...PLACES].toSorted((a, b) => a.number - b.number)

/**
 * Plays a scenario, each of its plays in a world of its own.
 *
 * @param {Scenario} scenario
 * @param {BrowserName} browser
 * @param {Awaited<ReturnType<import('../chaos/browsers.mjs').Start>>} shared the browser that all use
 * @returns {Promise<Outcome>}
 */
export async function play({ plays, query, check = () => [], expects, without }, browser, shared) {
  const outcome = { accepted: 0, arrived: 0, faults: /** @type {string[]} */ ([]) }
  for (const [index, steps] of plays.entries()) {
    if (without?.[browser]?.play === index + 1) continue
    const verdict = await new World(browser, { shared, files: FILES, query }).run([steps])
    const errors = verdict.errors.filter((error) => !expects?.test(error.replace(/^page \d+: /, '')))
    const faults = [...faultsOf({ ...verdict, errors }), ...check(verdict)]
    outcome.accepted += verdict.accepted
    outcome.arrived += verdict.arrived
    outcome.faults.push(...faults.map((fault) => `play ${index + 1}: ${fault}`))
  }
  return outcome
}
