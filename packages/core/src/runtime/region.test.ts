import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { makeRegion } from './region.js'

test('a span lasts as long as its outermost call', () => {
  const span = makeRegion()
  const seen = span.run(() => [span.isIn, span.run(() => span.isIn), span.isIn])
  expect([...seen, span.isIn]).toEqual([true, true, true, false])
})

test('a call that throws ends it', () => {
  const span = makeRegion()
  const call = (): never => {
    throw new Error('no')
  }
  expect(() => span.run(call)).toThrow('no')
  expect(span.isIn).toBe(false)
})

test('a call that throws within another leaves that one its span', () => {
  const span = makeRegion()
  const isIn = span.run(() => {
    expect(() =>
      span.run(() => {
        throw new Error('no')
      }),
    ).toThrow('no')
    return span.isIn
  })
  expect(isIn).toBe(true)
})

test('it ends before the next listener where a call was ended in its middle, as Firefox does', async () => {
  const span = makeRegion()
  const endless = (): void => {
    // It ends what runs in the context below, and no `finally` runs.
    process.kill(process.pid, 'SIGINT')
    for (;;);
  }
  const runIt = (): void => span.run(() => span.run(endless))
  expect(() => runInNewContext('runIt()', { runIt }, { breakOnSigint: true })).toThrow('SIGINT')
  expect(span.isIn).toBe(true)
  await Promise.resolve()
  expect(span.isIn).toBe(false)
})
