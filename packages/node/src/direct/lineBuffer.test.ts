import { describe, expect, test } from 'vitest'
import { CachedText } from '@treeline/core/internal'
import { LineBuffer } from './lineBuffer.js'

const asIs = (text: string): string => text
const json = (text: string): string => JSON.stringify(text).slice(1, -1)

/** Returns the bytes of one line as text, or undefined if it did not take every piece. */
function made(make: (line: LineBuffer) => void, size = 4096): string | undefined {
  const line = new LineBuffer(size)
  line.begin()
  make(line)
  if (!line.isWhole) return undefined
  const text = String(line)
  const { length } = line
  line.close()
  expect(line.held).toBe(length)
  expect(line.bytes.toString('utf8', 0, line.clear())).toBe(text)
  return text
}

describe('pieces', () => {
  test.each([
    '',
    'a',
    'plain text',
    'é',
    'naïve €',
    '漢字',
    '🌲',
    'a🌲b',
    '\u0000\u001f\u007f\u0080',
    'x'.repeat(1000),
  ])('text %j', (text) => {
    expect(made((line) => line.text(text))).toBe(text)
    expect(made((line) => line.cached(new CachedText(text)))).toBe(text)
    expect(made((line) => line.escaped(text, asIs))).toBe(text)
  })

  test.each(['"', '\\', '\n', 'a "b" \\ c', 'é"', `${'long '.repeat(30)}"`])('escaped %j', (text) => {
    expect(made((line) => line.escaped(text, json))).toBe(json(text))
  })

  test('integers of any size', () => {
    const edges = [
      0,
      -0,
      2 ** 31 - 1,
      2 ** 31,
      -(2 ** 31),
      -(2 ** 31) - 1,
      Number.MAX_SAFE_INTEGER,
      Number.MIN_SAFE_INTEGER,
    ]
    const tens = Array.from({ length: 16 }, (_, n) => 10 ** n)
    for (const n of [...edges, ...tens.flatMap((ten) => [ten, ten - 1, -ten, 1 - ten])]) {
      expect(made((line) => line.integer(n))).toBe(`${n}`)
    }
  })

  test('one behind the other, a kept one again', () => {
    const kept = new CachedText('«é» ')
    const make = (line: LineBuffer): void => {
      line.cached(kept)
      line.text('user ')
      line.escaped('"ann"', json)
      line.integer(-12)
      line.cached(kept)
    }
    for (let i = 0; i < 7; i++) expect(made(make)).toBe('«é» user \\"ann\\"-12«é» ')
  })
})

test('halves of a surrogate pair are left to a string, which may join them', () => {
  for (const half of ['\ud83c', 'a\ud83c', '\udf32', '\udf32a', `${'x'.repeat(100)}\ud83c`]) {
    expect(made((line) => line.text(half))).toBeUndefined()
    const kept = new CachedText(half)
    for (let i = 0; i < 7; i++) expect(made((line) => line.cached(kept))).toBeUndefined()
  }
  // Inside a piece nothing can join them.
  expect(made((line) => line.text('a\ud83cb'))).toBe('a\ufffdb')
})

describe('room', () => {
  const again = new CachedText('x'.repeat(40))
  for (let i = 0; i < 7; i++) made((line) => line.cached(again))

  test.each([
    ['text', (line: LineBuffer): void => line.text('x'.repeat(20))],
    ['long text', (line: LineBuffer): void => line.text('x'.repeat(100))],
    ['kept', (line: LineBuffer): void => line.cached(new CachedText('x'.repeat(40)))],
    ['kept again', (line: LineBuffer): void => line.cached(again)],
    ['escaped', (line: LineBuffer): void => line.escaped('x'.repeat(40), asIs)],
    ['escapes', (line: LineBuffer): void => line.escaped('\u0001'.repeat(10), json)],
    ['integer', (line: LineBuffer): void => line.integer(2 ** 50)],
  ])('a line that finds none for %s is not whole, whatever comes then', (_, add) => {
    const line = new LineBuffer(32)
    line.begin()
    line.text('whole')
    line.close()
    line.begin()
    line.text('ab')
    add(line)
    line.text('c')
    expect(line.isWhole).toBe(false)
    line.begin()
    line.text('next')
    line.close()
    expect(line.records).toBe(2)
    expect(line.bytes.toString('utf8', 0, line.clear())).toBe('wholenext')
  })

  test('whole lines are added as text if they fit, and give up the one in the making', () => {
    const line = new LineBuffer(32)
    line.begin()
    line.text('lost')
    expect(line.add('é\n', 3)).toBe(true)
    expect(line.isWhole).toBe(false)
    expect(line.add('x'.repeat(11), 1)).toBe(false)
    expect([line.records, line.held]).toEqual([3, 3])
    expect(line.bytes.toString('utf8', 0, line.clear())).toBe('é\n')
    expect([line.records, line.held]).toEqual([0, 0])
  })
})
