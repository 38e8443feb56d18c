// Counterparts of FileHandlerTest, RotatingFileHandlerTest and EncodingTest.
import { execFileSync } from 'node:child_process'
import {
  closeSync,
  constants,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { deflateSync, inflateSync } from 'node:zlib'
import * as logging from 'treeline'
import { FileHandler } from '@treeline/node'
import { RotatingFileHandler, type RotatingFileHandlerOptions } from '@treeline/node/handlers'
import { expect, test } from 'vitest'
import { counter, useCleanLogging, useFolder } from './setup.js'

useCleanLogging()
const inFolder = useFolder()

/** Records whose message is a number that counts. */
function recordCounter(): () => logging.LogRecord {
  const message = counter()
  return () => new logging.LogRecord('n', logging.DEBUG, 'p', 1, message(), null, null)
}

function rotating(path: string, options: RotatingFileHandlerOptions = {}): RotatingFileHandler {
  return new RotatingFileHandler(path, { encoding: 'utf-8', ...options })
}

function contents(path: string): string {
  return readFileSync(path, 'utf8')
}

test('FileHandlerTest.test_delay', () => {
  const path = inFolder('delayed.log')
  const handler = new FileHandler(path, { encoding: 'utf-8', delay: true })
  expect(handler.stream).toBeNull()
  expect(existsSync(path)).toBe(false)
  handler.handle(logging.makeLogRecord({}))
  expect(handler.stream).not.toBeNull()
  expect(existsSync(path)).toBe(true)
})

test('FileHandlerTest.test_emit_after_closing_in_write_mode', () => {
  const path = inFolder('anew.log')
  const next = recordCounter()
  const handler = new FileHandler(path, { encoding: 'utf-8', mode: 'w' })
  handler.setFormatter(new logging.Formatter('%(message)s'))
  handler.emit(next())
  void handler.close()
  handler.emit(next())
  expect(contents(path)).toBe('1\n')
})

test('RotatingFileHandlerTest.test_should_not_rollover', () => {
  const path = inFolder('app.log')
  const record = recordCounter()()
  // An empty file is never put aside.
  const empty = rotating(path, { maxBytes: 1 })
  expect(empty.shouldRollover(record)).toBe(false)
  void empty.close()
  // Nor any file without a limit, empty or not.
  for (const content of ['', '\n']) {
    writeFileSync(path, content)
    const unlimited = rotating(path, { maxBytes: 0 })
    expect(unlimited.shouldRollover(record)).toBe(false)
    void unlimited.close()
  }
})

test('RotatingFileHandlerTest.test_should_not_rollover_non_file', () => {
  expect(rotating('/dev/null', { maxBytes: 1 }).shouldRollover(recordCounter()())).toBe(false)
})

test('RotatingFileHandlerTest.test_should_not_rollover_named_pipe', () => {
  const path = inFolder('pipe.log')
  execFileSync('mkfifo', [path])
  // A reader must be there before a writer may open it.
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const next = recordCounter()
    const handler = rotating(path, { maxBytes: 1, backupCount: 1 })
    expect(handler.shouldRollover(next())).toBe(false)
    handler.emit(next())
    expect(handler.shouldRollover(next())).toBe(false)
    handler.emit(next())
    void handler.close()
    const bytes = Buffer.alloc(100)
    expect(bytes.toString('utf8', 0, readSync(reader, bytes))).toBe('2\n4\n')
    expect(existsSync(`${path}.1`)).toBe(false)
  } finally {
    closeSync(reader)
  }
})

test('RotatingFileHandlerTest.test_should_rollover', () => {
  const path = inFolder('app.log')
  writeFileSync(path, '\n')
  expect(rotating(path, { maxBytes: 2 }).shouldRollover(recordCounter()())).toBe(true)
})

test('RotatingFileHandlerTest.test_file_created', () => {
  const path = inFolder('app.log')
  const handler = rotating(path)
  handler.emit(recordCounter()())
  expect(contents(path)).toBe('1\n')
})

