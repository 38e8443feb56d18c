import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { getLogger, type LogRecord, makeLogRecord } from '@treeline/core'
import { handlerRegistry } from '@treeline/core/internal'
import { resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Archiver } from './archiver.js'
import { RotatingFileHandler, type RotatingFileHandlerOptions } from './rotatingFileHandler.js'
import { TimedRotatingFileHandler } from './timedRotatingFileHandler.js'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-archive-'))
  file = join(folder, 'app.log')
})
afterEach(() => {
  vi.useRealTimers()
  resetLogging()
  rmSync(folder, { recursive: true, force: true })
})

const record = (msg: string): LogRecord => makeLogRecord({ name: 'app', levelno: 20, levelname: 'INFO', msg })

/** The files by their names; those that are compressed as their text. */
function contents(): Record<string, string> {
  const text = (name: string): string => {
    const bytes = readFileSync(join(folder, name))
    return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
  }
  return Object.fromEntries(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort()
      .map((name) => [name, text(name)]),
  )
}

function open(options: RotatingFileHandlerOptions = {}): RotatingFileHandler {
  return new RotatingFileHandler(file, { maxBytes: 10, backupCount: 3, compress: 'gzip', ...options })
}

describe.each([false, true])('multiprocess: %s', (multiprocess) => {
  test('rotated files become archives, and are shifted and dropped as such', async () => {
    for (let i = 0; i < 6; i++) {
      const handler = open({ multiprocess })
      handler.handle(record(`line ${i}`))
      await handler.close()
    }
    expect(contents()).toEqual({
      'app.log': 'line 5\n',
      'app.log.1.gz': 'line 4\n',
      'app.log.2.gz': 'line 3\n',
      'app.log.3.gz': 'line 2\n',
    })
  })

  test('the logging call does not wait, and numbers are shifted while a file is compressed', async () => {
    const handler = open({ multiprocess })
    for (let i = 0; i < 3; i++) handler.handle(record(`line ${i}`))
    expect(contents()).toEqual({ 'app.log': 'line 2\n', 'app.log.1': 'line 1\n', 'app.log.2': 'line 0\n' })
    // One turn after the other, so that each step of a compression meets a rotation.
    for (let i = 3; i < 40; i++) {
      await new Promise((resolve) => void setImmediate(resolve))
      handler.handle(record(`line ${i}`))
    }
    await handler.close()
    expect(contents()).toEqual({
      'app.log': 'line 39\n',
      'app.log.1.gz': 'line 38\n',
      'app.log.2.gz': 'line 37\n',
      'app.log.3.gz': 'line 36\n',
    })
  })

  test('what a killed process left is finished at the next start, and nothing is doubled', async () => {
    writeFileSync(file, 'line 9\n')
    // It was killed before, within and behind the last step of a compression.
    writeFileSync(`${file}.1`, 'line 8\n')
    writeFileSync(`${file}.0123456789abcdef.gz.tmp`, 'half')
    if (multiprocess) utimesSync(`${file}.0123456789abcdef.gz.tmp`, 0, 0)
    writeFileSync(`${file}.2`, 'line 7\n')
    writeFileSync(`${file}.2.gz`, gzipSync('line 7\n'))
    writeFileSync(`${file}.3.gz`, gzipSync('line 6\n'))
    const handler = open({ multiprocess })
    await handler.close()
    expect(contents()).toEqual({
      'app.log': 'line 9\n',
      'app.log.1.gz': 'line 8\n',
      'app.log.2.gz': 'line 7\n',
      'app.log.3.gz': 'line 6\n',
    })
  })
})

test('an archive with other contents is told, and neither file is touched', async () => {
  writeFileSync(`${file}.1`, 'line 8\n')
  writeFileSync(`${file}.1.gz`, gzipSync('something else'))
  const told: unknown[] = []
  class Told extends RotatingFileHandler {
    override handleError(_record: LogRecord, error: unknown): void {
      told.push((error as Error).message)
    }
  }
  const handler = new Told(file, { maxBytes: 10, backupCount: 3, compress: 'gzip' })
  await handler.close()
  expect(told).toEqual([`${file}.1.gz is there and has other contents; ${file}.1 is left as it is`])
  expect(contents()).toEqual({ 'app.log': '', 'app.log.1': 'line 8\n', 'app.log.1.gz': 'something else' })
})

test('a file stays whose archive is another one by the time that the two were compared', async () => {
  writeFileSync(`${file}.1`, 'line 8\n')
  writeFileSync(`${file}.1.gz`, gzipSync('line 8\n'))
  const removed: string[] = []
  const told: unknown[] = []
  const archiver = new Archiver({
    rotated: () => [`${file}.1`, `${file}.1.gz`].map((path) => ({ ...statSync(path), path })),
    mayBeWritten: () => false,
    newName: () => `${file}.tmp`,
    exclusively(work) {
      renameSync(`${file}.1.gz`, `${file}.2.gz`)
      writeFileSync(`${file}.1.gz`, gzipSync('another line\n'))
      work()
      return true
    },
    move: renameSync,
    remove: (path) => void removed.push(path),
    discard: () => {},
    onError: (error) => void told.push(error),
  })
  archiver.start()
  await archiver.end()
  expect([removed, told]).toEqual([[], []])
})

test('an archive has the rights and the time of its file', async () => {
  writeFileSync(`${file}.1`, 'line 8\n')
  chmodSync(`${file}.1`, 0o640)
  // Only root may give it to others.
  if (process.getuid?.() === 0) chownSync(`${file}.1`, 1000, 4)
  utimesSync(`${file}.1`, 1000, 2000)
  await open().close()
  const { mode, mtimeMs, uid, gid } = statSync(`${file}.1.gz`)
  expect([mode & 0o777, mtimeMs]).toEqual([0o640, 2_000_000])
  expect([uid, gid]).toEqual(process.getuid?.() === 0 ? [1000, 4] : [process.getuid?.(), gid])
})

