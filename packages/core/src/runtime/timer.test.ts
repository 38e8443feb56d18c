import { afterEach, expect, test, vi } from 'vitest'
import { later, Timer } from './timer.js'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const passed = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))

test('a task runs once, later; one that was stopped does not', async () => {
  const task = vi.fn()
  const timer = new Timer(task)
  timer.start(1)
  timer.start(1)
  expect([timer.isRunning, task.mock.calls.length]).toEqual([true, 0])
  await passed(10)
  expect([timer.isRunning, task.mock.calls.length]).toEqual([false, 1])
  timer.start(1)
  timer.stop()
  await passed(10)
  expect([timer.isRunning, task.mock.calls.length]).toEqual([false, 1])
})

// jsdom's are numbers; a mock's may be nothing.
test.each([7, undefined, null, 'timer', {}])('a timer may be %s', (value) => {
  let run = (): void => {}
  const clear = vi.fn()
  vi.stubGlobal('setTimeout', (callback: () => void) => {
    run = callback
    return value
  })
  vi.stubGlobal('clearTimeout', clear)
  const task = vi.fn()
  const timer = new Timer(task)
  timer.start(1)
  expect(timer.isRunning).toBe(true)
  timer.stop()
  expect(clear).toHaveBeenCalledWith(value)
  run()
  expect([timer.isRunning, task.mock.calls.length]).toEqual([false, 0])
  timer.start(1)
  run()
  expect([timer.isRunning, task.mock.calls.length]).toEqual([false, 1])
})

test.each([undefined, null, 5])('where setTimeout is %s, the task runs at the end of the turn', async (setTimeout) => {
  vi.stubGlobal('setTimeout', setTimeout)
  const task = vi.fn()
  later(5, task)
  expect(task).not.toHaveBeenCalled()
  await Promise.resolve()
  expect(task).toHaveBeenCalledOnce()
})

test('a mock that calls at once leaves nothing running', () => {
  vi.stubGlobal('setTimeout', (callback: () => void) => callback())
  const task = vi.fn()
  const timer = new Timer(task)
  timer.start(1)
  expect([timer.isRunning, task.mock.calls.length]).toEqual([false, 1])
})

test('a wait by faked timers does not count once the real ones are back', async () => {
  const task = vi.fn()
  const timer = new Timer(task)
  vi.useFakeTimers()
  timer.start(1)
  expect(timer.isRunning).toBe(true)
  vi.useRealTimers()
  expect(timer.isRunning).toBe(false)
  timer.start(1)
  await passed(10)
  expect(task).toHaveBeenCalledOnce()
})

test('a wait by real timers is stopped by them, not by faked ones', async () => {
  const task = vi.fn()
  const timer = new Timer(task)
  timer.start(5)
  vi.useFakeTimers()
  expect(timer.isRunning).toBe(false)
  timer.start(5)
  vi.advanceTimersByTime(5)
  expect(task).toHaveBeenCalledOnce()
  vi.useRealTimers()
  await passed(20)
  expect(task).toHaveBeenCalledOnce()
})
