import { expect, test, vi } from 'vitest'
import { refusePromise, catchRejection, isPromise, textOf } from './promise.js'

// oxlint-disable-next-line unicorn/no-thenable -- that is what is tested
const thenable = (then: unknown): object => ({ then })
const callable = Object.assign(
  () => {},
  thenable(() => {}),
)

test.each<[string, unknown, boolean]>([
  ['a promise', Promise.resolve(), true],
  ['a thenable', thenable(() => {}), true],
  [
    'a thenable without a prototype',
    Object.assign(
      Object.create(null) as object,
      thenable(() => {}),
    ),
    true,
  ],
  ['null', null, false],
  ['undefined', undefined, false],
  ['an object', {}, false],
  ['an object whose then is no function', thenable(5), false],
  ['a function', callable, false],
  ['a text', 'then', false],
])('%s is a promise: %o', (_, value, is) => {
  expect([isPromise(value), catchRejection(value)]).toEqual([is, is])
  if (is) expect(() => refusePromise(value)).toThrow('expected a function that is not async, not ')
  else expect(refusePromise(value)).toBe(value)
})

test('what a promise is rejected with is told once, what it resolves to is not', async () => {
  const told = vi.fn()
  catchRejection(Promise.reject(new Error('no')), told)
  catchRejection(Promise.resolve('yes'), told)
  await Promise.resolve()
  expect(told.mock.calls).toEqual([[new Error('no')]])
})

test('a text is what a formatter has to give', () => {
  expect([textOf('x'), textOf('')]).toEqual(['x', ''])
  for (const given of [undefined, null, 5, {}, ['x']])
    expect(() => textOf(given)).toThrow('expected a string from format(), not ')
  expect(() => textOf(Promise.resolve('x'))).toThrow('expected a function that is not async, not ')
})
