// The reader of pickles against CPython's writer.
import { beforeAll, expect, test } from 'vitest'
import { readPickle } from '../../../packages/receiver/src/pickle/readPickle.js'
import { UnpicklingError } from '../../../packages/receiver/src/pickle/unpicklingError.js'
import { runPython } from '../python.js'
import { count, seed } from '../seed.js'
import { describeValue } from './describe.js'

interface Cases {
  readonly plain: readonly { readonly pickle: string; readonly value: unknown }[]
  readonly hostile: readonly { readonly name: string; readonly pickle: string }[]
}

const LIMITS = { maxBytes: 1_048_576, maxValues: 100_000, maxDepth: 32 }
let cases: Cases

beforeAll(() => {
  const file = new URL('pickles.py', import.meta.url).pathname
  cases = runPython<Cases>(file, { seed, count: count(20_000) })
})

test('plain values are read as they were written', () => {
  expect(cases.plain.length).toBeGreaterThanOrEqual(250)
  for (const [index, { pickle, value }] of cases.plain.entries()) {
    const read = describeValue(readPickle(Buffer.from(pickle, 'hex'), LIMITS))
    expect(read, `seed ${seed}, case ${index}: ${pickle}`).toEqual(value)
  }
})

test('a pickle that is cut anywhere is refused', () => {
  for (const { pickle } of cases.plain.slice(0, 200)) {
    const bytes = Buffer.from(pickle, 'hex')
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readPickle(bytes.subarray(0, length), LIMITS)).toThrow(UnpicklingError)
    }
  }
})

test('what is no plain data, or of another protocol, is refused, whole and cut anywhere', () => {
  expect(cases.hostile.length).toBeGreaterThan(130)
  for (const { name, pickle } of cases.hostile) {
    const bytes = Buffer.from(pickle, 'hex')
    for (let length = 0; length <= bytes.length; length++) {
      expect(() => readPickle(bytes.subarray(0, length), LIMITS), `${name} to ${length}`).toThrow(UnpicklingError)
    }
  }
})

test('a pickle whose bytes are changed is read within the limits, or refused', () => {
  let state = seed >>> 0
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  let refused = 0
  for (const { pickle } of [...cases.plain, ...cases.hostile]) {
    for (let round = 0; round < 20; round++) {
      const bytes = Buffer.from(pickle, 'hex')
      for (let changes = random(3); changes >= 0; changes--) bytes[random(bytes.length)] = random(256)
      try {
        readPickle(bytes, LIMITS)
      } catch (error) {
        expect(error, `seed ${seed}: ${bytes.toString('hex')}`).toBeInstanceOf(UnpicklingError)
        refused++
      }
    }
  }
  expect(refused).toBeGreaterThan(1000)
})
