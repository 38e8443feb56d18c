import { HOSTILE } from '@treeline/core/testing'

/** @typedef {import('../tools/random.mjs').Random} Random */

const METHODS = ['debug', 'info', 'warning', 'error', 'exception', 'critical', 'log']

/** What programs log as a rule, and what stands beside it in the same call. @type {readonly (() => unknown)[]} */
const USUAL = [
  () => 'user %s did %d',
  () => '%(user)s',
  () => 'load is 95%, giving up',
  () => 'plain',
  () => '',
  () => 7,
  () => 1.5,
  () => null,
  () => undefined,
  () => true,
  () => 'ann\r\nbob\u2028\0',
  () => ({ user: 'ann', id: 7 }),
  () => ({ err: new Error('boom') }),
  () => ({ extra: { tenant: 'acme' } }),
  () => ({ exc_info: true, stack_info: true, stacklevel: 2 }),
  () => [1, 'a', { b: null }],
  () => new Error('boom', { cause: new TypeError('why') }),
  () => new URL('http://a.example/?q=1'),
  () => new Date(1e12),
  () => new Map([['a', 1]]),
  () => Promise.resolve(1),
  () => () => 'lazy',
]

/** The keys of the mappings and keywords that are put together here. */
const KEYS = [
  'user',
  'extra',
  'exc_info',
  'stack_info',
  'stacklevel',
  'name',
  'msg',
  'message',
  '__proto__',
  'toString',
  'a b',
  'é',
]

/** @param {Random} random */
function value(random) {
  const chance = random.next()
  if (chance < 0.5) return random.pick(USUAL)()
  if (chance < 0.8) return random.pick(HOSTILE)()
  /** @type {Record<string, unknown>} */
  const object = {}
  for (let left = 1 + random.next() * 3; left > 0; left--) {
    const made = { value: value(random), writable: true, enumerable: true, configurable: true }
    Object.defineProperty(object, random.pick(KEYS), made)
  }
  return object
}

/**
 * A logging call that a random number decides. It is made anew each time it is asked for: values change when they are looked at.
 *
 * @param {Random} random
 * @returns {{ method: string, args: unknown[] }}
 */
export function randomCall(random) {
  const method = random.pick(METHODS)
  const args = Array.from({ length: 1 + random.below(4) }, () => value(random))
  // The level has to be one, else nothing is logged.
  return { method, args: method === 'log' ? [10 + random.below(50), ...args] : args }
}
