import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { within } from './within.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('what is there in time is passed on, and no timer is left', async () => {
  expect(await within('now', 50, 'a flush')).toBe('now')
  const later = within(new Promise((resolve) => setTimeout(resolve, 49, 'later')), 50, 'a flush')
  await vi.advanceTimersByTimeAsync(49)
  expect(await later).toBe('later')
  await expect(within(Promise.reject(new Error('broken')), 50, 'a flush')).rejects.toThrow(new Error('broken'))
  await vi.advanceTimersByTimeAsync(0)
  expect(vi.getTimerCount()).toBe(0)
})

test('what is not is told by its name', async () => {
  const never = expect(within(new Promise(() => {}), 50, 'a flush')).rejects.toThrow(
    new Error('a flush took longer than 50 ms'),
  )
  await vi.advanceTimersByTimeAsync(50)
  await never
})
