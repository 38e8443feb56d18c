import { afterEach, expect, test } from 'vitest'
import { Handler } from '../handlers/handler.js'
import type { LogRecord } from '../records/record.js'
import { handlerContract } from './handlerContract.js'
import { resetLogging } from './realmState.js'

afterEach(resetLogging)

/** A handler that keeps the contract. */
class Good extends Handler {
  readonly lines: string[] = []

  override emit(record: LogRecord): void {
    try {
      this.lines.push(this.format(record))
    } catch (error) {
      this.handleError(record, error)
    }
  }
}

/** Returns the names of the rules that a handler breaks. */
async function broken(make: () => Good): Promise<string[]> {
  const cases = handlerContract(() => {
    const handler = make()
    return { handler, arrived: () => handler.lines }
  })
  const names: string[] = []
  for (const { name, run } of cases) await run().catch(() => void names.push(name))
  return names
}

test('a handler that keeps it breaks no rule', async () => {
  expect(await broken(() => new Good())).toEqual([])
})

class Merges extends Good {
  override emit(record: LogRecord): void {
    super.emit(record)
    Object.assign(record, { msg: 'merged', args: null })
  }
}

class Throws extends Good {
  override emit(record: LogRecord): void {
    this.lines.push(this.format(record))
  }
}

class Reverses extends Good {
  override emit(record: LogRecord): void {
    super.emit(record)
    this.lines.sort().reverse()
  }
}

class StaysOpen extends Good {
  override close(): void {}
}

test.each([
  ['changes records', Merges, ['leaves a record as it was, for the next handler']],
  ['throws what its formatter throws', Throws, ['takes what its formatter throws, and goes on']],
  ['loses the order', Reverses, ['sends records in order']],
  ['does not close', StaysOpen, ['is found by its name until it is closed']],
])('one that %s is found', async (_what, Bad, rules) => {
  expect(await broken(() => new Bad())).toEqual(rules)
})
