import { describe, expect, test } from 'vitest'
import { percent } from '../text/percent.js'
import { FieldsRead } from './fieldsRead.js'
import { TextLine } from './line.js'
import { callMapping, drawMessage, mappingValues } from './drawMessage.js'

const escape = (text: string): string => text.replaceAll('"', String.raw`\"`)

/** Returns what is drawn of a call's message; false where its record has to be made. */
function drawn(msg: string, args: readonly unknown[], escaped = false): string | false {
  const line = new TextLine()
  const mapping = callMapping(args)
  const values = mapping === undefined ? args : mappingValues(msg, mapping, new FieldsRead())
  if (values === undefined) return false
  return drawMessage(line, msg, values, mapping, escaped ? escape : undefined) && String(line)
}

describe('a message is drawn as it is merged', () => {
  test.each<[string, unknown[]]>([
    ['plain "text"', []],
    ['100%', []],
    ['%s', ['x']],
    ['%s', ['']],
    ['%s', ['say "x"']],
    ['"%s" and %s.', ['a', 'b']],
    ['%d%d', [1, 2]],
    ['%s %s %s', [1, -2.5, Number.NaN]],
    ['%s', [2 ** 53]],
    ['%d', [-7.9]],
    ['%d', [2 ** 53 - 1]],
    ['100%% of %d', [5]],
    ['%(a)s is %(b)d', [{ a: 'x', b: 2 }]],
    ['%(a)s, again %(a)s', [{ a: 'x' }]],
    ['plain', [{ a: 'x' }]],
    ['50%% done', [{ a: 'x' }]],
  ])('%j, %j', (msg, args) => {
    const merged = args.length === 0 ? msg : percent(msg).format(callMapping(args) ?? args)
    expect(drawn(msg, args)).toBe(merged)
    expect(drawn(msg, args, true)).toBe(escape(merged))
  })

  test.each<[string, unknown[]]>([
    ['%s', ['a', 'b']],
    ['%s %s', ['a']],
    ['plain', ['a']],
    ['%s', [null]],
    ['%s', [undefined]],
    ['%s', [true]],
    ['%s', [7n]],
    ['%s', [Symbol('x')]],
    ['%s', [[1]]],
    ['%d', ['7']],
    ['%d', [Number.NaN]],
    ['%d', [Infinity]],
    ['%d', [2 ** 53]],
    ['%d', [-(2 ** 60)]],
    ['%5s', ['a']],
    ['%.2f', [1]],
    ['%x', [1]],
    ['%r', ['a']],
    ['%(a)s', ['a']],
    ['%(a)s %s', [{ a: 'x' }]],
    ['%(a)s', [{ b: 'x' }]],
    ['%(a)s', [{ a: { b: 1 } }]],
    ['%(toString)s', [{ a: 1 }]],
    ['\ude00%s', ['a']], // Half a pair, which with the piece before may be a whole one.
    ['%s\ud83d', ['a']],
  ])('but not what its record has to tell: %#', (msg, args) => {
    expect(drawn(msg, args)).toBe(false)
  })

  test('halves of pairs among the arguments are told apart where they are escaped', () => {
    expect(drawn('%s%s', ['\ud83d', '\ude00'])).toBe('\u{1f600}')
    expect(drawn('%s%s', ['\ud83d', '\ude00'], true)).toBe(false)
    expect(drawn('%s', ['\ude00'], true)).toBe(false)
    expect(drawn('%s', ['\u{1f600}'], true)).toBe('\u{1f600}')
  })
})

test.each<[unknown[], boolean]>([
  [[{ a: 1 }], true],
  [[{ a: undefined }], true],
  [[{}], false],
  [[], false],
  [[null], false],
  [['a'], false],
  [[[1]], false],
  [[{ a: 1 }, 1], false],
  [[new Map([['a', 1]])], false],
  [[Object.create({ a: 1 })], false],
  [[Object.create(null)], false],
  [
    [
      new (class Own {
        a = 1
      })(),
    ],
    false,
  ],
])('of %j the mapping is the argument: %j', (args, is) => {
  expect(callMapping(args)).toBe(is ? args[0] : undefined)
})