test('only files of exactly our names are compressed or removed', async () => {
  const others = ['app.log.bak', 'app.log.01', 'app.log.4', 'app.log.1.txt', 'app.log.xyz.gz.tmp', 'my-app.log.1']
  for (const name of others) writeFileSync(join(folder, name), name)
  await open().close()
  expect(Object.keys(contents())).toEqual(['app.log', ...others].sort())
})

test('at the end of the process the plain file stays, whole, and no half archive', async () => {
  const handler = open()
  handler.handle(record('line 0'))
  handler.handle(record('x'.repeat(1_000_000)))
  handler.handle(record('line 2'))
  // Until the archive is being made.
  while (!readdirSync(folder).some((name) => name.endsWith('.tmp')))
    await new Promise((resolve) => void setImmediate(resolve))
  handlerRegistry.isExiting = true
  await handler.close()
  handlerRegistry.isExiting = false
  await new Promise((resolve) => void setTimeout(resolve, 20))
  const names = readdirSync(folder)
  expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([])
  expect(names).toContain('app.log.1')
  await open().close()
  expect(contents()).toEqual({
    'app.log': 'line 2\n',
    'app.log.1.gz': `${'x'.repeat(1_000_000)}\n`,
    'app.log.2.gz': 'line 0\n',
  })
})

test('a namer names the file, and the archive is named after it', async () => {
  const handler = open()
  handler.namer = (name) => name.replace(/app\.log\.(\d+)$/, 'app-$1.log')
  for (let i = 0; i < 6; i++) handler.handle(record(`line ${i}`))
  await handler.close()
  expect(contents()).toEqual({
    'app-1.log.gz': 'line 4\n',
    'app-2.log.gz': 'line 3\n',
    'app-3.log.gz': 'line 2\n',
    'app.log': 'line 5\n',
  })
})

test.each([
  [{ compress: 'gzip' as const }, 'rotator: expected none together with compress'],
  [{ compress: undefined, multiprocess: true }, 'rotator: expected none together with multiprocess'],
])('a rotator is refused together with %o, before anything is moved', (options, message) => {
  const handler = open(options)
  const told: unknown[] = []
  handler.handleError = (_record, error) => void told.push((error as Error).message)
  handler.rotator = () => {}
  const logger = getLogger('rotator')
  logger.addHandler(handler)
  logger.error('line 0')
  logger.error('line 1')
  expect(told).toEqual([message])
  expect(contents()).toEqual({ 'app.log': 'line 0\nline 1\n' })
})

test.each([false, true])(
  'what cannot get its name is told and stays, and the others are compressed; multiprocess: %s',
  async (multiprocess) => {
    writeFileSync(`${file}.1`, 'line 1\n')
    writeFileSync(`${file}.2`, 'line 2\n')
    mkdirSync(`${file}.1.gz`)
    const told: unknown[] = []
    class Told extends RotatingFileHandler {
      override handleError(_record: LogRecord, error: unknown): void {
        told.push((error as { code?: unknown }).code)
      }
    }
    await new Told(file, { maxBytes: 10, backupCount: 3, compress: 'gzip', multiprocess }).close()
    expect(told).toEqual(['EISDIR'])
    expect(contents()).toEqual({ 'app.log': '', 'app.log.1': 'line 1\n', 'app.log.2.gz': 'line 2\n' })
    expect(readdirSync(folder).filter((name) => /tmp|lock/.test(name))).toEqual([])
  },
)

test.each([0, 12])(
  'what is rotated by time is compressed, and counted by backupCount; maxBytes %d',
  async (maxBytes) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1) })
    for (let day = 1; day <= 5; day++) {
      vi.setSystemTime(Date.UTC(2026, 0, day))
      const options = { when: 'midnight', utc: true, backupCount: 3, maxBytes, compress: 'gzip' } as const
      const handler = new TimedRotatingFileHandler(file, options)
      if (existsSync(file)) utimesSync(file, Date.now() / 1000, Date.now() / 1000)
      handler.rolloverAt = handler.computeRollover(Date.now() / 1000)
      handler.handle(record(`day ${day}`))
      if (day === 4) handler.handle(record('second of 4'))
      vi.setSystemTime(Date.UTC(2026, 0, day + 1))
      handler.handle(record(`next ${day}`))
      await handler.close()
    }
    const days = Object.keys(contents())
    if (maxBytes === 0)
      expect(days).toEqual(['app.log', 'app.log.2026-01-03.gz', 'app.log.2026-01-04.gz', 'app.log.2026-01-05.gz'])
    else
      expect(days).toEqual([
        'app.log',
        'app.log.2026-01-04.0002.gz',
        'app.log.2026-01-05.0001.gz',
        'app.log.2026-01-05.gz',
      ])
  },
)

test('an archive of a period takes its name: nothing is rotated onto it', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1) })
  const handler = new TimedRotatingFileHandler(file, { when: 'midnight', utc: true, compress: 'gzip' })
  writeFileSync(`${file}.2026-01-01.gz`, gzipSync('before\n'))
  handler.handle(record('first'))
  vi.setSystemTime(Date.UTC(2026, 0, 2))
  handler.handle(record('second'))
  await handler.close()
  expect(contents()).toEqual({ 'app.log': 'first\nsecond\n', 'app.log.2026-01-01.gz': 'before\n' })
})
