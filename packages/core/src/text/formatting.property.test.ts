import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { braces, validateBraces } from './strFormat.js'
import { Formatter } from '../formatting/formatter.js'
import { HOSTILE } from '../testing/hostile.js'
import { formatValue } from './formatSpec.js'
import { KeyError } from './keyError.js'
import { percent } from './percent.js'
import { makeLogRecord } from '../records/record.js'
import { ascii, repr, str } from './repr.js'
import { strftime } from './strftime.js'
import { gmtime, localtime } from './structTime.js'
import { template, validateTemplate } from './stringTemplate.js'

/** What JavaScript throws when it runs out of something: no answer to a wrong format. */
const EXHAUSTED = /call stack|string length|array length|out of memory|regular expression|maximum/i

/** Runs what may fail as documented: by a TypeError or a RangeError (KeyError is one). Gives the text, if there is one. */
function documented(call: () => string): string | undefined {
  try {
    const text = call()
    expect(typeof text).toBe('string')
    return text
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error
    expect(error.message).not.toMatch(EXHAUSTED)
    expect(['TypeError', 'RangeError', 'KeyError']).toContain(error.name)
    return undefined
  }
}

const lookUp =
  (names: Readonly<Record<string, unknown>>) =>
  (name: string): unknown => {
    if (!Object.hasOwn(names, name)) throw new KeyError(name)
    return names[name]
  }

// ---- inputs

const PARTS =
  '% %% %s %d %5d %-*.*f %x %c %r %a %(a)s %(a)d %(a(b))s %( ( ) * . 0 7 99 1000000 - + # h l { } {{ }} {} {0} {a} {a.b} ' +
  '{a[b]} {0[1]} {!r} {!x} {:>5} {:05.1f} {:,} {:{}} {a:%H} [ ] : ! $ $$ $a ${a} ${ a b \' " \n é 😀 \ud800 ' +
  '%Y %-5m %Ez %_10c %^Z %99d __proto__ constructor'

const formats = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PARTS.split(' '), ' ') }, fc.string({ unit: 'binary' })), {
    maxLength: 12,
  })
  .map((parts) => parts.join(''))

/** Makes a value: fast-check looks into those it holds, which some do not bear. */
type Make = () => unknown

const values: fc.Arbitrary<Make> = fc.oneof(
  fc
    .oneof(
      fc.anything({
        withBigInt: true,
        withBoxedValues: true,
        withDate: true,
        withMap: true,
        withSet: true,
        withNullPrototype: true,
        withObjectString: true,
        withSparseArray: true,
        withTypedArray: true,
      }),
      fc.double(),
      fc.integer({ min: -1000, max: 2_000_000 }),
      fc.string({ unit: 'binary' }),
    )
    .map((value) => () => value),
  fc.constantFrom(...HOSTILE),
)

const names: fc.Arbitrary<() => Record<string, unknown>> = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'a(b)', '', '0', '__proto__'), values), { maxLength: 4 })
  .map((entries) => () => Object.fromEntries(entries.map(([name, make]) => [name, make()])))
const tuples: fc.Arbitrary<() => unknown[]> = fc
  .array(values, { maxLength: 5 })
  .map((makes) => () => makes.map((make) => make()))
const runs = { numRuns: 1000 }

describe('any format and any values give a text or a documented error', () => {
  test('printf-style', () => {
    fc.assert(
      fc.property(formats, fc.oneof(tuples, names, values), (format, args) => {
        documented(() => percent(format).format(args()))
      }),
      runs,
    )
  })

  test('str.format', () => {
    fc.assert(
      fc.property(formats, tuples, names, (format, args, mapping) => {
        documented(() => braces(format).format(lookUp(mapping()), args()))
        documented(() => (validateBraces(format), ''))
      }),
      runs,
    )
  })

  test('format specs', () => {
    fc.assert(
      fc.property(formats, values, (spec, value) => void documented(() => formatValue(value(), spec))),
      runs,
    )
  })

  test('string.Template', () => {
    fc.assert(
      fc.property(formats, names, (format, mapping) => {
        documented(() => template(format).substitute(lookUp(mapping())))
        documented(() => (validateTemplate(format), ''))
      }),
      runs,
    )
  })

  test('strftime never fails', () => {
    const seconds = fc.double({ min: -1e11, max: 1e11, noNaN: true })
    fc.assert(
      fc.property(formats, seconds, (format, at) => {
        expect(typeof strftime(format, gmtime(at))).toBe('string')
        expect(typeof strftime(format, localtime(at))).toBe('string')
      }),
      runs,
    )
  })

  test('str, repr and ascii never fail', () => {
    fc.assert(
      fc.property(values, (make) => {
        const value = make()
        expect(typeof str(value)).toBe('string')
        expect(typeof repr(value)).toBe('string')
        expect(ascii(value)).toMatch(/^[\0-\x7f]*$/)
      }),
      runs,
    )
  })

  test('Formatter', () => {
    const options = fc.record({
      style: fc.constantFrom('%', '{', '$'),
      datefmt: fc.option(formats),
      validate: fc.boolean(),
      defaults: fc.option(names),
    })
    fc.assert(
      fc.property(formats, options, formats, fc.oneof(tuples, names), names, (fmt, more, msg, args, extra) => {
        const all = { ...more, defaults: more.defaults?.() ?? null }
        documented(() => new Formatter(fmt, all).format(makeLogRecord({ ...extra(), msg, args: args() as never })))
      }),
      runs,
    )
  })
})