/** Fills a file of at most 100 bytes until it is put aside. */
function fills(delay: boolean): void {
  const path = inFolder('app.log')
  const handler = rotating(path, { maxBytes: 100, backupCount: 2, ...(delay ? { delay } : {}) })
  expect(existsSync(path)).toBe(!delay)
  const [small, large] = ['p', 'q'.repeat(100)].map((msg) => logging.makeLogRecord({ msg })) as [
    logging.LogRecord,
    logging.LogRecord,
  ]
  const due = (): boolean[] => [handler.shouldRollover(small), handler.shouldRollover(large)]
  expect(due()).toEqual([false, false])
  handler.emit(small)
  expect(existsSync(path)).toBe(true)
  expect(existsSync(`${path}.1`)).toBe(false)
  expect(due()).toEqual([false, true])
  handler.emit(large)
  expect(contents(path)).toBe(`${'q'.repeat(100)}\n`)
  expect(contents(`${path}.1`)).toBe('p\n')
  expect(existsSync(`${path}.2`)).toBe(false)
  expect(due()).toEqual([true, true])
}

test('RotatingFileHandlerTest.test_max_bytes', () => {
  fills(false)
})

test('RotatingFileHandlerTest.test_max_bytes_delay', () => {
  fills(true)
})

test('RotatingFileHandlerTest.test_rollover_filenames', () => {
  const path = inFolder('app.log')
  const handler = rotating(path, { maxBytes: 1, backupCount: 2 })
  handler.namer = (name) => `${name}.old`
  const next = recordCounter()
  /** What is in the file and in the three that might have been put aside. */
  const files = (): (string | null)[] =>
    [path, `${path}.1.old`, `${path}.2.old`, `${path}.3.old`].map((name) => (existsSync(name) ? contents(name) : null))
  const seen = [1, 2, 3, 4].map(() => {
    handler.emit(next())
    return files()
  })
  expect(seen).toEqual([
    ['1\n', null, null, null],
    ['2\n', '1\n', null, null],
    ['3\n', '2\n', '1\n', null],
    ['4\n', '3\n', '2\n', null],
  ])
})

test('RotatingFileHandlerTest.test_namer_rotator_inheritance', () => {
  class Own extends RotatingFileHandler {
    override namer(name: string): string {
      return `${name}.old`
    }

    override rotator(source: string, dest: string): void {
      if (existsSync(source)) renameSync(source, `${dest}.moved`)
    }
  }
  const path = inFolder('app.log')
  const handler = new Own(path, { encoding: 'utf-8', maxBytes: 1, backupCount: 2 })
  expect(handler.rotation_filename('a')).toBe('a.old')
  const next = recordCounter()
  handler.emit(next())
  handler.emit(next())
  expect(contents(path)).toBe('2\n')
  expect(contents(`${path}.1.old.moved`)).toBe('1\n')
  expect(existsSync(`${path}.1.old`)).toBe(false)
})

test('RotatingFileHandlerTest.test_rotator', () => {
  const path = inFolder('app.log')
  const handler = rotating(path, { maxBytes: 1, backupCount: 2 })
  handler.namer = (name) => `${name}.z`
  handler.rotator = (source, dest) => {
    writeFileSync(dest, deflateSync(readFileSync(source)))
    rmSync(source)
  }
  const next = recordCounter()
  const old = (number: number): string => inflateSync(readFileSync(`${path}.${number}.z`)).toString()
  handler.emit(next())
  expect(contents(path)).toBe('1\n')
  handler.emit(next())
  expect(old(1)).toBe('1\n')
  handler.emit(next())
  expect([old(1), old(2)]).toEqual(['2\n', '1\n'])
  handler.emit(next())
  expect([old(1), old(2)]).toEqual(['3\n', '2\n'])
  expect(existsSync(`${path}.3.z`)).toBe(false)
})

test('EncodingTest.test_encoding_plain_file', () => {
  const path = inFolder('plain.log')
  const logger = logging.getLogger('test')
  logger.propagate = false
  const handler = new FileHandler(path, { encoding: 'utf-8' })
  logger.addHandler(handler)
  logger.warning('pear\x80')
  void handler.close()
  expect(readFileSync(path)).toEqual(Buffer.from([0x70, 0x65, 0x61, 0x72, 0xc2, 0x80, 0x0a]))
})

test('EncodingTest.test_encoding_cyrillic_unicode', () => {
  // JavaScript can only decode windows-1251; turned round it is the encoder of a stream of the application's.
  const decoded = new TextDecoder('windows-1251').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))
  const bytes: number[] = []
  const stream = { write: (text: string) => void bytes.push(...Array.from(text, (char) => decoded.indexOf(char))) }
  const logger = logging.getLogger('test')
  logger.propagate = false
  logger.addHandler(new logging.StreamHandler(stream))
  logger.warning('Груша')
  expect(bytes).toEqual([0xc3, 0xf0, 0xf3, 0xf8, 0xe0, 0x0a])
})
