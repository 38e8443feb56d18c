// What is quick must give what is plain: the lines of the formatters, against the same lines built the slow way. One formatter
// makes all lines of a run, so that what it keeps from line to line is put to the test.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Formatter } from '../formatting/formatter.js'
import { JSONFormatter } from './jsonFormatter.js'
import { LogRecord } from '../records/record.js'

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('"', '\\', '\n', '\u007f', '\u2028', '\ud83d', '\udf32', '🌲', 'é', ''),
)
const conversion = fc.oneof(
  fc.tuple(fc.constant('%s'), fc.oneof(text, fc.maxSafeInteger(), fc.constant(-0))),
  fc.tuple(fc.constant('%d'), fc.oneof(fc.maxSafeInteger(), fc.constant(-0))),
)
const message = fc.record({
  literals: fc.array(text, { minLength: 5, maxLength: 5 }),
  conversions: fc.array(conversion, { maxLength: 4 }),
})
const call = fc.record({
  name: fc.oneof(fc.constantFrom('app', 'app.db', 'root'), text),
  level: fc.constantFrom(10, 20, 30, 15),
  // Few, so that neighbours often share one.
  ms: fc.constantFrom(0, 1, 999, 1000, 1_700_000_000_123, 1_700_000_000_124),
  message,
  extra: fc.option(fc.dictionary(fc.constantFrom('user', 'id', 'tenant'), fc.oneof(text, fc.integer())), { nil: {} }),
})

interface Call {
  name: string
  level: number
  ms: number
  message: { literals: string[]; conversions: [string, string | number][] }
  extra: Record<string, string | number>
}

function recordOf({ name, level, ms, message: { literals, conversions }, extra }: Call): LogRecord {
  const without = conversions.length === 0
  const double = (literal: string): string => (without ? literal : literal.replaceAll('%', '%%'))
  const format = literals[0]! + conversions.map(([spec], i) => spec + double(literals[i + 1]!)).join('')
  const msg = double(literals[0]!) + format.slice(literals[0]!.length)
  const args = conversions.map(([, argument]) => argument)
  const record = new LogRecord(name, level, '', 0, msg, args, null)
  record.created = ms / 1000
  return Object.assign(record, extra)
}

function merged({ message: { literals, conversions } }: Call): string {
  return literals[0]! + conversions.map(([, argument], i) => String(argument) + literals[i + 1]!).join('')
}

/** The line as an object, built from the call alone. */
function reference(given: Call): Record<string, unknown> {
  const { name, level, ms, extra } = given
  return { time: new Date(ms).toISOString(), level: LEVELS[level], logger: name, message: merged(given), ...extra }
}

const LEVELS: Readonly<Record<number, string>> = { 10: 'DEBUG', 20: 'INFO', 30: 'WARNING', 15: 'Level 15' }

test('a JSON line is what JSON.stringify makes of the same record', () => {
  const formatter = new JSONFormatter()
  fc.assert(
    fc.property(call, (given) => {
      const line = formatter.format(recordOf(given))
      const plain = JSON.stringify(reference(given))
      // Halves of a pair that met only in the merging may stand escaped.
      if (/[\ud800-\udfff]/.test(merged(given))) expect(JSON.parse(line)).toEqual(JSON.parse(plain))
      else expect(line).toBe(plain)
    }),
    { numRuns: 3000 },
  )
})

test('the message may stand anywhere on a JSON line', () => {
  const sources = {
    time: 'time',
    level: 'levelname',
    logger: 'name',
    message: 'message',
    tenant: 'tenant',
    number: 'levelno',
  }
  const keys = fc.shuffledSubarray(Object.entries(sources))
  fc.assert(
    fc.property(keys, fc.array(call, { minLength: 1, maxLength: 5 }), fc.boolean(), (chosen, calls, constant) => {
      const constants: Record<string, number> = constant ? { version: 1 } : {}
      const formatter = new JSONFormatter({ keys: Object.fromEntries(chosen), constants, fields: false })
      for (const given of calls) {
        const all = { ...reference(given), number: given.level }
        const plain: Record<string, unknown> = { tenant: (given.extra as Record<string, unknown>)['tenant'], ...all }
        const shown = Object.fromEntries(chosen.map(([key]) => [key, plain[key]]))
        const line = formatter.format(recordOf(given))
        expect(JSON.stringify(JSON.parse(line))).toBe(JSON.stringify({ ...shown, ...constants }))
      }
    }),
    { numRuns: 1000 },
  )
})

test('a text line is what the plain concatenation gives', () => {
  const fields = ['asctime', 'levelname', 'name', 'message']
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...fields), fc.constantFrom('', ' ', ' - ', '🌲')), {
        minLength: 1,
        maxLength: 6,
      }),
      fc.array(call, { minLength: 1, maxLength: 5 }),
      (parts, calls) => {
        const formatter = new Formatter(parts.map(([field, behind]) => `%(${field})s${behind}`).join(''))
        for (const given of calls) {
          const record = recordOf(given)
          const line = formatter.format(record)
          const values: Record<string, string> = {
            asctime: parts.some(([field]) => field === 'asctime') ? new Formatter().formatTime(record) : '',
            levelname: LEVELS[given.level]!,
            name: given.name,
            message: merged(given),
          }
          expect(line).toBe(parts.map(([field, behind]) => values[field]! + behind).join(''))
        }
      },
    ),
    { numRuns: 1000 },
  )
})
