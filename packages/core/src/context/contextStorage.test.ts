// In a file of its own: the storage that is registered first stays.
import { expect, test } from 'vitest'
import { context, registerContextStorage } from './context.js'
import { type ContextStorage, syncStorage } from './contextStorage.js'

test('the first storage that is registered stays: running contexts are in it', () => {
  const made: string[] = []
  const make = (name: string) => (): ContextStorage => {
    made.push(name)
    return syncStorage()
  }
  registerContextStorage(make('first'))
  context.run({ a: 1 }, () => {
    registerContextStorage(make('second'))
    expect(context.get()).toEqual({ a: 1 })
  })
  expect(made).toEqual(['first'])
})

test('a context ends with its function, however that ends', () => {
  const { getStore, run } = syncStorage()
  const [outer, inner] = [{ fields: { a: 1 } }, { fields: { b: 1 } }]
  run(outer, () => {
    expect(() =>
      run(inner, () => {
        expect(getStore()).toBe(inner)
        throw new Error('boom')
      }),
    ).toThrow('boom')
    expect(getStore()).toBe(outer)
    expect(run(undefined, getStore)).toBeUndefined()
  })
  expect(getStore()).toBeUndefined()
})
