import { describe, expect, test } from 'vitest'
import { isRegistered, registerClass, registerObject, registeredNames, signatureOf } from './classes.js'
import { construct, isClass, keywordOf, resolve, resolveName } from './construct.js'
import { errorsOf, lineOf, noted } from './refusal.js'
import { Formatter } from '../formatting/formatter.js'
import { Filter } from '../records/filter.js'
import { MemoryHandler } from '../handlers/memoryHandler.js'
import { NullHandler } from '../handlers/nullHandler.js'
import { shared } from '../realm/realm.js'

/** A class as older compilers write it: only its registration tells it from a function. */
function Old(this: Record<string, unknown>, ...parameters: unknown[]): void {
  this['parameters'] = parameters
}
const old = Old as never as new (...parameters: never[]) => object

class Radio {
  readonly given: unknown[]

  constructor(...given: unknown[]) {
    this.given = given
  }
}
class Loud extends Radio {}
class Quiet extends Radio {}
registerClass('app.Radio', Radio, {
  positional: ['host', 'port'],
  required: ['host', 'port'],
  keywords: ['volume', 'station'],
})
registerClass('app.Quiet', Quiet, { keywords: [] })
registerClass('app.Old', old)
registerObject('app.notes', { a: 1 })

const here = 'nothing of that name is registered; '

describe('names', () => {
  test.each([
    ['logging.FileHandler', 'there is no such class on this platform'],
    ['logging.handlers.RotatingFileHandler', 'there is no such class on this platform'],
    ['logging.handlers.SocketHandler', 'there is no such class on this platform'],
    ['logging.handlers.DatagramHandler', 'there is no such class on this platform'],
    ['logging.handlers.SysLogHandler', 'there is no such class on this platform'],
    ['logging.handlers.NTEventLogHandler', 'there is no such class on this platform'],
    ['logging.handlers.SMTPHandler', 'there is no such class on this platform'],
    ['app.Rradio', `${here}did you mean 'app.Radio'?`],
    ['other.radio', `${here}did you mean 'app.Radio'?`],
    ['x.Nulll_Handler', `${here}did you mean 'logging.NullHandler'?`],
    [
      'zoo.Elephant',
      `${here}import { registerClass } from 'treeline/config' and call registerClass('zoo.Elephant', Elephant) first`,
    ],
    [
      'zoo.elephant',
      `${here}import { registerObject } from 'treeline/config' and call registerObject('zoo.elephant', elephant) first`,
    ],
    [
      'zoo.an elephant',
      `${here}import { registerObject } from 'treeline/config' and call registerObject('zoo.an elephant', …) first`,
    ],
    ['', `${here}import { registerObject } from 'treeline/config' and call registerObject('', …) first`],
    [
      'my.logging.FileHandlers.ELEPHANT',
      `${here}import { registerClass } from 'treeline/config' and call registerClass('my.logging.FileHandlers.ELEPHANT', ELEPHANT) first`,
    ],
  ])('%s stands for nothing', (name, why) => {
    expect(() => resolveName(name)).toThrow(new RangeError(`Cannot resolve '${name}': ${why}`))
  })

  test.each(['my.logging.FileHandler', 'logging.FileHandler.more', 'logging.handlers.SocketHandlers'])(
    '%s is not Python’s',
    (name) => {
      expect(() => resolveName(name)).toThrow(here)
    },
  )

  test('one that ends in the same word is meant before one that lacks the kind', () => {
    class Siren {}
    class SirenHandler {}
    registerClass('app.Siren', Siren, { keywords: [] })
    registerClass('app.SirenHandler', SirenHandler, { keywords: [] })
    expect(() => resolveName('other.SirenHandler')).toThrow("did you mean 'app.SirenHandler'?")
  })

  test('the resolver knows what is not registered', () => {
    const resolver = (name: string): unknown => (name === 'zoo.null' ? null : { name })
    expect(resolveName('zoo.x', resolver)).toEqual({ name: 'zoo.x' })
    expect(resolveName('app.Radio', resolver)).toBe(Radio)
    expect(() => resolveName('zoo.null', resolver)).toThrow(RangeError)
  })

  test('a class or a function is called, nothing else', () => {
    const make = (): object => ({})
    expect(resolve(make)).toBe(make)
    expect(resolve('app.Radio')).toBe(Radio)
    expect(() => resolve('app.notes')).toThrow(new TypeError('app.notes is not callable'))
    expect(() => resolve(5)).toThrow(new TypeError('expected a class or a dotted name, not 5'))
  })

  test('classes are told from functions', () => {
    expect([Radio, Loud, old, class {}].map(isClass)).toEqual([true, true, true, true])
    const classy = (): string => 'a class of its own'
    expect([classy, Math.max, {}, null, 'app.Radio', undefined].map(isClass)).toEqual(Array(6).fill(false))
    expect([Radio, old, Loud, Math.max].map(isRegistered)).toEqual([true, true, false, false])
  })

  test('what another copy of the library has registered is known too', () => {
    function Ship(): void {}
    const { classes } = shared('classes', (): { classes: Map<string, unknown> } => ({ classes: new Map() }))
    classes.set('other.Ship', Ship)
    expect(isRegistered(Ship)).toBe(true)
    expect(isClass(Ship)).toBe(true)
    expect(resolveName('other.Ship')).toBe(Ship)
    expect(registeredNames()).toEqual(expect.arrayContaining(['other.Ship', 'app.Radio', 'app.notes']))
    classes.delete('other.Ship')
  })
})

