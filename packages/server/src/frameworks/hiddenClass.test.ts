import { setFlagsFromString } from 'node:v8'
import { expect, test } from 'vitest'
import { shareHiddenClass } from './hiddenClass.js'

setFlagsFromString('--allow-natives-syntax')
// oxlint-disable-next-line no-new-func -- V8 reads its own syntax where the flag was set before.
const haveOneClass = new Function('a', 'b', 'return %HaveSameMap(a, b)') as (a: object, b: object) => boolean
setFlagsFromString('--no-allow-natives-syntax')

const prototype = { app: true }

/** Makes what express makes of a request. */
function made(): Record<string, unknown> {
  const request = Object.assign(Object.setPrototypeOf({ method: 'GET', res: {} }, prototype), { next: 1, baseUrl: '' })
  return request as Record<string, unknown>
}

test('objects whose prototype was set have one hidden class, and keep it', () => {
  const requests = [made(), made(), made()]
  for (const request of requests) shareHiddenClass(request, 'res')
  for (const request of requests) request['params'] = {}
  const [first, second, third] = requests as [object, object, object]
  expect([haveOneClass(first, second), haveOneClass(first, third)]).toEqual([true, true])
})

test('the property stays, and the others, too', () => {
  const request = made()
  const { res } = request
  shareHiddenClass(request, 'res')
  expect(request).toEqual({ method: 'GET', res: {}, next: 1, baseUrl: '' })
  expect(request['res']).toBe(res)
  expect(Object.getOwnPropertyDescriptor(request, 'res')).toEqual({
    value: res,
    writable: true,
    enumerable: true,
    configurable: true,
  })
})

test.each([
  ['frozen', Object.freeze({ res: 1, next: 2 })],
  ['sealed', Object.seal({ res: 1, next: 2 })],
  ['without it', { next: 2 }],
  ['with a getter', Object.defineProperty({ next: 2 }, 'res', { get: () => 1, configurable: true })],
  ['that inherits it', Object.create({ res: 1 }) as object],
])('an object that is %s stays as it is', (_what, object) => {
  const before = Object.getOwnPropertyDescriptors(object)
  shareHiddenClass(object, 'res')
  expect(Object.getOwnPropertyDescriptors(object)).toEqual(before)
})
