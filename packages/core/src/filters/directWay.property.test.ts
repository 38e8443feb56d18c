// Calls whose filters answer without a record: within contexts and with a Redactor, the lines must be those of records. The same
// calls go two ways; on one of them a filter that lets everything pass has records made.
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { context } from '../context/context.js'
import { ContextFilter } from '../context/contextFilter.js'
import { registerDirect } from '../direct/register.js'
import { streamOutput } from '../direct/streamOutput.js'
import { Formatter } from '../formatting/formatter.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import type { FilterLike } from '../records/filter.js'
import { settings } from '../runtime/settings.js'
import { RootLogger } from '../tree/logger.js'
import { Manager } from '../tree/manager.js'
import { Redactor } from './redactor.js'

registerDirect()

// What cannot be an attribute is reported by the record way on both.
beforeAll(() => void (settings.raiseExceptions = false))
afterAll(() => void (settings.raiseExceptions = true))
afterEach(() => vi.restoreAllMocks())

class Account {
  password = 'p1'
  user = 'ann'
}

class Money extends Date {
  override toISOString(): string {
    return 'soon'
  }
}

function cyclic(): object {
  const node: Record<string, unknown> = { password: 'p2', list: [1] }
  node['self'] = { node }
  ;(node['list'] as unknown[]).push(node)
  return node
}

function deep(depth: number): object {
  let node: object = { password: 'p3' }
  for (let i = 0; i < depth; i++) node = i % 2 === 0 ? { node } : [node]
  return node
}

/** Makers: a value may change while it is read. */
const odd: readonly (() => unknown)[] = [
  () => new Account(),
  () => new Date(1_700_000_000_123),
  () => new Date(Number.NaN),
  () => new Date(-62_200_000_000_001),
  () => new Money(0),
  () => Object.assign(new Date(0), { toJSON: () => 'never' }),
  () => Object.assign(new Date(0), { more: 1 }),
  () => Object.assign(new Date(0), { toJSON: () => ({ password: 'p14' }) }),
  () => Object.defineProperty(new Date(0), 'valueOf', { value: () => Number.NaN }),
  () => Object.defineProperty(new Date(0), Symbol.toPrimitive, { value: () => Number.NaN }),
  () => Object.create(Date.prototype),
  () => new Map([['password', 'p4']]),
  () => new Set([{ password: 'p5' }]),
  () => Object.assign(new Error('failed'), { password: 'p6', stack: 'Error: failed' }),
  () => ({ toJSON: () => ({ password: 'p7' }) }),
  () => ({ get password() { return 'p8' }, get bad() { throw new Error('no') } }), // prettier-ignore
  () => Object.assign(Object.create(null) as object, { password: 'p9', user: { token: 't1' } }),
  () => Object.assign(Object.create({ inherited: 1 }) as object, { own: 1 }),
  () => [{ token: 't2', id: 1 }, { token: 't3' }, [{ token: 't4' }], undefined, () => 1],
  // oxlint-disable-next-line no-sparse-arrays
  () => [, 1, , 2],
  () => Object.assign([1, 2], { toJSON: () => 'list' }),
  () => 'x'.repeat(1001),
  () => '\u0001"'.repeat(400),
  () => ({ ['k'.repeat(51)]: { password: 'p10' }, '': '', '"': '\ud83d' }),
  () => Array.from({ length: 1001 }, () => ({ a: 1 })),
  () => Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`k${index}`, undefined])),
  () => ({ big: 2n ** 70n, small: 7n, nan: Number.NaN, zero: -0, half: 0.5, symbol: Symbol('s'), none: null }),
  () => new Proxy({ password: 'p11', user: 'ann' }, {}),
  () => new Proxy({}, { ownKeys: () => { throw new Error('no') } }), // prettier-ignore
  () => Object.defineProperty({ a: 1 }, 'hidden', { value: 2 }),
  cyclic,
  () => deep(4),
  () => deep(40),
]

const key = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('user', 'password', 'Password', 'token', 'req', 'users', 'request_id') },
  fc.constantFrom('time', '7', 'name', 'toString'),
)
const value: fc.Arbitrary<() => unknown> = fc.letrec<{ value: () => unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    fc.oneof(fc.string(), fc.integer(), fc.constantFrom(null, undefined, true)).map((given) => () => given),
    fc.constantFrom(...odd),
    fc
      .array(fc.tuple(key, tie('value')), { maxLength: 3 })
      .map((entries) => () => Object.fromEntries(entries.map(([name, make]) => [name, make()]))),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => () => items.map((make) => make())),
  ),
})).value
const fields = fc
  .array(fc.tuple(key, value), { maxLength: 4 })
  .map((entries) => () => Object.fromEntries(entries.map(([name, make]) => [name, make()])))

