// Counterparts of BasicConfigTest.
import { readFileSync, writeFileSync } from 'node:fs'
import * as logging from 'treeline'
import { FileHandler, stderr, stdout } from '@treeline/node'
import { captureStderr, StringStream } from '@treeline/core/testing'
import { expect, test } from 'vitest'
import { formatOf, useCleanLogging, useFolder } from './setup.js'

useCleanLogging()
const inFolder = useFolder()

/** The root's only handler. */
function onlyHandler(): logging.Handler {
  const { handlers } = logging.getLogger()
  expect(handlers).toHaveLength(1)
  return handlers[0]!
}

function onlyFormatter(): logging.Formatter {
  return onlyHandler().formatter!
}

function contents(path: string): string {
  return readFileSync(path, 'utf8')
}

test('BasicConfigTest.test_no_kwargs', () => {
  logging.basicConfig()
  const handler = onlyHandler()
  expect(handler).toBeInstanceOf(logging.StreamHandler)
  expect((handler as logging.StreamHandler).stream).toBe(stderr)
  expect(formatOf(handler.formatter!)).toBe(logging.BASIC_FORMAT)
  expect(handler.formatter!.datefmt).toBeNull()
  expect(handler.formatter!._style).toBeInstanceOf(logging.PercentStyle)
  expect(logging.getLogger().level).toBe(logging.WARNING)
})

/** Logs one error through a configuration of that style, and gives what was written. */
function loggedIn(style: string): string {
  const stream = new StringStream()
  logging.basicConfig({ stream, style })
  logging.error('no pears')
  return stream.text
}

test('BasicConfigTest.test_strformatstyle', () => {
  expect(loggedIn('{')).toBe('ERROR:root:no pears\n')
})

test('BasicConfigTest.test_stringtemplatestyle', () => {
  expect(loggedIn('$')).toBe('ERROR:root:no pears\n')
})

test('BasicConfigTest.test_filename', () => {
  const path = inFolder('shop.log')
  writeFileSync(path, 'earlier\n')
  logging.basicConfig({ filename: path, encoding: 'utf-8' })
  const handler = onlyHandler() as FileHandler
  expect(handler).toBeInstanceOf(FileHandler)
  const expected = new FileHandler(path, { mode: 'a', encoding: 'utf-8' })
  expect(handler.mode).toBe(expected.mode)
  expect(handler.stream!.name).toBe(expected.stream!.name)
  logging.warning('later')
  expect(contents(path)).toBe('earlier\nWARNING:root:later\n')
})

test('BasicConfigTest.test_filemode', () => {
  const path = inFolder('shop.log')
  writeFileSync(path, 'earlier\n')
  logging.basicConfig({ filename: path, filemode: 'w' })
  expect((onlyHandler() as FileHandler).mode).toBe('w')
  logging.warning('later')
  expect(contents(path)).toBe('WARNING:root:later\n')
  // Log files are text: in Python a binary one opens, and fails at the first record.
  const binary = { filename: inFolder('binary.log'), filemode: 'wb', force: true }
  expect(() => logging.basicConfig(binary)).toThrow(/^invalid mode: 'wb'; there are: /)
})

test('BasicConfigTest.test_stream', () => {
  const stream = new StringStream()
  logging.basicConfig({ stream })
  const handler = onlyHandler() as logging.StreamHandler
  expect(handler).toBeInstanceOf(logging.StreamHandler)
  expect(handler.stream).toBe(stream)
})

test('BasicConfigTest.test_format', () => {
  logging.basicConfig({ format: '%(asctime)s | %(message)s' })
  expect(formatOf(onlyFormatter())).toBe('%(asctime)s | %(message)s')
})

test('BasicConfigTest.test_datefmt', () => {
  logging.basicConfig({ datefmt: '%H:%M' })
  expect(onlyFormatter().datefmt).toBe('%H:%M')
})

test('BasicConfigTest.test_style', () => {
  logging.basicConfig({ style: '$' })
  expect(onlyFormatter()._style).toBeInstanceOf(logging.StringTemplateStyle)
})

test('BasicConfigTest.test_level', () => {
  logging.basicConfig({ level: 57 })
  expect(logging.getLogger().level).toBe(57)
  logging.basicConfig({ level: 58 })
  expect(logging.getLogger().level).toBe(57)
})

test('BasicConfigTest.test_incompatible', () => {
  const filename = inFolder('shop.log')
  const stream = new StringStream()
  const handlers = [new logging.StreamHandler(stream)]
  const together = "'stream' or 'filename' should not be specified together with 'handlers'"
  const refused: [object, string][] = [
    [{ filename, stream }, "'stream' and 'filename' should not be specified together"],
    [{ filename, handlers }, together],
    [{ stream, handlers }, together],
    [{ loglevel: logging.INFO }, 'Unrecognised argument(s): loglevel'],
  ]
  for (const [options, message] of refused) {
    expect(() => logging.basicConfig(options)).toThrow(new RangeError(message))
    expect(logging.getLogger().handlers).toEqual([])
  }
  logging.basicConfig({ filename: null, filemode: 'a' })
  expect(onlyHandler()).toBeInstanceOf(logging.StreamHandler)
})

