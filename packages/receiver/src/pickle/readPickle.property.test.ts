import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPickle } from './readPickle.js'
import { UnpicklingError } from './unpicklingError.js'

const LIMITS = { maxBytes: 65_536, maxValues: 2000, maxDepth: 12 }

/** Writes values as CPython's pickler of protocol 1 does: texts and containers into the memo, equal texts from it. */
class Writer {
  private readonly bytes: number[] = []
  private readonly memo = new Map<string, number>()
  private places = 0

  write(value: unknown): Uint8Array {
    this.put(value)
    this.add('.')
    return Uint8Array.from(this.bytes)
  }

  private put(value: unknown): void {
    if (value === null) this.add('N')
    else if (typeof value === 'boolean') this.add(value ? 'I01\n' : 'I00\n')
    else if (typeof value === 'bigint') this.add(`L${value}L\n`)
    else if (typeof value === 'number') this.putNumber(value)
    else if (typeof value === 'string') this.putText(value)
    else if (Array.isArray(value)) this.putList(value)
    else this.putDict(value as object)
  }

  private putNumber(value: number): void {
    if (!Number.isInteger(value) || Object.is(value, -0)) this.number('G', 8, (view) => view.setFloat64(0, value))
    else if (value >= 0 && value < 256) this.add('K', value)
    else if (value >= 0 && value < 65_536) this.number('M', 2, (view) => view.setUint16(0, value, true))
    else if (Math.abs(value) < 2 ** 31) this.number('J', 4, (view) => view.setInt32(0, value, true))
    else if (Number.isSafeInteger(value)) this.add(`L${value}L\n`)
    else this.number('G', 8, (view) => view.setFloat64(0, value))
  }

  private putText(value: string): void {
    const known = this.memo.get(value)
    if (known !== undefined) return this.get(known)
    const utf8 = [...value].flatMap((character) => {
      const code = character.codePointAt(0)!
      const isHalf = code >= 0xd800 && code < 0xe000
      return isHalf
        ? [0xed, 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]
        : [...new TextEncoder().encode(character)]
    })
    this.number('X', 4, (view) => view.setUint32(0, utf8.length, true))
    this.bytes.push(...utf8)
    this.memo.set(value, this.places)
    this.remember()
  }

  private putList(values: readonly unknown[]): void {
    const isTuple = values.length % 2 === 1
    if (isTuple) {
      this.add('(')
      for (const value of values) this.put(value)
      this.add('t')
      return this.remember()
    }
    this.add(']')
    this.remember()
    if (values.length === 0) return
    this.add('(')
    for (const value of values) this.put(value)
    this.add('e')
  }

  private putDict(dict: object): void {
    this.add('}')
    this.remember()
    const entries = Object.entries(dict)
    if (entries.length !== 1) this.add('(')
    for (const entry of entries) for (const part of entry) this.put(part)
    this.add(entries.length === 1 ? 's' : 'u')
  }

  private remember(): void {
    const place = this.places++
    if (place < 256) this.add('q', place)
    else this.number('r', 4, (view) => view.setUint32(0, place, true))
  }

  private get(place: number): void {
    if (place < 256) this.add('h', place)
    else this.number('j', 4, (view) => view.setUint32(0, place, true))
  }

  private number(opcode: string, size: number, set: (view: DataView) => void): void {
    const bytes = new Uint8Array(size)
    set(new DataView(bytes.buffer))
    this.add(opcode, ...bytes)
  }

  private add(text: string, ...more: number[]): void {
    this.bytes.push(...[...text].map((character) => character.charCodeAt(0)), ...more)
  }
}

const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false, NaN, Infinity, -Infinity, -0, 255, 256, 65_535, 65_536, 2 ** 31, -(2 ** 31)),
    fc.double(),
    fc.maxSafeInteger(),
    fc.bigInt().filter((value) => !Number.isSafeInteger(Number(value))),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value'), { noNullPrototype: false }),
  ),
})).value

/** With prototypes and without are alike. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .map(([key, inner]): [string, unknown] => [key, plain(inner)])
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** Reads bytes that anybody may have made: a value within the limits, or the one error. */
function readHostile(bytes: Uint8Array): void {
  let value: unknown
  try {
    value = readPickle(bytes, LIMITS)
  } catch (error) {
    expect(error).toBeInstanceOf(UnpicklingError)
    expect((error as Error).message.length).toBeLessThan(200)
    return
  }
  expect(size(value, 0)).toBeLessThanOrEqual(LIMITS.maxValues)
}

function size(value: unknown, depth: number): number {
  expect(depth).toBeLessThanOrEqual(LIMITS.maxDepth)
  if (typeof value !== 'object' || value === null) return 1
  const inner = value instanceof Map ? [...value].flat() : Array.isArray(value) ? value : Object.entries(value).flat()
  return 1 + inner.reduce((sum: number, each) => sum + size(each, depth + 1), 0)
}

test('what is written is read', () => {
  fc.assert(
    fc.property(values, (value) => {
      const limits = { maxBytes: 1_000_000, maxValues: 100_000, maxDepth: 100 }
      expect(plain(readPickle(new Writer().write(value), limits))).toEqual(plain(value))
    }),
    { numRuns: 1000 },
  )
})

test('any bytes are a value or an error', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), readHostile), { numRuns: 5000 })
})

// Random bytes seldom come far: these are of the opcodes that there are, and of some that there are not.
test('any opcodes are a value or an error', () => {
  const opcode = fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...'(NKM]})taesuqhX'.split('').map((each) => each.charCodeAt(0))) },
    { weight: 5, arbitrary: fc.integer({ min: 0, max: 5 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...'IJLGrj.cRiobPQ0125SVTUFl'.split('').map((each) => each.charCodeAt(0))),
    },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }) },
  )
  fc.assert(
    fc.property(fc.array(opcode, { maxLength: 120 }), (codes) => readHostile(Uint8Array.from([...codes, 0x2e]))),
    { numRuns: 5000 },
  )
})

test('a pickle with some bytes changed, cut or put in is a value or an error', () => {
  const change = fc.record({
    at: fc.nat(),
    byte: fc.integer({ min: 0, max: 255 }),
    kind: fc.constantFrom('set', 'cut', 'put'),
  })
  fc.assert(
    fc.property(values, fc.array(change, { minLength: 1, maxLength: 5 }), (value, changes) => {
      const bytes = [...new Writer().write(value)]
      for (const { at, byte, kind } of changes) {
        const place = at % (bytes.length + 1)
        if (kind === 'set') bytes[place] = byte
        else bytes.splice(place, kind === 'cut' ? 1 : 0, ...(kind === 'put' ? [byte] : []))
      }
      readHostile(Uint8Array.from(bytes))
    }),
    { numRuns: 3000 },
  )
})

test('a pickle that is cut anywhere is an error', () => {
  fc.assert(
    fc.property(values, (value) => {
      const bytes = new Writer().write(value)
      const limits = { maxBytes: 1_000_000, maxValues: 100_000, maxDepth: 100 }
      for (let length = 0; length < bytes.length; length++) {
        expect(() => readPickle(bytes.subarray(0, length), limits)).toThrow(UnpicklingError)
      }
    }),
    { numRuns: 200 },
  )
})
