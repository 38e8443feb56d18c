import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { registerObject } from './classes.js'
import { dictConfig } from './dictConfig.js'
import { Formatter } from '../formatting/formatter.js'
import { getLogger, isPlaceHolder, manager } from '../tree/manager.js'
import { realmState } from '../testing/realmState.js'
import { settings } from '../runtime/settings.js'
import { ListHandler, resetLogging, StringStream } from '../testing/index.js'

registerObject('property.stream', new StringStream())

beforeEach(() => {
  settings.raiseExceptions = false
  const handler = new ListHandler()
  handler.name = 'there'
  handler.setFormatter(new Formatter('%(levelname)s'))
  getLogger('app.db').addHandler(handler)
  getLogger('app').setLevel('DEBUG')
  getLogger('lib').addFilter(() => true)
})
afterEach(resetLogging)

/** All that a configuration may change. */
function state(): unknown {
  const loggers = [manager().root, ...manager().loggerDict.values()].map((node) =>
    isPlaceHolder(node)
      ? node.loggerMap.size
      : [
          node.name,
          node.level,
          node.disabled,
          node.propagate,
          [...node.handlers],
          [...node.filters],
          node.parent?.name,
        ],
  )
  const handlers = [...realmState.handlers.open].map(({ name, level, formatter, filters }) => [
    name,
    level,
    formatter,
    filters,
  ])
  return [[...manager().loggerDict.keys()], loggers, handlers, [...realmState.handlers.byName]]
}

/** Where V8's own errors would come from if our code stumbled; what a class makes of odd arguments is its own matter. */
const OURS = /\/(?:dictConfig|dictConfigurator|baseConfigurator|configureQueue|configValue|refusal|snapshot)\.ts/
const STUMBLED = /^Cannot (?:read|set|convert|destructure)|is not a function|is not iterable|call stack|^Invalid array/

function isRefusal(error: unknown): boolean {
  for (let at = error; at !== undefined; at = (at as Error).cause) {
    if (!(at instanceof TypeError || at instanceof RangeError)) return false
    if (STUMBLED.test(at.message.split('\n')[0]!) && OURS.test(String(at.stack).split('\n    at ')[1] ?? ''))
      return false
  }
  return true
}

/** Applies a configuration: in force, or refused in the way agreed and without a trace. */
function apply(config: unknown): boolean {
  const before = state()
  try {
    dictConfig(config as never)
    return true
  } catch (error) {
    if (!isRefusal(error)) throw error
    expect(state()).toEqual(before)
    return false
  }
}

const valid = {
  version: 1,
  formatters: {
    brief: { format: '%(levelname)s:%(message)s', datefmt: '%H:%M', validate: true },
    braces: {
      format: '{message} {site}',
      style: '{',
      defaults: { site: 'cfg://values.site' },
      class: 'logging.Formatter',
    },
    custom: { '()': 'logging.Formatter', format: '%(message)s', '.': { default_msec_format: null } },
  },
  filters: { mine: { name: 'app' }, other: { '()': 'logging.Filter', name: 'lib' } },
  handlers: {
    console: {
      class: 'logging.StreamHandler',
      level: 'INFO',
      formatter: 'brief',
      filters: ['mine'],
      stream: 'ext://property.stream',
    },
    memory: {
      class: 'logging.handlers.MemoryHandler',
      capacity: 'cfg://values.sizes[1]',
      flushLevel: 'ERROR',
      target: 'nothing',
    },
    nothing: { class: 'logging.NullHandler', '.': { terminator: '!' } },
  },
  loggers: {
    app: { level: 'cfg://values.level', handlers: ['console', 'memory'], propagate: false },
    'lib.net': { filters: ['other'], handlers: [] },
  },
  root: { level: 'WARNING', handlers: ['nothing'] },
  disable_existing_loggers: false,
  incremental: false,
  values: { site: 'here', sizes: [1, 20], level: 'DEBUG' },
}

const word = fc.constantFrom(
  ...['formatters', 'handlers', 'app', 'there', 'console', 'brief', 'level', 'class', '()', '.', 'format', '__proto__'],
  ...['constructor', 'logging.StreamHandler', 'logging.handlers.MemoryHandler', 'DEBUG', 'debug', 'cfg://values'],
  ...['cfg://handlers', 'cfg://handlers.console.level', 'cfg://root', 'cfg://values.sizes[0]', 'ext://property.stream'],
  ...['ext://nope', 'cfg://[', '%(message)s', '{', 'queue.Queue', 'logging.Formatter', ''],
)
const leaf = fc.oneof(word, fc.jsonValue({ maxDepth: 1 }), fc.integer({ min: -5, max: 60 }), fc.boolean())
const value = fc.oneof(leaf, fc.array(leaf, { maxLength: 3 }), fc.dictionary(word, leaf, { maxKeys: 3 }))

interface Mutation {
  readonly at: readonly number[]
  readonly how: 'replace' | 'add' | 'remove'
  readonly key: string
  readonly value: unknown
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.array(fc.nat(9), { minLength: 1, maxLength: 4 }),
  how: fc.constantFrom('replace', 'add', 'remove'),
  key: fc.oneof(word, fc.string({ maxLength: 8 })),
  value,
})

function mutate(config: object, { at, how, key, value }: Mutation): void {
  let parent = config as Record<string, unknown>
  let name = ''
  for (const [depth, index] of at.entries()) {
    const keys = Object.keys(parent)
    if (keys.length === 0) break
    name = keys[index % keys.length]!
    const next = parent[name]
    if (depth === at.length - 1 || typeof next !== 'object' || next === null) break
    parent = next as Record<string, unknown>
  }
  if (how === 'add') name = Array.isArray(parent) ? String(parent.length) : key
  if (how === 'remove') delete parent[name]
  else Object.defineProperty(parent, name, { value, writable: true, enumerable: true, configurable: true })
}

test('any JSON value is applied or refused without a trace', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (config) => {
      apply(config)
    }),
    { numRuns: 300 },
  )
})

test('any values in a configuration’s places are applied or refused without a trace', () => {
  const part = fc.dictionary(word, value, { maxKeys: 4 })
  const section = fc.oneof(fc.dictionary(word, fc.oneof(part, value), { maxKeys: 3 }), value)
  const config = fc.record(
    {
      version: fc.constant(1),
      formatters: section,
      filters: section,
      handlers: section,
      loggers: section,
      root: fc.oneof(part, value),
      incremental: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: value }),
      values: value,
    },
    { requiredKeys: ['version'] },
  )
  fc.assert(
    fc.property(config, (config) => {
      apply(config)
    }),
    { numRuns: 500 },
  )
})

test('a valid configuration with anything changed is applied or refused without a trace', () => {
  expect(apply(valid)).toBe(true)
  const applied = { yes: 0, no: 0 }
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
      const config = structuredClone(valid)
      for (const each of mutations) mutate(config, each)
      applied[apply(config) ? 'yes' : 'no']++
    }),
    { numRuns: 500 },
  )
  // Else the property would say nothing about one half.
  expect(Math.min(applied.yes, applied.no)).toBeGreaterThan(50)
})
