import { describe, expect, test } from 'vitest'
import { Redactor } from '../filters/redactor.js'
import { Formatter, type FormatterOptions } from '../formatting/formatter.js'
import { PercentStyle } from '../formatting/percentStyle.js'
import { makeLogRecord } from '../records/record.js'
import type { Keywords } from '../records/keywords.js'
import { Draft } from './drawing.js'
import { TextLine } from './line.js'
import { makeTextDrawer } from './textDrawer.js'

/** Returns the line that is drawn of a call; false where its record has to be made. */
function drawn(formatter: Formatter, msg: string, args: unknown[] = [], keywords: Keywords = {}): string | false {
  const [draft, line] = [new Draft(), new TextLine()]
  draft.begin('app', 20, keywords)
  return makeTextDrawer(formatter)!.draw(line, draft, msg, args) && String(line)
}

describe('a format is drawn', () => {
  test.each<[string, string]>([
    ['%(message)s', 'hi'],
    ['<%(message)s>\n', '<hi>\n'],
    ['%(levelname)s:%(name)s:%(message)s', 'INFO:app:hi'],
    ['%(levelname)-8s|%(name).2s|%(message)s!', 'INFO    |ap|hi!'],
    ['%(name)r %(message)s', "'app' hi"],
    ['%(levelname)s %(levelname)s %%%(message)s', 'INFO INFO %hi'],
  ])('%j', (fmt, line) => {
    const formatter = new Formatter(fmt)
    expect(drawn(formatter, 'hi')).toBe(line)
    expect(formatter.format(makeLogRecord({ name: 'app', levelname: 'INFO', msg: 'hi' }))).toBe(line)
  })

  test('with the time of the call', () => {
    expect(drawn(new Formatter('[%(asctime)s] %(message)s', { datefmt: 'at %%' }), 'hi')).toBe('[at %] hi')
    expect(drawn(new Formatter('%(name)s %(asctime)s %(levelname)s %(message)s', { datefmt: 'now' }), 'hi')).toBe(
      'app now INFO hi',
    )
  })
})

test.each<[string, FormatterOptions?]>([
  ['%(message)5s'],
  ['%(message)r'],
  ['%(message)s %(name)s'],
  ['%(message)s%(message)s'],
  ['%(levelno)d %(message)s'],
  ['%(asctime)30s %(message)s'],
  ['%(asctime)s %(asctime)s %(message)s'],
  ['%(name)99999999s %(message)s'],
  ['%(name)s'],
  ['plain', { validate: false }],
  ['{message}', { style: '{' }],
  ['%(message)s', { escapeControls: true }],
])('the format %j, %j needs records', (fmt, options) => {
  expect(makeTextDrawer(new Formatter(fmt, options))).toBeUndefined()
})

describe('a call is drawn', () => {
  const formatter = new Formatter('%(message)s')

  test.each<[string, unknown[], Keywords, string]>([
    ['x', [], { extra: { user: 'ann' } }, 'x'],
    ['x', [], { extra: null }, 'x'],
    ['%s', ['a'], {}, 'a'],
    ['%(a)s', [{ a: 'b' }], {}, 'b'],
    ['x', [{ a: 'b' }], {}, 'x'],
  ])('%j, %j, %j', (msg, args, keywords, line) => {
    expect(drawn(formatter, msg, args, keywords)).toBe(line)
  })

  test.each<[string, unknown[], Keywords]>([
    ['x', [], { extra: { name: 'taken' } }],
    ['x', [], { extra: { getMessage: 1 } }],
    ['x', [], { extra: new Map([['a', 1]]) }],
    ['x', [], { extra: (() => {}) as object }],
    ['%(a)s', [{ b: 1 }], {}],
    ['%s %s', ['a'], {}],
    ['x', [{ error: new Error('no') }], {}],
    ['x\n', [], { exc_info: new Error('no') }],
    ['%s', ['x\n'], { exc_info: new Error('no') }],
  ])('but not %j, %j, %j', (msg, args, keywords) => {
    expect(drawn(formatter, msg, args, keywords)).toBe(false)
  })

  test('with an error behind it', () => {
    const error = Object.assign(new Error('no'), { stack: 'Error: no\n    at here' })
    const line = drawn(formatter, 'x', [], { exc_info: error })
    expect(line).toBe(`x\n${formatter.formatException(error)}`)
    expect(drawn(new Formatter('%(message)s\n'), 'x', [], { exc_info: error })).toBe(false)
  })

  test.each<[string, (formatter: Formatter) => void]>([
    ['an own formatMessage', (own) => Object.assign(own, { formatMessage: () => 'own' })],
    ['an own formatTime', (own) => Object.assign(own, { formatTime: () => 'own' })],
    ['an own usesTime', (own) => Object.assign(own, { usesTime: () => false })],
    ['another style', (own) => Object.assign(own, { _style: new PercentStyle('%(message)s') })],
    ['a style with an own format', (own) => Object.assign(own._style, { format: () => 'own' })],
    ['a style with an own merge', (own) => Object.assign(own._style, { merge: () => 'own' })],
  ])('unless the formatter has got %s', (_, change) => {
    const own = new Formatter('%(message)s')
    const drawer = makeTextDrawer(own)!
    const draft = new Draft()
    draft.begin('app', 20, {})
    expect(drawer.draw(new TextLine(), draft, 'x', [])).toBe(true)
    change(own)
    expect(drawer.draw(new TextLine(), draft, 'x', [])).toBe(false)
  })

  test.each(['formatException', 'keepException'])('an own %s makes the text of an error, of a record', (name) => {
    const own = Object.assign(new Formatter('%(message)s'), { [name]: () => 'own' })
    expect(drawn(own, 'x')).toBe('x')
    expect(drawn(own, 'x', [], { exc_info: new Error('no') })).toBe(false)
  })

  test('where fields are shown behind the message, only without any', () => {
    const shows = new Formatter()
    expect(shows.showsFields).toBe(true)
    expect([drawn(shows, 'x'), drawn(shows, 'x', [{ a: 1 }])]).toEqual(['x', false])
    const draft = new Draft()
    draft.begin('app', 20, {})
    draft.added = { a: 1 }
    expect(makeTextDrawer(shows)!.draw(new TextLine(), draft, 'x', [])).toBe(false)
    expect(makeTextDrawer(formatter)!.draw(new TextLine(), draft, 'x', [])).toBe(true)
  })

  test('a mapping with a secret is left to the record', () => {
    const draft = new Draft()
    draft.begin('app', 20, {})
    new Redactor({ paths: ['a'] }).filterCall('x', [], draft)
    const draw = (...args: unknown[]): boolean => makeTextDrawer(formatter)!.draw(new TextLine(), draft, 'x', args)
    expect([draw({ b: 1 }), draw({ a: 1 }), draw()]).toEqual([true, false, true])
  })
})
