import { expect, test } from 'vitest'
import { HOSTILE } from '../testing/hostile.js'
import { context } from './context.js'

test('without a context there are no fields', () => {
  expect(context.get()).toEqual({})
  expect(context.assign({ a: 1 })).toBe(false)
  expect(context.get()).toEqual({})
})

test('a function runs in a context, and it ends with the function', () => {
  const result = context.run({ request_id: 7 }, () => {
    expect(context.get()).toEqual({ request_id: 7 })
    return 'done'
  })
  expect(result).toBe('done')
  expect(context.get()).toEqual({})
})

test('contexts nest, and the inner field counts', () => {
  context.run({ a: 1, b: 1 }, () => {
    context.run(
      new Map<unknown, unknown>([
        ['b', 2],
        [3, 'three'],
      ]),
      () => expect(context.get()).toEqual({ a: 1, b: 2, 3: 'three' }),
    )
    expect(context.get()).toEqual({ a: 1, b: 1 })
  })
})

test('what is assigned is seen in this context alone', () => {
  context.run({ a: 1 }, () => {
    const before = context.get()
    context.run({ b: 1 }, () => {
      expect(context.assign({ a: 2, c: 3 })).toBe(true)
      expect(context.get()).toEqual({ a: 2, b: 1, c: 3 })
    })
    expect(context.get()).toBe(before)
  })
})

test('an exception ends the context and goes on', () => {
  const fail = (): never => {
    throw new RangeError('no')
  }
  expect(() => context.run({ a: 1 }, fail)).toThrow(new RangeError('no'))
  expect(context.get()).toEqual({})
})

test('a bound function runs in the context that it was bound in', () => {
  const service = {
    name: 'shop',
    read: context.run({ a: 1 }, () =>
      context.bind(function (this: { name: string }, more: string) {
        return [this.name, more, context.get()]
      }),
    ),
  }
  expect(context.run({ b: 2 }, () => service.read('x'))).toEqual(['shop', 'x', { a: 1 }])
  const outside = context.bind(() => context.get())
  expect(context.run({ b: 2 }, outside)).toEqual({})
})

test('keys of the prototype are fields like any other', () => {
  const given = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}') as object
  context.run({ a: 1 }, () =>
    context.run(given, () => {
      const fields = context.get()
      expect(Object.keys(fields).toSorted()).toEqual(['__proto__', 'a', 'constructor'])
      expect(fields['polluted']).toBe(undefined)
    }),
  )
})

test.each(['text', 7, null, undefined, ['a']])('%j is no fields', (given) => {
  expect(() => context.run(given as never, () => 1)).toThrow(TypeError)
  expect(() => context.assign(given as never)).toThrow(TypeError)
})

test('what is called has to be a function', () => {
  expect(() => context.run({}, 'x' as never)).toThrow("expected a function, not 'x'")
  expect(() => context.bind(undefined as never)).toThrow('expected a function, not undefined')
})

test('a getter that throws costs its field alone', () => {
  const given = {
    a: 1,
    get b(): never {
      throw new Error('no')
    },
  }
  context.run(given, () => expect(context.get()).toEqual({ a: 1, b: "<getter of 'b' threw: no>" }))
})

test('any object is taken; a list and an object of the page are refused in the words of any other value', () => {
  const objects = HOSTILE.map((make) => make()).filter((value) => typeof value === 'object' && value !== null)
  const results = objects.map((given) => {
    try {
      return context.run(given, () => 'ran')
    } catch (error) {
      return (error as Error).message.replace(/, not.*/s, '')
    }
  })
  expect(new Set(results)).toEqual(new Set(['ran', 'expected an object of fields']))
  expect(results.filter((result) => result === 'ran').length).toBeGreaterThan(results.length / 2)
})
