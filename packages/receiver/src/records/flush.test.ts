import { getLogger, Handler, MemoryHandler } from '@treeline/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { flushHandlers } from './flush.js'

let flushed: string[]
let errors: unknown[]

class Flushed extends Handler {
  private readonly answer: () => unknown

  constructor(name: string, answer: () => unknown = () => undefined) {
    super()
    this.name = name
    this.answer = answer
  }

  override emit(): void {}

  override flush(): void {
    flushed.push(this.name!)
    return this.answer() as undefined
  }
}

beforeEach(() => {
  flushed = []
  errors = []
})
afterEach(() => {
  const { loggerDict } = getLogger().manager
  for (const name of [...loggerDict.keys()]) if (/^flush\b/.test(name)) loggerDict.delete(name)
})

const flush = (...names: string[]): PromiseLike<unknown>[] =>
  flushHandlers(names.map(getLogger), (error) => errors.push(error))

test('each handler that the loggers reach is flushed once, and none behind a logger that does not propagate', () => {
  const shared = new Flushed('shared')
  getLogger('flush').addHandler(new Flushed('above'))
  getLogger('flush.a').addHandler(shared)
  getLogger('flush.a').propagate = false
  getLogger('flush.a.b').addHandler(new Flushed('b'))
  getLogger('flush.a.c').addHandler(shared)
  expect(flush('flush.a.b', 'flush.a.c')).toEqual([])
  expect(flushed).toEqual(['b', 'shared'])
})

test('the handlers of the root are reached', () => {
  const handler = new Flushed('root')
  getLogger().addHandler(handler)
  flush('flush.a')
  getLogger().removeHandler(handler)
  expect(flushed).toEqual(['root'])
})

test('a handler that throws is told, and keeps no other from its flush; promises are given back', async () => {
  const error = new Error('full')
  const slow = Promise.resolve('slow')
  getLogger('flush').propagate = false
  const fail = (): never => {
    throw error
  }
  for (const handler of [new Flushed('bad', fail), new Flushed('slow', () => slow), new Flushed('quick', () => 5)])
    getLogger('flush').addHandler(handler)
  expect(flush('flush')).toEqual([slow])
  expect([flushed, errors]).toEqual([['bad', 'slow', 'quick'], [error]])
})

test('a handler that keeps records on purpose is left alone', () => {
  getLogger('flush').propagate = false
  const target = new Flushed('target')
  const memory = new MemoryHandler(10, { target })
  getLogger('flush').addHandler(memory)
  getLogger('flush').warning('kept')
  flush('flush')
  expect(memory.buffer).toHaveLength(1)
  memory.close()
})
