import { basicConfig, getLogger, Handler, type LogRecord, settings, StreamHandler } from '@treeline/core'
import { captureStderr, ListHandler, resetLogging, StringStream } from '@treeline/core/testing'
import { afterEach, expect, test } from 'vitest'
import { captureLogs } from '../captures/captureLogs.js'
import { addLog, failOnLogs, TestLog } from './testLog.js'

// The runners' set-up files are tested by e2e/testing.test.ts.
const root = getLogger()
const log = getLogger('shop')

afterEach(() => {
  failOnLogs(null)
  resetLogging()
  root.parent = null
})

/** Runs a test's function as a set-up file does, and returns its log. */
function ran(work: () => void): TestLog {
  const test = new TestLog().open()
  try {
    test.within(work)
  } finally {
    test.close()
  }
  return test
}

test('what a test logs is told: also what is captured', () => {
  root.setLevel('INFO')
  const { text } = ran(() => {
    log.info('%d items', 3, { user: 'ann' })
    log.debug('too low')
    captureLogs({}, () => log.error('captured', new Error('broken')))
  })
  expect(text.replaceAll(/ \(.*?:\d+\)/g, '')).toBe(
    "logged:\n  INFO     shop: 3 items user='ann'\n  ERROR    shop: captured\n    Error: broken",
  )
  expect(ran(() => {}).text).toBe('')
})

test('the last two hundred records are kept', () => {
  const { text } = ran(() => {
    for (let i = 0; i < 250; i++) log.warning('number %d;', i)
  })
  expect(text).toMatch(/^logged:\n {2}… 50 before\n {2}WARNING {2}shop: number 50;/)
  expect(text).toContain('number 249;')
})

test('what writes to standard error is silent within a test, and nothing else is', () => {
  const text = new StringStream()
  const list = new ListHandler()
  root.addHandler(new StreamHandler(text))
  root.addHandler(list)
  const said: string[] = []
  root.addHandler(new StreamHandler({ name: '<stderr>', write: (text: string) => said.push(text) }))
  ran(() => log.warning('within'))
  log.warning('outside')
  expect(said).toEqual(['outside\n'])
  expect(text.text).toBe('within\noutside\n')
  expect(list.texts).toEqual(['within', 'outside'])
})

test('the handler of last resort is silent too', () => {
  expect(captureStderr(() => void ran(() => log.warning('within')))).toBe('')
})

test('the root has the handlers that it has without: basicConfig works, also after resetLogging', () => {
  const stream = new StringStream()
  for (let i = 0; i < 2; i++) {
    const { text } = ran(() => {
      expect(root.handlers).toEqual([])
      basicConfig({ stream, level: 'INFO' })
      log.info('configured')
    })
    expect(text).toContain('configured')
    resetLogging()
  }
  expect(stream.text).toBe('INFO:shop:configured\nINFO:shop:configured\n')
})

test('failOnLogs: what no capture takes, from the level on', () => {
  failOnLogs('ERROR')
  expect(() => ran(() => log.warning('low')).check()).not.toThrow()
  expect(() => ran(() => captureLogs({}, () => log.error('captured'))).check()).not.toThrow()
  expect(() => ran(() => log.error('disk full')).check()).toThrow(/^unexpected log: ERROR {4}shop: disk full/)
  failOnLogs()
  expect(() => ran(() => log.warning('low')).check()).toThrow('unexpected log: WARNING  shop: low')
  expect(() => failOnLogs('LOUD')).toThrow("level: Unknown level: 'LOUD'")
})

test('an error shows the log behind its message, at the head of its stack', () => {
  const error = new Error('broken')
  addLog(
    error,
    ran(() => log.warning('before')),
  )
  expect(error.message).toMatch(/^broken\n\nlogged:\n {2}WARNING {2}shop: before/)
  expect(error.stack).toMatch(/^Error: broken\n\nlogged:\n.*before.*\n +at /)
  addLog(
    Object.freeze(new Error('frozen')),
    ran(() => log.warning('before')),
  )
  const other = new Error('quiet')
  addLog(
    other,
    ran(() => {}),
  )
  expect(other.message).toBe('quiet')
})

test('a handler that logs what a test is told does not go round', () => {
  class Loud extends Handler {
    override emit(record: LogRecord): void {
      if (record.name === 'shop') getLogger('loud').warning('again')
    }
  }
  root.addHandler(new Loud())
  expect(ran(() => log.warning('once')).text.match(/again/g)).toHaveLength(1)
  expect(settings.raiseExceptions).toBe(true)
})
