import { expect, test } from 'vitest'
import { pickle, PythonFloat } from './pickle.js'

/** What stands between the dict's only key, `k`, and its end. */
function bytesOf(value: unknown): string {
  const bytes = pickle(new Map([['k', value]])).toString('latin1')
  expect(bytes.slice(0, 8)).toBe('}(X\x01\0\0\0k')
  expect(bytes.slice(-2)).toBe('u.')
  return bytes.slice(8, -2)
}

/** The text of a string's pickle. */
function textOf(value: unknown): string {
  const bytes = bytesOf(value)
  expect(bytes[0]).toBe('X')
  expect(Buffer.from(bytes, 'latin1').readUInt32LE(1)).toBe(bytes.length - 5)
  return Buffer.from(bytes.slice(5), 'latin1').toString('utf8')
}

// As CPython's pickle.dumps(…, 1) has them, without its memo.
test.each<[unknown, string]>([
  [null, 'N'],
  [undefined, 'N'],
  [true, 'I01\n'],
  [false, 'I00\n'],
  [0, 'K\0'],
  [255, 'K\xff'],
  [256, 'M\0\x01'],
  [65_535, 'M\xff\xff'],
  [65_536, 'J\0\0\x01\0'],
  [-256, 'J\0\xff\xff\xff'],
  [-1, 'J\xff\xff\xff\xff'],
  [-(2 ** 31), 'J\0\0\0\x80'],
  [2 ** 31, 'L2147483648L\n'],
  [-(2 ** 31) - 1, 'L-2147483649L\n'],
  [2n ** 70n, 'L1180591620717411303424L\n'],
  [5n, 'K\x05'],
  [1.5, 'G\x3f\xf8\0\0\0\0\0\0'],
  [-0, 'G\x80\0\0\0\0\0\0\0'],
  [Infinity, 'G\x7f\xf0\0\0\0\0\0\0'],
  [NaN, 'G\x7f\xf8\0\0\0\0\0\0'],
  [2 ** 53, 'G\x43\x40\0\0\0\0\0\0'],
  [new PythonFloat(1), 'G\x3f\xf0\0\0\0\0\0\0'],
  ['', 'X\0\0\0\0'],
  ['é\0', 'X\x03\0\0\0\xc3\xa9\0'],
  ['a\ud83cz', 'X\x05\0\0\0a\xed\xa0\xbcz'],
  ['\udc00😀', 'X\x07\0\0\0\xed\xb0\x80\xf0\x9f\x98\x80'],
  [[], '](e'],
  [[1, 'a', [null]], '](K\x01X\x01\0\0\0a](Nee'],
  [{}, '}(u'],
  [{ a: { b: true } }, '}(X\x01\0\0\0a}(X\x01\0\0\0bI01\nuu'],
  [new Map<unknown, unknown>([[1, 2]]), '}(K\x01K\x02u'],
  [new Set([1, 2]), '](K\x01K\x02e'],
  // oxlint-disable-next-line no-sparse-arrays
  [[, 1], '](NK\x01e'],
  [JSON.parse('{"__proto__":1}'), '}(X\x09\0\0\0__proto__K\x01u'],
  [Object.create(null), '}(u'],
])('%s', (value, bytes) => {
  expect(bytesOf(value)).toBe(bytes)
})

test('what Python has no counterpart of becomes what it is in JSON, or its text', () => {
  class Point {
    x = 1
  }
  expect(bytesOf(new Point())).toBe(bytesOf({ x: 1 }))
  expect(textOf(new Date(0))).toBe('1970-01-01T00:00:00.000Z')
  expect(textOf(Symbol('s'))).toBe('Symbol(s)')
  expect(textOf(new Uint8Array([1, 2]))).toBe('Uint8Array(2) [ 1, 2 ]')
  expect(bytesOf(new TypeError('no'))).toContain('no')
  expect(textOf({ toJSON: () => 'json' })).toBe('json')
  expect(bytesOf(new Map([[[1], 2]]))).toBe('}(X\x05\0\0\0[ 1 ]K\x02u')
  expect(textOf(10n ** 5000n)).toHaveLength(5001)
})

test('hostile values are bounded, and what throws becomes a text', () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  expect(textOf(proxy)).toBe('<unreadable object>')
  const cyclic: unknown[] = [1]
  cyclic.push(cyclic)
  expect(bytesOf(cyclic)).toBe(bytesOf([1, '[Circular]']))
  const trap = {
    get x(): never {
      throw new Error('trap')
    },
  }
  expect(bytesOf(trap)).toBe(bytesOf({ x: '<getter threw: trap>' }))
  expect(bytesOf(Array.from({ length: 1002 }, () => 1)).endsWith('K\x01X\x0a\0\0\0... 2 moree')).toBe(true)
  expect(bytesOf(new Map(Array.from({ length: 1002 }, (_, i) => [i, 1])))).toMatch(/\.\.\.X\x06\x00\x00\x002 moreu$/)
  expect(bytesOf([`${'x'.repeat(99_999)}😀!`])).toMatch(/xx\.\.\. 3 moree$/)
  let deep: unknown = 'end'
  for (let i = 0; i < 100; i++) deep = [deep]
  expect(bytesOf(deep)).toContain('[Array]')
  let wide: unknown = 1
  for (let i = 0; i < 15; i++) wide = [wide, wide, wide, wide]
  expect(pickle(new Map([['k', wide]])).length).toBeLessThan(30_000_000)
})

test('a string of the dict itself is not cut', () => {
  expect(bytesOf([['x'.repeat(200_000)]]).length).toBeLessThan(110_000)
  expect(pickle(new Map([['k', 'x'.repeat(200_000)]])).length).toBeGreaterThan(200_000)
})

test('at the end of the stack a value becomes a text, and the pickle stays whole', () => {
  const made = new Set<string>()
  const down = (): void => {
    try {
      made.add(bytesOf([[[[[1]]]]]))
    } catch {
      // No room for the call itself.
    }
    down()
  }
  try {
    down()
  } catch {
    // The stack's end.
  }
  for (const bytes of made) {
    const [, opened, closed] = /^((?:\]\()*)(?:K\x01|X\x13\0\0\0<unreadable object>)(e*)$/.exec(bytes)!
    expect(opened!.length).toBe(2 * closed!.length)
  }
})

test('no byte is lost where the room grows', () => {
  const items = Array.from({ length: 900 }, (_, index) => index % 250)
  const long = Array.from({ length: 10 }, () => items)
  expect(bytesOf(long)).toBe(`](${`](${items.map((item) => `K${String.fromCharCode(item)}`).join('')}e`.repeat(10)}e`)
})
