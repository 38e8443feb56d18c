// Where nothing can be called, a log call throws nothing, and what it could not do is told later.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nesting } from '../records/call.js'
import { tellHidden, untold } from '../runtime/report.js'
import { captureStderr, ListHandler, resetLogging } from '../testing/index.js'
import { LoggerAdapter } from './adapter.js'
import { getLogger } from './manager.js'

beforeEach(() => {
  untold.count = 0
  getLogger().addHandler(new ListHandler())
})
afterEach(() => {
  untold.count = 0
  resetLogging()
})

const WAYS: Record<string, () => void> = {
  warning: () => getLogger('a').warning('x'),
  exception: () => getLogger('a').exception('x', new Error('e')),
  adapter: () => new LoggerAdapter(getLogger('a'), { k: 1 }).warning('x'),
  'adapter’s exception': () => new LoggerAdapter(getLogger('a')).exception('x', new Error('e')),
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
      // Twice, so that V8 has compiled all of it, for which it needs more room: vitest's ways to imports too.
      WAYS[way]!()
      logAtTheEnd(WAYS[way]!)
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
  logAtTheEnd(WAYS['warning']!)
  expect(untold.count).toBeGreaterThan(0)
  await Promise.resolve()
  expect(untold.count).toBe(0)
})