const PATHS = [
  ['**.password'],
  ['users[*].token', 'req.password'],
  ['users[0].token'],
  ['password', 'request_id'],
  ['*'],
]
const redactor = fc.constantFrom(...PATHS).map((paths) => () => new Redactor({ paths }))
const withPatterns = fc.tuple(fc.constantFrom([], ...PATHS), fc.constantFrom(/p\d+/, /ann/, /7/)).map(
  ([paths, pattern]) =>
    () =>
      new Redactor({ paths, patterns: [pattern] }),
)
const filters: fc.Arbitrary<(() => FilterLike)[]> = fc.array(
  fc.oneof({ weight: 3, arbitrary: redactor }, withPatterns, {
    weight: 3,
    arbitrary: fc.constant(() => new ContextFilter()),
  }),
  { maxLength: 3 },
)
const formatter = fc.constantFrom(
  () => new JSONFormatter(),
  () => new JSONFormatter({ fields: 'data' }),
  () => new JSONFormatter({ fields: false }),
  () => new JSONFormatter({ limits: { maxDepth: 30 } }),
  () => new JSONFormatter({ limits: { maxDepth: 2, maxKeys: 2, maxLength: 20 } }),
  () => new JSONFormatter({ preset: 'gelf' }),
  () => new JSONFormatter({ keys: { id: 'request_id', message: 'message' } }),
  () => new Formatter('%(levelname)s %(message)s'),
  () => new Formatter(),
)
const target = fc.record({ formatter, filters })
const targets = fc.record({
  handlers: fc.array(target, { minLength: 1, maxLength: 2 }),
  onLogger: filters,
})
const failure = Object.assign(new Error('failed'), { password: 'p13' })
const given = fc.oneof(
  { weight: 6, arbitrary: fields.map((make) => () => [make()]) },
  { weight: 2, arbitrary: fields.map((make) => () => [{ extra: make() }]) },
  fc.tuple(fields, fields).map(([mapping, extra]) => () => [mapping(), { extra: extra() }]),
  fields.map((make) => () => [make(), { exc_info: failure }]),
  fc.constantFrom<unknown[]>([], ['p12'], [7, 'ann'], [{ exc_info: failure }]).map((args) => () => args),
)
const call = fc.record({
  msg: fc.constantFrom('done', 'done', '%(user)s', 'is %(password)s %(request_id)s', '100%', 'p1 ann', '%s'),
  given,
  context: fc.option(fields, { nil: undefined, freq: 2 }),
})
type Call = typeof call extends fc.Arbitrary<infer T> ? T : never
type Targets = typeof targets extends fc.Arbitrary<infer T> ? T : never

/** Logs the same calls to new handlers. Returns what they have written, and how many calls were written without a record. */
function linesOf({ handlers, onLogger }: Targets, calls: readonly Call[], seesRecords: boolean): unknown[] {
  const written: string[] = []
  const root = new RootLogger(1)
  const manager = new Manager(root)
  root.manager = manager
  root.level = 1
  const logger = manager.getLogger('app')
  for (const make of onLogger) logger.addFilter(make())
  for (const made of handlers) {
    const handler = new StreamHandler({ write: (line: string) => written.push(line) } as never)
    handler.setFormatter(made.formatter())
    for (const make of made.filters) handler.addFilter(make())
    if (seesRecords) handler.addFilter(() => true)
    root.addHandler(handler)
  }
  for (const one of calls) {
    const say = (): void => logger.log(20, one.msg as string, ...one.given())
    if (one.context === undefined) say()
    else context.run(one.context(), say)
  }
  return written
}

test('filters that answer without a record change no line', () => {
  vi.spyOn(Date, 'now').mockReturnValue(1_700_000_000_123)
  const write = vi.spyOn(streamOutput, 'write')
  fc.assert(
    fc.property(targets, fc.array(call, { minLength: 1, maxLength: 4 }), (made, calls) => {
      expect(linesOf(made, calls, false)).toEqual(linesOf(made, calls, true))
    }),
    { numRuns: 1500 },
  )
  expect(write.mock.results.filter(({ value: written }) => written === true).length).toBeGreaterThan(200)
})
