import { EventEmitter, once } from 'node:events'
import { Readable } from 'node:stream'
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import { context, registerContextStorage } from '@treeline/core/context'
import { expect, test } from 'vitest'
import { registerAsyncContext } from './asyncContext.js'

registerAsyncContext()

test('the context follows the code through promises, timers and callbacks', async () => {
  const seen: unknown[] = []
  const look = (): void => void seen.push(context.get()['id'])
  const work = async (id: number): Promise<void> => {
    look()
    await turn()
    look()
    await wait(1)
    setTimeout(look)
    queueMicrotask(look)
    for await (const _ of Readable.from(['a'])) look()
    await wait(5)
    expect(context.get()).toEqual({ id })
  }
  await Promise.all([context.run({ id: 1 }, () => work(1)), context.run({ id: 2 }, () => work(2))])
  expect(context.get()).toEqual({})
  expect(seen.filter((id) => id === 1)).toHaveLength(5)
  expect(seen.filter((id) => id === 2)).toHaveLength(5)
})

test('what is assigned later is seen by what has begun before', async () => {
  await context.run({ id: 1 }, async () => {
    const started = turn().then(() => context.get())
    context.assign({ user: 7 })
    expect(await started).toEqual({ id: 1, user: 7 })
  })
})

test('a listener has the context that it was bound in, not that of who emits', async () => {
  const events = new EventEmitter()
  const found: unknown[] = []
  context.run({ id: 1 }, () =>
    events.on(
      'x',
      context.bind(() => found.push(context.get())),
    ),
  )
  const emitted = once(events, 'x')
  context.run({ id: 2 }, () => events.emit('x'))
  await emitted
  expect(found).toEqual([{ id: 1 }])
})

test('the first storage stays', () => {
  context.run({ id: 1 }, () => {
    registerAsyncContext()
    registerContextStorage(() => {
      throw new Error('made another')
    })
    expect(context.get()).toEqual({ id: 1 })
  })
})