describe('what is no format comes out as it went in', () => {
  test('escaped, any text passes every style', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(percent(text.replaceAll('%', '%%')).format([])).toBe(text)
        expect(braces(text.replace(/[{}]/g, '$&$&')).format(lookUp({}))).toBe(text)
        expect(template(text.replaceAll('$', '$$$$')).substitute(lookUp({}))).toBe(text)
        expect(strftime(text.replaceAll('%', '%%'), gmtime(0))).toBe(text)
      }),
      runs,
    )
  })
})

// Megabytes of what a parser might read again and again: one that did would take hours for these, not a second.
describe('parsing is linear', () => {
  const LENGTH = 2 ** 20
  const UNITS =
    '% %% ( ) %( %(( %() %(a) %(a)s %(a)0 %(a)00z %(a)5 %(a)-. %5 %-0+ %.9 %.* %*d %s %é %l 0 9 ٣ a é 😀 \ud800 \n { } {{ }} {} {0 {0[ {0] ' +
    '{0[0] {0[0]} {0. {a.b {a.b} {0: {: {:{ {:{} {:{}} {:} {! {!r {!r} {a!r: {a:0 [ ] [0] [0 .a . .. : ! $ $$ ${ ${a ${a} $a $a$ ' +
    "%0 %-- %E %Ec %Y %99999d %n %c %^ ' \\"
  const texts = UNITS.split(' ').map((unit) => unit.repeat(LENGTH / unit.length))
  const nested = [
    '%(' + '('.repeat(LENGTH / 2) + ')'.repeat(LENGTH / 2) + ')s',
    '%(a)' + '0'.repeat(LENGTH) + 'z',
    '%(a)' + '0'.repeat(LENGTH) + 's',
    '%(a)' + '9'.repeat(LENGTH) + '.' + '9'.repeat(LENGTH) + 'z',
    '%(' + 'a'.repeat(LENGTH) + ')s',
    '{0' + '[0]'.repeat(LENGTH / 4) + '}',
    '{a' + '.a'.repeat(LENGTH / 4) + '!',
    '{a' + '[0]'.repeat(LENGTH / 4) + '.}',
    '{0:' + '{'.repeat(LENGTH / 2) + '}'.repeat(LENGTH / 2) + '}',
    '{0:' + '{}'.repeat(LENGTH / 4) + '}',
    '{0:' + '0'.repeat(LENGTH) + '}',
    '{0:.' + '9'.repeat(LENGTH) + 'f}',
    '{0:{1}' + ','.repeat(LENGTH) + '}',
    '${' + 'a'.repeat(LENGTH) + '}',
    '${' + 'a'.repeat(LENGTH) + '-}',
    '\n'.repeat(LENGTH) + '$',
    '%' + '-_0^#'.repeat(LENGTH / 8) + 'd',
    '%' + '9'.repeat(LENGTH) + 'd',
  ]
  const shown = (text: string): string => `${JSON.stringify(text.slice(0, 12))}…`
  const all: [string, string][] = [...texts, ...nested].map((text) => [shown(text), text])

  test.each(all)('%s', (_, text) => {
    const mapping = { a: 'x' }
    documented(() => percent(text).format(text.includes('%(') ? mapping : ['x', 1.5, 3]))
    documented(() => braces(text).format(lookUp(mapping), ['x', 1.5, 3]))
    documented(() => template(text).substitute(lookUp(mapping)))
    documented(() => formatValue(1.5, text))
    for (const style of ['%', '{', '$']) documented(() => (new Formatter(text, { style }), ''))
    expect(typeof strftime(text, gmtime(0))).toBe('string')
  })
})

describe('nothing kept grows without bound', () => {
  test('parsed formats are dropped again', () => {
    const kept = percent('%s kept')
    expect(percent('%s kept')).toBe(kept)
    for (let i = 0; i < 1000; i++) percent(`%s ${i}`)
    expect(percent('%s kept')).not.toBe(kept)
  })

  test('a long format is not kept', () => {
    const long = '%s' + 'x'.repeat(5000)
    expect(percent(long)).not.toBe(percent(long))
  })

  test('no width or precision fills the memory', () => {
    for (const [format, args] of [
      ['%*d', [2e9, 1]],
      ['%-*s', [-2e9, 1]],
      ['%.*f', [2e9, 1]],
      ['%.*x', [2e9, 1]],
      ['%2000000000s', ['x']],
    ] as const)
      expect(() => percent(format).format(args)).toThrow(/^(width|precision) too big$/)
    for (const [spec, value] of [
      ['2000000000', 1],
      ['02000000000,', 1],
      ['.2000000000f', 1.5],
      ['2000000000', 'x'],
    ] as const)
      expect(() => formatValue(value, spec)).toThrow(/^(width|precision) too big$/)
    expect(percent('%.*s').format([2e9, 'x'])).toBe('x')
  })
})