describe('keywords', () => {
  test.each<[object, unknown[]]>([
    [{ host: 'h', port: 1 }, ['h', 1]],
    [{ port: 1, host: 'h', volume: 2 }, ['h', 1, { volume: 2 }]],
    [{ port: 1, host: 'h', station: null, volume: 2 }, ['h', 1, { station: null, volume: 2 }]],
  ])('%j', (kwargs, given) => {
    const radio = construct(Radio, kwargs as Record<string, unknown>) as Radio
    expect(radio.given).toEqual(given)
  })

  test('a derived class has the positional ones, and any others', () => {
    expect(signatureOf(Loud)).toEqual({
      positional: ['host', 'port'],
      required: ['host', 'port'],
      keywords: undefined,
    })
    expect(signatureOf(Radio).keywords).toEqual(['volume', 'station'])
    expect((construct(Loud, { host: 'h', port: 1, watts: 9 }) as Radio).given).toEqual(['h', 1, { watts: 9 }])
    expect(() => construct(Loud, { host: 'h', watts: 9 })).toThrow("missing 1 required positional argument: 'port'")
  })

  test('a class without a signature has all in one object, and a function too', () => {
    expect(signatureOf(old)).toEqual({})
    expect(construct(old, { a: 1 })).toEqual({ parameters: [{ a: 1 }] })
    expect(construct(old, {})).toEqual({ parameters: [] })
    expect(construct((kwargs) => ({ kwargs }), { a: 1 })).toEqual({ kwargs: { a: 1 } })
  })

  test.each<[object, string[]]>([
    [
      {},
      [
        "h.host: Radio() missing 1 required positional argument: 'host'",
        "h.port: Radio() missing 1 required positional argument: 'port'",
      ],
    ],
    [{ host: 'h', port: undefined }, ["h.port: Radio() missing 1 required positional argument: 'port'"]],
    [
      { host: 'h', port: 1, volum: 1, colour: 2 },
      [
        "h.volum: Radio() got an unexpected keyword argument 'volum'. Did you mean 'volume'?",
        "h.colour: Radio() got an unexpected keyword argument 'colour'. Its keywords are: host, port, volume, station",
      ],
    ],
    [
      { host: 'h', port: 1, volume: 2, volum: 1 },
      [
        "h.volum: Radio() got an unexpected keyword argument 'volum'. " +
          'Its keywords are: host, port, volume, station',
      ],
    ],
    [
      { host: 'h', port: 1, leval: 2 },
      ["h.leval: Radio() got an unexpected keyword argument 'leval'. Did you mean 'level'?"],
    ],
  ])('%j are refused', (kwargs, lines) => {
    expect(refused(Radio, kwargs, ['level'])).toEqual(lines)
  })

  test('of a class that has none', () => {
    expect(refused(Quiet, { volume: 1 })).toEqual([
      "h.volume: Quiet() got an unexpected keyword argument 'volume'. Its keywords are: none",
    ])
  })

  function refused(callable: typeof Radio, kwargs: object, keys?: readonly string[]): string[] {
    try {
      construct(callable, kwargs as Record<string, unknown>, keys)
    } catch (error) {
      expect(error).toBeInstanceOf(TypeError)
      return errorsOf(error).map((each) => lineOf('h', each))
    }
    throw new Error('it was not refused')
  }
})

test.each([
  [Formatter, { positional: ['fmt'], keywords: ['datefmt', 'style', 'validate', 'defaults', 'escapeControls'] }],
  [Filter, { positional: ['name'], keywords: [] }],
  [NullHandler, { positional: ['level'], keywords: [] }],
  [
    MemoryHandler,
    { positional: ['capacity'], required: ['capacity'], keywords: ['flushLevel', 'target', 'flushOnClose'] },
  ],
])('the signature of %o', (klass, signature) => {
  expect(signatureOf(klass)).toEqual(signature)
})

test.each<[unknown, string | undefined]>([
  [new Error('port: expected a number'), 'port'],
  [new Error("unknown host 'mode' for port"), 'mode'],
  [new Error("'port' and 'mode'"), 'port'],
  [new Error('port'), 'port'],
  [new Error('sport: no'), undefined],
  [new Error('transport and port'), undefined],
  [new Error(''), undefined],
  ['port: thrown as a text', undefined],
  [null, undefined],
  [noted(new Error('port: wrong'), 'mode'), 'mode'],
])('the keyword that an error is about: %s', (error, keyword) => {
  expect(keywordOf(error, { port: 1, mode: 'a' })).toBe(keyword)
})

test('a name whose last part is spelt otherwise is the registered one, however short', () => {
  registerClass('app.Zq', class Zq {})
  registerClass('app.ZqHandler', class ZqHandler {})
  expect(() => resolveName('x.ZQHANDLER')).toThrow("did you mean 'app.ZqHandler'?")
  expect(() => resolveName('x.zq')).toThrow("did you mean 'app.Zq'?")
})

test.each<[string, unknown]>([
  ['a number', 20],
  ['an arrow function', () => ({})],
  ['an object', {}],
  ['nothing', undefined],
])('registerClass takes no %s', (_, klass) => {
  expect(() => registerClass('zoo.Lion', klass as never)).toThrow(
    /^expected a class \(a factory or an object: registerObject\('zoo\.Lion', …\)\), not /,
  )
  expect(registeredNames()).not.toContain('zoo.Lion')
})
