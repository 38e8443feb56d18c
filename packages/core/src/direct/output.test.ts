import { afterEach, describe, expect, test } from 'vitest'
import { Formatter } from '../formatting/formatter.js'
import { NullHandler } from '../handlers/nullHandler.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { addLevelName } from '../records/levels.js'
import { resetLogging, StringStream } from '../testing/index.js'
import { Draft, drawLine, registerDrawer } from './drawing.js'
import { CachedText, isTorn, lineOf, LINES, TextLine, writeToStream } from './line.js'
import { attached, registerOutput } from './output.js'
import { streamOutput } from './streamOutput.js'

afterEach(resetLogging)

describe('a handler’s output', () => {
  test('is that of its emit, as long as it has that one', () => {
    const handler = new StreamHandler(new StringStream())
    const { output, text } = attached(handler)
    expect(attached(handler)).toBe(attached(handler))
    expect(output).toBe(streamOutput)
    handler.emit = () => {}
    expect(attached(handler).output).toBeUndefined()
    registerOutput(handler.emit, streamOutput)
    handler.emit = handler.emit.bind(handler)
    expect(attached(handler).output).toBeUndefined()
    Reflect.deleteProperty(handler, 'emit')
    expect(attached(handler).output).toBe(streamOutput)
    expect(text).toBeInstanceOf(TextLine)
    expect(attached(new NullHandler()).output).toBeUndefined()
    expect(Object.keys(handler)).not.toContain('direct output')
  })
})

describe('a stream', () => {
  class OwnLines extends StringStream {
    readonly makes = LINES
    line: TextLine | undefined = new TextLine()
    written: unknown[] = []

    openLine(): TextLine | undefined {
      return this.line
    }

    writeLine(line: unknown): boolean {
      if (line !== this.line) return false
      this.written.push(String(line))
      return true
    }
  }

  test('may make its lines itself', () => {
    const stream = new OwnLines()
    const line = lineOf(stream)!
    line.text('own')
    expect(writeToStream(stream, line)).toBeUndefined()
    expect([stream.written, stream.text]).toEqual([['own'], ''])
    const other = new TextLine()
    other.text('other')
    writeToStream(stream, other)
    expect([stream.written, stream.text]).toEqual([['own'], 'other'])
    expect([lineOf(new StringStream()), lineOf(null)]).toEqual([undefined, undefined])
    expect(lineOf({ write() {}, makes: 'lines' } as never)).toBeUndefined()
  })

  test('opens a line where its handler’s terminator is a text, and no terminal shows it', () => {
    const stream = new StringStream()
    const handler = new StreamHandler(stream)
    const text = new TextLine()
    const open = (): unknown => streamOutput.open(handler, text, { ms: 0 })
    expect(open()).toBe(text)
    handler.terminator = 5 as never
    expect(open()).toBeUndefined()
    handler.terminator = ''
    expect(open()).toBe(text)
    Object.assign(stream, { isTTY: true })
    expect(open()).toBeUndefined()
    handler.stream = new OwnLines()
    expect(open()).toBe((handler.stream as OwnLines).line)
    handler.stream = Object.assign(new OwnLines(), { line: undefined })
    expect(open()).toBe(text)
    handler.stream = null
    expect(open()).toBe(text)
  })

  test('is written the line and its terminator, if there is room for both', () => {
    const stream = new StringStream()
    const handler = new StreamHandler(stream)
    handler.terminator = '|'
    const line = new TextLine()
    line.text('x')
    expect(streamOutput.write(handler, line, 20)).toBe(true)
    expect(stream.text).toBe('x|')
    const torn = Object.assign(new TextLine(), { isWhole: false })
    expect(streamOutput.write(handler, torn, 20)).toBe(false)
    expect(stream.text).toBe('x|')
  })

  test.each(['write', 'flush'])('has something left to do where its %s gives a promise', async (name) => {
    const stream = Object.assign(new StringStream(), { [name]: async () => {} })
    const written = streamOutput.write(new StreamHandler(stream), new TextLine(), 20)
    expect(written).toBeInstanceOf(Promise)
    await written
  })
})

test('a line has its pieces in their order, and may be begun anew', () => {
  const line = new TextLine()
  line.text('a')
  line.escaped('b', (text) => `<${text}>`)
  line.integer(-7)
  line.cached(new CachedText('c'))
  const spare = line.spare()
  expect(line.spare()).toBe(spare)
  spare.begin()
  spare.text('d')
  line.join(spare)
  expect([String(line), line.length, line.isWhole]).toEqual(['a<b>-7cd', 8, true])
  line.begin()
  expect([String(line), line.length]).toEqual(['', 0])
})

test.each([
  ['', false],
  ['abc', false],
  ['\u{1f600}', false],
  ['\ud83d', true],
  ['\ude00', true],
  ['\ude00a', true],
  ['a\ud83d', true],
  ['\ud83da', false],
  ['a\ude00', false],
  ['a\ud83d\ude00', false],
  ['\udbff', true],
  ['\udfffa', true],
  ['\ue000', false],
  ['\ud7ff', false],
])('%j may be part of a pair: %j', (text, is) => {
  expect(isTorn(text)).toBe(is)
})

describe('a draft', () => {
  test('is what the call says, with one time and one text of its error', () => {
    const draft = new Draft()
    const error = new Error('no')
    draft.begin('app', 30, { extra: { a: 1 }, exc_info: error })
    expect(draft).toMatchObject({ name: 'app', level: 30, levelname: 'WARNING', extra: { a: 1 }, error })
    expect([draft.ms, draft.exceptionText]).toEqual([draft.ms, draft.exceptionText])
    expect(draft.exceptionText).toContain('Error: no')
    draft.added = { b: 1 }
    draft.begin('db', 30, {})
    expect(draft).toMatchObject({ name: 'db', levelname: 'WARNING', extra: null, added: null, error: undefined })
    draft.begin('db', 30, { extra: null, exc_info: false })
    expect(draft).toMatchObject({ extra: null, error: undefined })
  })

  test('knows the name that its level has by now', () => {
    const draft = new Draft()
    const names: string[] = []
    try {
      for (const name of ['ONE', 'TWO']) {
        addLevelName(33, name)
        draft.begin('app', 33, {})
        names.push(draft.levelname)
      }
      draft.begin('app', 34, {})
      names.push(draft.levelname)
    } finally {
      addLevelName(33, 'Level 33')
    }
    expect(names).toEqual(['ONE', 'TWO', 'Level 34'])
  })

  test('is drawn by the drawer of the formatter’s format, as long as it has that one', () => {
    const draft = new Draft()
    draft.begin('app', 20, {})
    const formatter = new Formatter('%(message)s')
    const draw = (): string | false => {
      const line = new TextLine()
      return drawLine(formatter, line, draft, 'x', []) && String(line)
    }
    expect([draw(), draw()]).toEqual(['x', 'x'])
    formatter.format = () => 'own'
    expect(draw()).toBe(false)
    registerDrawer(formatter.format, () => ({ draw: (line) => (line.text('drawn'), true) }))
    formatter.format = formatter.format.bind(formatter)
    expect(draw()).toBe(false)
    Reflect.deleteProperty(formatter, 'format')
    expect(draw()).toBe('x')
  })
})
