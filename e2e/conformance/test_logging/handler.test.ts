// Counterparts of HandlerTest, StreamHandlerTest, MemoryHandlerTest, LastResortTest and ShutdownTest.
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import * as logging from 'treeline'
import * as handlers from 'treeline/handlers'
import { FileHandler, stderr } from '@treeline/node'
import { RotatingFileHandler } from '@treeline/node/handlers'
import { captureStderr } from '@treeline/core/testing'
import { expect, test } from 'vitest'
import { counter, useFolder, useRoot } from './setup.js'

const root = useRoot()
const inFolder = useFolder()

test('HandlerTest.test_name', () => {
  const handler = new logging.Handler()
  expect(handler.name).toBeNull()
  handler.name = 'first'
  expect(handler.name).toBe('first')
  expect(logging.getHandlerByName('first')).toBe(handler)
  handler.name = 'second'
  expect(handler.name).toBe('second')
  expect([...logging.getHandlerNames()]).toEqual(['second'])
  expect(() => handler.emit(logging.makeLogRecord({}))).toThrow('emit must be implemented by Handler subclasses')
})

test('HandlerTest.test_builtin_handlers', () => {
  const path = inFolder('watched.log')
  for (const isThere of [true, false]) {
    if (isThere) writeFileSync(path, '')
    const watched = new handlers.WatchedFileHandler(path, { encoding: 'utf-8', delay: true })
    expect([watched.dev, watched.ino]).toEqual([-1, -1])
    if (isThere) {
      watched.handle(logging.makeLogRecord({ msg: 'Test' }))
      expect([watched.dev, watched.ino]).toEqual([statSync(path).dev, statSync(path).ino])
      rmSync(path)
      watched.handle(logging.makeLogRecord({ msg: 'Test' }))
      expect(existsSync(path)).toBe(true)
    }
    void watched.close()
    rmSync(path, { force: true })
  }
  const syslog = new handlers.SysLogHandler({ address: '/dev/log' })
  expect([syslog.facility, syslog.unixsocket]).toEqual([handlers.SysLogHandler.LOG_USER, true])
  void syslog.close()
  for (const method of ['GET', 'POST']) {
    void new handlers.HTTPHandler('localhost', '/log', { method }).close()
  }
  expect(() => new handlers.HTTPHandler('localhost', '/log', { method: 'PUT' })).toThrow(
    new RangeError('method must be GET or POST'),
  )
  const record = logging.makeLogRecord({})
  expect(new handlers.BufferingHandler(0).shouldFlush(record)).toBe(true)
  expect(new handlers.BufferingHandler(1).shouldFlush(record)).toBe(false)
})

test('HandlerTest.test_pathlike_objects', () => {
  const path = inFolder('pathlike.log')
  const makers = [
    () => new FileHandler(pathToFileURL(path), { mode: 'w', encoding: 'utf-8' }),
    () => new FileHandler(Buffer.from(path), { mode: 'w', encoding: 'utf-8' }),
    () => new RotatingFileHandler(pathToFileURL(path), { mode: 'a', encoding: 'utf-8' }),
    () => new RotatingFileHandler(Buffer.from(path), { mode: 'a', encoding: 'utf-8' }),
    () => new handlers.TimedRotatingFileHandler(pathToFileURL(path), { when: 'h', encoding: 'utf-8' }),
    () => new handlers.TimedRotatingFileHandler(Buffer.from(path), { when: 'h', encoding: 'utf-8' }),
    () => new handlers.WatchedFileHandler(pathToFileURL(path), { mode: 'w', encoding: 'utf-8' }),
    () => new handlers.WatchedFileHandler(Buffer.from(path), { mode: 'w', encoding: 'utf-8' }),
  ]
  for (const make of makers) {
    const handler = make()
    expect(handler.baseFilename).toBe(path)
    expect(existsSync(path)).toBe(true)
    void handler.close()
    rmSync(path)
  }
})

/** A stream that takes nothing. */
const broken = {
  write(): never {
    throw new TypeError('deliberately broken')
  },
}

