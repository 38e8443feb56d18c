// Where nothing can be called, a log call throws nothing, and what it could not do is told later.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nesting } from '../records/call.js'
import { tellHidden, untold } from '../runtime/report.js'
import { cold } from '../runtime/stackRoom.js'
import { captureStderr, ListHandler, resetLogging } from '../testing/index.js'
import { LoggerAdapter } from './adapter.js'
import { getLogger } from './manager.js'

beforeEach(() => {
  untold.count = 0
  askForRoom()
  getLogger().addHandler(new ListHandler())
})
afterEach(() => {
  untold.count = 0
  cold.calls = 0
  resetLogging()
})

const WAYS: Record<string, () => void> = {
  warning: () => getLogger('a').warning('x'),
  exception: () => getLogger('a').exception('x', new Error('e')),
  adapter: () => new LoggerAdapter(getLogger('a'), { k: 1 }).warning('x'),
  'adapter’s exception': () => new LoggerAdapter(getLogger('a')).exception('x', new Error('e')),
}

/** As in the first calls of a process: once V8 has put all of a call into one frame, nothing fails within it. */
function askForRoom(): void {
  Object.defineProperty(cold, 'calls', { value: 10_000, writable: true, configurable: true })
}

/** Has a call fail with room, so that V8 has compiled what it does then: vitest's ways to imports too. */
function failOnce(log: () => void): void {
  Object.defineProperty(cold, 'calls', {
    get() {
      throw new RangeError('no room')
    },
    configurable: true,
  })
  log()
  askForRoom()
  untold.count = 0
}

/** Logs at each frame on the way back from the end of the stack. Returns how many calls threw. */
function logAtTheEnd(log: () => void): number {
  let threw = 0
  let frames = 0
  const down = (): void => {
    try {
      down()
    } catch {
      // The end.
    }
    if (frames++ > 2000) return
    try {
      log()
    } catch {
      threw++
    }
  }
  down()
  return threw
}

describe.each(Object.keys(WAYS))('%s', (way) => {
  test('counts what it could not do, and tells it when there is room', async () => {
    let threw = 0
    const told = captureStderr(() => {
      // So that V8 has compiled the rest too, for which it needs more room than a call.
      WAYS[way]!()
      failOnce(WAYS[way]!)
      threw = logAtTheEnd(WAYS[way]!)
    })
    expect(told).toBe('')
    // The application's own calls have no room for their frames.
    expect(threw).toBeLessThan(100)
    expect(untold.count).toBeGreaterThan(0)
    expect(nesting.depth).toBe(0)
    const count = untold.count
    expect(captureStderr(tellHidden)).toBe(
      `--- Logging error ---\nNo room on the stack: ${count} records may be lost\n`,
    )
    expect(captureStderr(tellHidden)).toBe('')
  })
})

test('it is told without being asked for, once the stack is empty', async () => {
  WAYS['warning']!()
  failOnce(WAYS['warning']!)
  // What that has to be told.
  await Promise.resolve()
  logAtTheEnd(WAYS['warning']!)
  expect(untold.count).toBeGreaterThan(0)
  await Promise.resolve()
  expect(untold.count).toBe(0)
})
