import { afterEach, expect, test } from 'vitest'
import { captureStderr, resetLogging } from '../testing/index.js'
import { currentTransaction, inTransaction, whenAccepted } from './transaction.js'

afterEach(resetLogging)

const boom = (): never => {
  throw new Error('boom')
}

test('without a transaction work is done at once', () => {
  const done: string[] = []
  whenAccepted(() => done.push('now'))
  expect([done, currentTransaction()]).toEqual([['now'], undefined])
})

test('within one it is done in its order once that is over, and what would undo it is not', () => {
  const done: string[] = []
  const result = inTransaction(() => {
    whenAccepted(() => done.push('a'))
    whenAccepted(() => done.push('b'))
    currentTransaction()!.refused.push(() => done.push('undone'))
    return [...done]
  })
  expect([result, done, currentTransaction()]).toEqual([[], ['a', 'b'], undefined])
})

test('one that is refused undoes the last work first, and does none', () => {
  const undone: string[] = []
  const refused = (): void =>
    inTransaction(() => {
      whenAccepted(() => undone.push('done'))
      currentTransaction()!.refused.push(() => undone.push('first'))
      currentTransaction()!.refused.push(() => undone.push('second'))
      boom()
    })
  expect(refused).toThrow('boom')
  expect([undone, currentTransaction()]).toEqual([['second', 'first'], undefined])
})

test('the outer one decides over one within it', () => {
  const log: string[] = []
  const inner = (): void =>
    inTransaction(() => {
      whenAccepted(() => log.push('inner done'))
      currentTransaction()!.refused.push(() => log.push('inner undone'))
    })
  inTransaction(() => {
    const outer = currentTransaction()
    inner()
    expect([log, currentTransaction()]).toEqual([[], outer])
  })
  expect(log.splice(0)).toEqual(['inner done'])
  expect(() =>
    inTransaction(() => {
      inner()
      boom()
    }),
  ).toThrow('boom')
  expect(log).toEqual(['inner undone'])
})

test('work that fails is reported, and the next is done', () => {
  const done: string[] = []
  const said = captureStderr(() =>
    inTransaction(() => {
      whenAccepted(boom)
      whenAccepted(() => done.push('next'))
    }),
  )
  expect(said).toContain('Error: boom')
  expect(done).toEqual(['next'])
})
