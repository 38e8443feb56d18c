import { afterEach, beforeEach, expect, test } from 'vitest'
import { registerControls } from '../full.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { makeLogRecord } from '../records/record.js'
import { StringStream } from '../testing/captureStderr.js'
import { resetLogging } from '../testing/realmState.js'
import type { Logger } from '../tree/logger.js'
import { getLogger } from '../tree/manager.js'
import { controls } from './controls.js'
import { Formatter } from './formatter.js'

const FORGED = 'ann\nERROR:root:forged \x1b[31mred\x9b0m \u202eback\tx'
const SHOWN = 'ann\\nERROR:root:forged \\x1b[31mred\\x9b0m \\u202eback\tx'

let log: Logger
beforeEach(() => {
  registerControls()
  log = getLogger('app')
  log.setLevel('DEBUG')
})
afterEach(() => {
  controls.current = undefined
  resetLogging()
})

/** A stream, at a terminal or not. */
function open(isTTY: boolean, formatter: Formatter | null = null): StringStream {
  const stream = Object.assign(new StringStream(), { isTTY })
  const handler = new StreamHandler(stream)
  handler.setFormatter(formatter)
  log.addHandler(handler)
  return stream
}

test('at a terminal control characters are text, in all that was logged', () => {
  const stream = open(true)
  log.info('user %s', FORGED)
  log.info('said', { user: '\x1b[2J' })
  log.info('x', { ['key\x07']: 1 })
  expect(stream.text).toBe(`user ${SHOWN}\nsaid user=\\x1b[2J\nx key\\x07=1\n`)
})

test('elsewhere a record is what it was, unless the formatter says so', () => {
  const plain = open(false)
  const safe = open(false, new Formatter('%(levelname)s %(message)s', { escapeControls: true }))
  const raw = open(true, new Formatter('%(levelname)s %(message)s', { escapeControls: false }))
  log.info(FORGED)
  expect(plain.text).toBe(`${FORGED}\n`)
  expect(safe.text).toBe(`INFO ${SHOWN}\n`)
  expect(raw.text).toBe(`INFO ${FORGED}\n`)
})

test("the format's own lines and colours stay", () => {
  const formatter = new Formatter('\x1b[1m%(user)s\x1b[0m\n  %(message)s [%(fields)s]', { escapeControls: true })
  const record = makeLogRecord({ msg: 'a\r\nb', user: '\x1b[31m', args: { x: 'y\x07' } })
  expect(formatter.format(record)).toBe('\x1b[1m\\x1b[31m\x1b[0m\n  a\\r\\nb [x=y\\x07]')
  expect(record['user']).toBe('\x1b[31m')
  expect(record.message).toBe('a\r\nb')
})

test('errors and stacks keep their lines, and steer nothing', () => {
  const stream = open(true)
  const error = new Error('first\nsecond \x1b[31m')
  log.error('failed', error)
  log.error('with it', { err: error })
  log.info('here', { stack_info: true })
  expect(stream.text).not.toContain('\x1b')
  expect(stream.text).toContain('Error: first\nsecond \\x1b[31m\n    at ')
  expect(stream.text).toContain('here\nStack (most recent call first):\n')
  expect(error.message).toContain('\x1b')
})

test('so does the text of an error that came over a wire, where other attributes are changed', () => {
  const stream = open(true)
  log.handle(
    makeLogRecord({
      name: 'app',
      levelno: 40,
      msg: 'a\x07',
      exc_text: 'Error: no\n    at x',
      stack_info: 'Stack\n    at y',
    }),
  )
  expect(stream.text).toBe('a\\x07\nError: no\n    at x\nStack\n    at y\n')
})

test('and so do both where a format names them', () => {
  const formatter = new Formatter('%(message)s|%(exc_text)s|%(stack_info)s', { escapeControls: true })
  const record = makeLogRecord({ msg: 'a\nb' })
  formatter.format(record)
  Object.assign(record, { exc_text: 'Error: no\n    at x', stack_info: 'Stack\n    at y' })
  expect(formatter.format(record)).toContain('a\\nb|Error: no\n    at x|Stack\n    at y')
})

test('what is formatted within goes by its own stream', () => {
  const inner = new StringStream()
  const handler = new StreamHandler(inner)
  getLogger('inner').addHandler(handler)
  getLogger('inner').propagate = false
  const stream = open(true)
  log.info('%s', {
    toString() {
      getLogger('inner').warning('a\nb')
      return 'c\nd'
    },
  })
  expect(inner.text).toBe('a\nb\n')
  expect(stream.text).toBe('c\\nd\n')
})