test('BasicConfigTest.test_handlers', () => {
  const handlers = [
    new logging.StreamHandler(),
    new logging.StreamHandler(stdout),
    new logging.StreamHandler(),
  ] as const
  const formatter = new logging.Formatter()
  handlers[2].setFormatter(formatter)
  logging.basicConfig({ handlers })
  const installed = logging.getLogger().handlers
  expect(installed).toHaveLength(3)
  handlers.forEach((handler, index) => expect(installed[index]).toBe(handler))
  expect(formatOf(handlers[0].formatter!)).toBe(logging.BASIC_FORMAT)
  expect(handlers[1].formatter).toBe(handlers[0].formatter)
  expect(handlers[2].formatter).toBe(formatter)
})

test('BasicConfigTest.test_force', () => {
  const [before, after] = [new StringStream(), new StringStream()]
  const logAll = (): void => {
    logging.warning('warned')
    logging.info('informed')
    logging.debug('debugged')
  }
  logging.basicConfig({ level: logging.WARNING, handlers: [new logging.StreamHandler(before)] })
  logAll()
  onlyHandler()
  logging.basicConfig({ level: logging.INFO, handlers: [new logging.StreamHandler(after)], force: true })
  logAll()
  onlyHandler()
  expect(before.lines).toEqual(['WARNING:root:warned'])
  expect(after.lines).toEqual(['WARNING:root:warned', 'INFO:root:informed'])
})

const MESSAGE = 'Grüße aus Łódź'

/** Logs a message into a file of that configuration, and gives the handler and what is in the file. */
function written(options: logging.BasicConfigOptions, message = MESSAGE): [FileHandler, string] {
  const filename = inFolder('encoded.log')
  logging.basicConfig({ filename, format: '%(message)s', level: logging.DEBUG, ...options })
  const handler = onlyHandler() as FileHandler
  expect(handler).toBeInstanceOf(FileHandler)
  expect(handler.encoding).toBe(options.encoding)
  logging.debug(message)
  void handler.close()
  return [handler, contents(filename)]
}

test('BasicConfigTest.test_encoding', () => {
  const [handler, text] = written({ encoding: 'utf-8', errors: 'strict' })
  expect(handler.errors).toBe('strict')
  expect(text).toBe(`${MESSAGE}\n`)
})

test('BasicConfigTest.test_encoding_errors', () => {
  const [handler, text] = written({ encoding: 'ascii', errors: 'ignore' })
  expect(handler.errors).toBe('ignore')
  expect(text).toBe('Gre aus d\n')
})

test('BasicConfigTest.test_encoding_errors_default', () => {
  const [handler, text] = written({ encoding: 'ascii' }, `🍐 ☂️ ${MESSAGE}`)
  expect(handler.errors).toBe('backslashreplace')
  expect(text).toBe('\\U0001f350 \\u2602\\ufe0f Gr\\xfc\\xdfe aus \\u0141\\xf3d\\u017a\n')
})

test('BasicConfigTest.test_encoding_errors_none', () => {
  // None is not the default, it is 'strict': the record is refused, and reported.
  let text = ''
  let handler: FileHandler | undefined
  const said = captureStderr(() => {
    ;[handler, text] = written({ encoding: 'ascii', errors: null })
  })
  expect(handler!.errors).toBeNull()
  expect(said).toContain("'ascii' codec can't encode characters in position 2-3: ordinal not in range(128)")
  expect(text).toBe('')
})

test('BasicConfigTest.test_log_taskName', () => {
  const filename = inFolder('tasks.log')
  logging.basicConfig({ filename, encoding: 'utf-8', errors: 'strict', format: '%(taskName)s | %(message)s' })
  logging.warning('outside')
  // The application says what its pieces of work are called.
  onlyHandler().addFilter((record) => {
    record.taskName = 'Task-7'
    return true
  })
  logging.warning('inside')
  expect(contents(filename)).toBe('null | outside\nTask-7 | inside\n')
})

/** Calls a function of the module while the root has no handler: it gets the one of a bare basicConfig, each time. */
function configures(call: (msg: string) => void): void {
  const root = logging.getLogger()
  root.setLevel(100)
  expect(captureStderr(() => call('too low'))).toBe('')
  const handler = onlyHandler()
  expect(handler).toBeInstanceOf(logging.StreamHandler)
  expect(formatOf(handler.formatter!)).toBe(logging.BASIC_FORMAT)
  expect(root.level).toBe(100)

  root.removeHandler(handler)
  root.setLevel(logging.DEBUG)
  expect(captureStderr(() => call('high enough'))).toMatch(/^[A-Z]+:root:high enough\n$/)
  expect(onlyHandler()).not.toBe(handler)
}

test('BasicConfigTest.test_log', () => {
  configures((msg) => logging.log(logging.WARNING, msg))
})

test('BasicConfigTest.test_debug', () => {
  configures(logging.debug)
})

test('BasicConfigTest.test_info', () => {
  configures(logging.info)
})

test('BasicConfigTest.test_warning', () => {
  configures(logging.warning)
})

test('BasicConfigTest.test_error', () => {
  configures(logging.error)
})

test('BasicConfigTest.test_critical', () => {
  configures(logging.critical)
})