test('StreamHandlerTest.test_error_handling', () => {
  class Telling extends logging.StreamHandler {
    failed: logging.LogRecord | undefined
    override handleError(record: logging.LogRecord): void {
      this.failed = record
    }
  }
  const record = logging.makeLogRecord({})
  const telling = new Telling(broken)
  telling.handle(record)
  expect(telling.failed).toBe(record)

  const handler = new logging.StreamHandler(broken)
  const said = captureStderr(() => handler.handle(record))
  expect(said).toMatch(/^--- Logging error ---\nTypeError: deliberately broken\n/)

  logging.settings.raiseExceptions = false
  expect(captureStderr(() => new logging.StreamHandler(broken).handle(record))).toBe('')
})

test('StreamHandlerTest.test_stream_setting', () => {
  const handler = new logging.StreamHandler()
  const stream = { write: (): void => {} }
  const before = handler.setStream(stream)
  expect(before).toBe(stderr)
  expect(handler.stream).toBe(stream)
  expect(handler.setStream(stderr)).toBe(stream)
  expect(handler.setStream(stderr)).toBeNull()
})

test('StreamHandlerTest.test_can_represent_stream_with_int_name', () => {
  const numbered = { name: 2, write: (): void => {} }
  expect(String(new logging.StreamHandler(numbered))).toBe('<StreamHandler 2 (NOTSET)>')
})

/** A logger whose only handler keeps ten records for the root's handler. */
function remembering(options: { flushOnClose?: boolean } = {}): [logging.Logger, handlers.MemoryHandler] {
  const logger = logging.getLogger('mem')
  logger.propagate = false
  const memory = new handlers.MemoryHandler(10, { flushLevel: logging.WARNING, target: root.handler, ...options })
  logger.addHandler(memory)
  return [logger, memory]
}

test('MemoryHandlerTest.test_flush', () => {
  const message = counter()
  const [logger] = remembering()
  logger.debug(message())
  logger.info(message())
  expect(root.lines).toEqual([])
  // By the level.
  logger.warning(message())
  const lines = ['mem -> DEBUG: 1', 'mem -> INFO: 2', 'mem -> WARNING: 3']
  expect(root.lines).toEqual(lines)
  // By the number, twice.
  for (const first of [4, 14]) {
    for (let i = 0; i < 9; i++) logger.debug(message())
    expect(root.lines).toEqual(lines)
    logger.debug(message())
    for (let i = 0; i < 10; i++) lines.push(`mem -> DEBUG: ${first + i}`)
    expect(root.lines).toEqual(lines)
  }
  logger.debug(message())
  expect(root.lines).toEqual(lines)
})

/** Logs two messages, and gives the lines before and after `end`. */
function linesAround(logger: logging.Logger, message: () => string, end: () => void): [string[], string[]] {
  logger.debug(message())
  logger.info(message())
  const before = root.lines
  end()
  return [before, root.lines]
}

test('MemoryHandlerTest.test_flush_on_close', () => {
  const message = counter()
  const handedOver = ['mem -> DEBUG: 1', 'mem -> INFO: 2']
  const [logger, memory] = remembering()
  expect(linesAround(logger, message, () => void memory.close())).toEqual([[], handedOver])
  logger.removeHandler(memory)

  const [, discreet] = remembering({ flushOnClose: false })
  expect(linesAround(logger, message, () => void discreet.close())).toEqual([handedOver, handedOver])
  expect(discreet.target).toBeNull()
})

test('MemoryHandlerTest.test_shutdown_flush_on_close', () => {
  const message = counter()
  const handedOver = ['mem -> DEBUG: 1', 'mem -> INFO: 2']
  const [logger, memory] = remembering()
  expect(linesAround(logger, message, () => void logging.shutdown([memory]))).toEqual([[], handedOver])
  logger.removeHandler(memory)

  const [, discreet] = remembering({ flushOnClose: false })
  expect(linesAround(logger, message, () => void logging.shutdown([discreet]))).toEqual([handedOver, handedOver])
})

test('LastResortTest.test_last_resort', () => {
  root.logger.removeHandler(root.handler)
  expect(captureStderr(() => root.logger.debug('too low'))).toBe('')
  expect(captureStderr(() => root.logger.warning('high enough'))).toBe('high enough\n')

  logging.settings.lastResort = null
  const none = 'No handlers could be found for logger "root"\n'
  expect(captureStderr(() => root.logger.warning('nobody hears'))).toBe(none)
  expect(captureStderr(() => root.logger.warning('nobody hears'))).toBe('')

  root.logger.manager.emittedNoHandlerWarning = false
  logging.settings.raiseExceptions = false
  expect(captureStderr(() => root.logger.warning('nobody hears'))).toBe('')
})

