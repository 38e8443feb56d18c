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

describe('the last byte of room', () => {
  const cachedOf = (text: string): CachedText => {
    const cached = new CachedText(text)
    for (let i = 0; i < 5; i++) made((line) => line.cached(cached))
    expect(cached.bytes).toEqual(Buffer.from(text))
    return cached
  }
  // A text may be three bytes a unit, until it is looked at.
  test.each<[string, number, (line: LineBuffer) => void, string]>([
    ['text', 6, (line) => line.text('ab'), 'ab'],
    ['long text', 195, (line) => line.text('x'.repeat(65)), 'x'.repeat(65)],
    ['text of no ASCII', 6, (line) => line.text('aé'), 'aé'],
    ['escaped', 2, (line) => line.escaped('ab', asIs), 'ab'],
    ['escaped of 64', 64, (line) => line.escaped('x'.repeat(64), asIs), 'x'.repeat(64)],
    ['escaped of 65', 195, (line) => line.escaped('x'.repeat(65), asIs), 'x'.repeat(65)],
    ['escapes', 6, (line) => line.escaped('"', json), '\\"'],
    ['an integer', 11, (line) => line.integer(-12), '-12'],
    ['an integer as text', 3, (line) => line.integer(5), '5'],
    ['a large integer', 30, (line) => line.integer(2 ** 33), '8589934592'],
    ['cached', 16, (line) => line.cached(cachedOf('x'.repeat(16))), 'x'.repeat(16)],
    ['long cached', 17, (line) => line.cached(cachedOf('x'.repeat(17))), 'x'.repeat(17)],
    ['cached of no ASCII', 2, (line) => line.cached(cachedOf('é')), 'é'],
    ['cached nothing', 0, (line) => line.cached(cachedOf('')), ''],
  ])('%s takes %d', (_, room, make, text) => {
    expect(made(make, room)).toBe(text)
    expect(made((line) => (line.text(''), make(line)), room)).toBe(text)
    const behind = (line: LineBuffer): void => {
      line.escaped('-', asIs)
      make(line)
    }
    expect(made(behind, room + 1)).toBe(`-${text}`)
    if (room > 0 && room !== 11) expect(made(make, room - 1)).toBeUndefined()
    if (room > 0 && room !== 11) expect(made(behind, room)).toBeUndefined()
  })

  test('a text that is not whole takes nothing', () => {
    const line = new LineBuffer(20)
    line.begin()
    line.cached(cachedOf('x'.repeat(21)))
    line.escaped('x'.repeat(21), asIs)
    line.text('x'.repeat(7))
    expect([line.isWhole, line.length, String(line)]).toEqual([false, 0, ''])
  })

  test('whole lines as text', () => {
    const line = new LineBuffer(9)
    expect(line.add('abcd', 1)).toBe(false)
    expect(line.add('ab', 2)).toBe(true)
    expect(line.add('cde', 1)).toBe(false)
    expect(line.add('cd', 1)).toBe(true)
    expect([line.records, line.held, line.clear(), line.held]).toEqual([3, 4, 4, 0])
    expect(line.isWhole).toBe(false)
  })
})

describe('a spare line', () => {
  const joined = (size: number, make: (spare: LineBuffer) => void): LineBuffer => {
    const line = new LineBuffer(size)
    line.begin()
    line.escaped('ab', asIs)
    const spare = line.spare()
    expect(line.spare()).toBe(spare)
    spare.begin()
    make(spare)
    line.join(spare)
    return line
  }

  test('is put behind what there is, while there is room', () => {
    const line = joined(5, (spare) => spare.text('cdé'.slice(0, 3)))
    expect([line.isWhole, String(line)]).toEqual([false, 'ab'])
    const exact = joined(5, (spare) => spare.text('cde'))
    expect([exact.isWhole, String(exact), exact.length]).toEqual([true, 'abcde', 5])
    exact.close()
    expect([exact.held, exact.records]).toEqual([5, 1])
    const full = joined(4, (spare) => spare.text('cde'))
    expect([full.isWhole, String(full)]).toEqual([false, 'ab'])
  })

  test('that is not whole makes none that is', () => {
    const line = joined(40_000, (spare) => {
      spare.text('c')
      spare.text('x'.repeat(16_384))
    })
    expect([line.isWhole, String(line)]).toEqual([false, 'ab'])
  })

  test('takes 16 KiB', () => {
    const line = joined(40_000, (spare) => spare.escaped('x'.repeat(64).repeat(85), asIs))
    expect([line.isWhole, line.length]).toEqual([true, 2 + 64 * 85])
    expect(line.spare().bytes).toHaveLength(16_384)
  })
})

test('a text has its bytes from the fifth use on', () => {
  const cached = new CachedText('text')
  const lacks = Array.from({ length: 6 }, () => {
    made((line) => line.cached(cached))
    return cached.bytes === undefined
  })
  expect(lacks).toEqual([true, true, true, true, false, false])
})

test('control characters, quotes and what is beyond ASCII are escaped, their neighbours are not', () => {
  const escaped: string[] = []
  const remember = (text: string): string => (escaped.push(text), json(text))
  for (let code = 0; code < 0x100; code++) made((line) => line.escaped(String.fromCharCode(code), remember))
  const codes = escaped.map((text) => text.charCodeAt(0))
  const expected = Array.from({ length: 0x100 }, (_, code) => code).filter(
    (code) => code < 0x20 || code === 0x22 || code === 0x5c || code >= 0x80,
  )
  expect(codes).toEqual(expected)
})
