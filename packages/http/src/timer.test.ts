import { expect, test } from 'vitest'
import { startTimer } from './timer.js'

test('a timer does not keep a Node process alive', () => {
  const timer = startTimer(1000, () => {})
  expect((timer as unknown as NodeJS.Timeout).hasRef()).toBe(false)
  clearTimeout(timer)
})