type Step = 'acquire' | 'flush' | 'close' | 'release'

/** Something to shut down that notes what is done to it, with one step that fails. */
function noting(calls: string[], number: number, failing?: Step, error?: Error): logging.Handler {
  const step = (name: Step) => (): void => {
    if (name === failing) throw error!
    calls.push(`${number} ${name}`)
  }
  const steps = { acquire: step('acquire'), flush: step('flush'), close: step('close'), release: step('release') }
  return steps as unknown as logging.Handler
}

/**
 * Shuts down three handlers, the middle one fails at a step: whatever the error is, the steps after it and the
 * other handlers have their turn.
 *
 * @returns what was said on standard error
 */
function shutdownDespite(failing: Step, error: Error): string {
  const calls: string[] = []
  const list = [noting(calls, 0), noting(calls, 1, failing, error), noting(calls, 2)]
  let rest: Promise<void> | undefined
  const said = captureStderr(() => {
    rest = logging.shutdown(list)
  })
  const all = ['2 flush', '2 close', '1 flush', '1 close', '0 flush', '0 close']
  expect(calls).toEqual(all.filter((call) => call !== `1 ${failing}`))
  expect(rest).toBeInstanceOf(Promise)
  return said
}

/** An error of the operating system, as Node makes them. */
function systemError(): Error {
  return Object.assign(new Error('EIO: i/o error, write'), { code: 'EIO', errno: -5, syscall: 'write' })
}

test('ShutdownTest.test_no_failure', async () => {
  const calls: string[] = []
  await logging.shutdown([noting(calls, 0), noting(calls, 1), noting(calls, 2)])
  expect(calls).toEqual(['2 flush', '2 close', '1 flush', '1 close', '0 flush', '0 close'])
})

test('ShutdownTest.test_with_ioerror_in_acquire', () => {
  expect(shutdownDespite('acquire', systemError())).toBe('')
})

test('ShutdownTest.test_with_ioerror_in_flush', () => {
  expect(shutdownDespite('flush', systemError())).toContain('EIO')
})

test('ShutdownTest.test_with_ioerror_in_close', () => {
  expect(shutdownDespite('close', systemError())).toContain('EIO')
})

test('ShutdownTest.test_with_valueerror_in_acquire', () => {
  expect(shutdownDespite('acquire', new RangeError('bad value'))).toBe('')
})

test('ShutdownTest.test_with_valueerror_in_flush', () => {
  expect(shutdownDespite('flush', new RangeError('bad value'))).toContain('RangeError: bad value')
})

test('ShutdownTest.test_with_valueerror_in_close', () => {
  expect(shutdownDespite('close', new RangeError('bad value'))).toContain('RangeError: bad value')
})

test('ShutdownTest.test_with_other_error_in_acquire_without_raise', () => {
  logging.settings.raiseExceptions = false
  expect(shutdownDespite('acquire', new Error('odd'))).toBe('')
})

test('ShutdownTest.test_with_other_error_in_flush_without_raise', () => {
  logging.settings.raiseExceptions = false
  expect(shutdownDespite('flush', new Error('odd'))).toBe('')
})

test('ShutdownTest.test_with_other_error_in_close_without_raise', () => {
  logging.settings.raiseExceptions = false
  expect(shutdownDespite('close', new Error('odd'))).toBe('')
})

test('ShutdownTest.test_with_other_error_in_acquire_with_raise', () => {
  logging.settings.raiseExceptions = true
  expect(shutdownDespite('acquire', new Error('odd'))).toBe('')
})

test('ShutdownTest.test_with_other_error_in_flush_with_raise', () => {
  logging.settings.raiseExceptions = true
  expect(shutdownDespite('flush', new Error('odd'))).toContain('Error: odd')
})

test('ShutdownTest.test_with_other_error_in_close_with_raise', () => {
  logging.settings.raiseExceptions = true
  expect(shutdownDespite('close', new Error('odd'))).toContain('Error: odd')
})
