/** Throws an Error. */
export function thrower(): never {
  throw new Error('hostile')
}

/** Returns a function that throws a value, which need not be an Error. */
export const throwing = (thrown: unknown) => (): never => {
  throw thrown
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable(() => {}, {})
  revoke()
  return proxy
}

const TRAPS = ['get', 'has', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor', 'set', 'apply'] as const

/** Returns a proxy whose traps all throw. */
export function trapped(): object {
  return new Proxy({}, Object.fromEntries(TRAPS.map((trap) => [trap, thrower])))
}

function hostileError(): Error {
  const error = new Error('x')
  // The stack first: V8 writes it when it is touched, from name and message.
  for (const key of ['stack', 'name', 'message', 'cause', 'errors']) Object.defineProperty(error, key, { get: thrower })
  return error
}

function cyclic(): object {
  const node: Record<string, unknown> = { map: new Map(), set: new Set(), list: [] }
  node['self'] = node
  ;(node['map'] as Map<unknown, unknown>).set(node, node)
  ;(node['set'] as Set<unknown>).add(node)
  ;(node['list'] as unknown[]).push(node)
  return node
}

function deep(): object {
  let node: object = {}
  for (let depth = 0; depth < 5000; depth++) node = depth % 2 === 0 ? { node } : [node]
  return node
}

function causes(): Error {
  let error = new Error('first')
  for (let depth = 0; depth < 1000; depth++) error = new AggregateError([error, error], 'next', { cause: error })
  return error
}

const getter = (key: string): object => Object.defineProperty({}, key, { enumerable: true, get: thrower })

/**
 * Makers of values that break code which reads them. Makers, because a value may change, and because a test runner should not read
 * such a value.
 */
export const HOSTILE: readonly (() => unknown)[] = [
  revoked,
  trapped,
  hostileError,
  cyclic,
  deep,
  causes,
  () => ({ toString: thrower, valueOf: thrower, toJSON: thrower, [Symbol.toPrimitive]: thrower }),
  () => ({ toString: throwing(revoked()) }),
  () => ({ toString: () => 5 }),
  () => getter('extra'),
  () => getter('exc_info'),
  () => getter('x'),
  () => Object.defineProperty([1], '0', { get: thrower }),
  () => Object.defineProperty([], 'raw', { get: thrower }),
  () => Object.assign(['a', 'b'], { raw: ['a', 'b'] }),
  () => thrower,
  () => throwing(undefined),
  () => JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}') as unknown,
  () => Object.create(null) as unknown,
  () => Symbol('s'),
  () => 2n ** 200n,
  () => Number.NaN,
  () => -0,
  () => new Date(Number.NaN),
  () => '\ud800 %',
  () => '%'.repeat(10_000),
  () => `%(${'('.repeat(10_000)}`,
  () => 'x'.repeat(1_000_000),
  () => Array.from({ length: 100_000 }),
  () => new Uint8Array(100_000),
  () => '%s %d %r %(a)s',
  () => '%999999999999s',
  () => '%*.*f',
  () => class {},
  () => ({
    get a(): never {
      throw new Error('no')
    },
  }),
  () => () => 1,
  () => new Error('e', { cause: new Error('c') }),
  () => new Date(0),
  () => -(2n ** 64n),
  () =>
    new Map<unknown, unknown>([
      ['a', 1],
      [{}, 2],
    ]),
  () => Object.assign([], { length: 1e9 }),
]
