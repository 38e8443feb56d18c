import { Random } from '../tools/random.mjs'

/** Lives that share a profile, and so a storage. */
export const LIVES_IN_WORLD = 10

/** How the way to the receiver is. */
const WEATHERS = {
  fine: 8,
  refuse: 2,
  signIn: 1,
  html: 1,
  401: 1,
  403: 1,
  404: 1,
  413: 1,
  429: 1,
  500: 1,
  hang: 1,
  half: 2,
  slow: 1,
}

/** How a page ends. */
const ENDS = { close: 5, reload: 5, leave: 4, crash: 3, stay: 2 }
const LETTERS = { d: 2, i: 4, w: 2, e: 1, c: 1 }
const SIZES = [0, 20, 200, 2000]
/** How often a kill comes only when the disk has what is stored. */
const RIPE = 0.3
/** In a burst: all that waits fits into the journal. */
const BURST_BYTES = 20

/**
 * @typedef {object} Step one thing that happens
 * @property {string} act
 * @property {number} [tab] which of the open tabs, from 0 to 1
 * @property {string} [letters] the levels of records
 * @property {number} [bytes] of each record
 * @property {string} [weather]
 * @property {number} [ms]
 * @property {string} [script] what a page evaluates: an expression
 * @property {string} [query] of the page's address
 */

/**
 * Returns what happens in a world, life by life. The seed alone decides.
 *
 * @param {number} seed
 * @param {number} lives
 * @returns {Step[][]}
 */
export function planOf(seed, lives) {
  const random = new Random(seed)
  // The bounds that are stated for these would hide a fault of the others.
  const world = { isFilled: random.chance(0.25), isKilled: random.chance(0.25) }
  return Array.from({ length: lives }, () => lifeOf(random, world))
}

/**
 * @param {Random} random
 * @param {{ isFilled: boolean, isKilled: boolean }} world
 */
function lifeOf(random, world) {
  const tabs = random.chance(0.05) ? 10 : random.chance(0.2) ? 3 : 1
  /** @type {Step[]} */
  const steps = []
  for (let n = 0; n < tabs; n++) steps.push({ act: 'open' }, sayOf(random))
  const count = 3 + random.below(6)
  for (let n = 0; n < count; n++) steps.push(stepOf(random, world))
  if (random.chance(0.4)) steps.push({ act: 'settle', tab: random.next() })
  if (random.chance(0.4)) steps.push(weatherOf(random))
  if (world.isKilled && random.chance(0.2)) {
    if (random.chance(RIPE)) steps.push({ act: 'ripen' })
    steps.push({ act: 'kill' })
  } else for (let n = 0; n < tabs; n++) steps.push(sayOf(random), { act: random.weighted(ENDS), tab: random.next() })
  return steps
}

/** @param {Random} random */
function sayOf(random) {
  const isBurst = random.chance(0.1)
  const count = isBurst ? 100 : 1 + random.below(12)
  const letters = Array.from({ length: count }, () => random.weighted(LETTERS)).join('')
  return { act: 'say', tab: random.next(), letters, bytes: isBurst ? BURST_BYTES : random.pick(SIZES) }
}

/** @param {Random} random */
function weatherOf(random) {
  return { act: 'weather', weather: random.weighted(WEATHERS) }
}

/**
 * @param {Random} random
 * @param {{ isFilled: boolean }} world
 * @returns {Step}
 */
function stepOf(random, world) {
  const weights = { say: 8, weather: 5, rest: 3, hide: 2, offline: 1, online: 1, restart: 1, stop: 0.5, start: 1 }
  const act = random.weighted({ ...weights, fill: Number(world.isFilled), free: Number(world.isFilled) })
  const tab = random.next()
  if (act === 'say') return sayOf(random)
  if (act === 'weather') return weatherOf(random)
  if (act === 'rest') return { act, ms: random.below(500) }
  return { act, tab }
}
