import { expect, test } from 'vitest'
import { Queues } from './queues.js'

/** Returns work that says when it begins, and ends when it is told to. */
function held(name: string, begun: string[]): { work: () => Promise<string>; end: (error?: Error) => void } {
  let end: (error?: Error) => void
  const over = new Promise<string>((resolve, reject) => {
    end = (error) => (error ? reject(error) : resolve(`${name} is over`))
  })
  const work = (): Promise<string> => {
    begun.push(name)
    return over
  }
  return { work, end: (error) => end(error) }
}

const turn = (): Promise<unknown> => new Promise((resolve) => setImmediate(resolve))

test('work of one name is done one by one, in its order, and gives its own result', async () => {
  const queues = new Queues()
  const begun: string[] = []
  const [a, b, c] = ['a', 'b', 'c'].map((name) => held(name, begun)) as [Held, Held, Held]
  const results = [a, b, c].map(({ work }) => queues.run('page', work))
  expect(begun).toEqual(['a'])
  a.end()
  await turn()
  expect(begun).toEqual(['a', 'b'])
  b.end()
  await turn()
  expect(begun).toEqual(['a', 'b', 'c'])
  c.end()
  expect(await Promise.all(results)).toEqual(['a is over', 'b is over', 'c is over'])
})

type Held = ReturnType<typeof held>

test('work of another name, and work behind what is over, begins at once', async () => {
  const queues = new Queues()
  const begun: string[] = []
  const [a, b, c] = ['a', 'b', 'c'].map((name) => held(name, begun)) as [Held, Held, Held]
  const first = queues.run('one', a.work)
  void queues.run('other', b.work)
  expect(begun).toEqual(['a', 'b'])
  a.end()
  await first
  await turn()
  void queues.run('one', c.work)
  expect(begun).toEqual(['a', 'b', 'c'])
})

test('work that fails tells its caller, and not those behind it', async () => {
  const queues = new Queues()
  const begun: string[] = []
  const [a, b] = ['a', 'b'].map((name) => held(name, begun)) as [Held, Held]
  const failed = queues.run('page', a.work)
  const behind = queues.run('page', b.work)
  a.end(new Error('no'))
  await expect(failed).rejects.toThrow('no')
  b.end()
  expect(await behind).toBe('b is over')
})

test('work that comes while the second is at it waits for that', async () => {
  const queues = new Queues()
  const begun: string[] = []
  const [a, b, c] = ['a', 'b', 'c'].map((name) => held(name, begun)) as [Held, Held, Held]
  const first = queues.run('page', a.work)
  const second = queues.run('page', b.work)
  a.end()
  await first
  await turn()
  void queues.run('page', c.work)
  expect(begun).toEqual(['a', 'b'])
  b.end()
  await second
  await turn()
  expect(begun).toEqual(['a', 'b', 'c'])
})
