import { closeSync, fstatSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { JSONFormatter, type LogRecord, makeLogRecord } from '@treeline/core'
import { captureStderr, HOSTILE, resetLogging } from '@treeline/core/testing'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { messageEntry, recordEntry } from './exportFormat.js'
import { JournalFormatter } from './journalFormatter.js'
import { JournalHandler } from './journalHandler.js'
import { journalLines } from './journalLines.js'
import { JournalRemoteHandler } from './journalRemoteHandler.js'
import { priorityOf } from './priority.js'

afterEach(resetLogging)

function record(msg: unknown, levelno = 40, more: object = {}): LogRecord {
  return makeLogRecord({ name: 'app.db', levelno, levelname: 'L', msg, created: 1_700_000_000.25, ...more })
}

test.each([
  [60, 2],
  [50, 2],
  [49, 3],
  [40, 3],
  [30, 4],
  [29, 5],
  [21, 5],
  [20, 6],
  [19, 7],
  [10, 7],
  [0, 7],
  [-1, 7],
])('level %d has priority %d', (level, priority) => {
  expect(priorityOf(level)).toBe(priority)
})

test('each line has the priority', () => {
  expect(journalLines(3, 'one\ntwo\n')).toBe('<3>one\n<3>two\n<3>')
})

test.each(['x', 'é', '😀'])('a line of %s is cut where the journal would cut it, at a character', (character) => {
  const text = character.repeat(100_000)
  const lines = journalLines(4, text).split('\n')
  expect(lines.map((line) => line.slice(3)).join('')).toBe(text)
  expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(48 * 1024)
  expect(lines.every((line) => line.startsWith('<4>'))).toBe(true)
})

test('the formatter changes nothing where the journal does not read', () => {
  const before = process.env['JOURNAL_STREAM']
  onTestFinished(() => {
    if (before === undefined) delete process.env['JOURNAL_STREAM']
    else process.env['JOURNAL_STREAM'] = before
  })
  for (const stream of ['1:1', 'nonsense', '']) {
    process.env['JOURNAL_STREAM'] = stream
    expect(new JournalFormatter('%(name)s %(message)s').format(record('x'))).toBe('app.db x')
  }
  expect(new JournalFormatter(null, { formatter: new JSONFormatter(), fd: 9999 }).format(record('x'))).toContain('"x"')
})

test('the formatter puts priorities before the lines where the journal reads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'treeline-journal-'))
  const fd = openSync(join(folder, 'log'), 'w')
  const before = process.env['JOURNAL_STREAM']
  onTestFinished(() => {
    if (before === undefined) delete process.env['JOURNAL_STREAM']
    else process.env['JOURNAL_STREAM'] = before
    closeSync(fd)
    rmSync(folder, { recursive: true })
  })
  const { dev, ino } = fstatSync(fd, { bigint: true })
  const shown = (options: object): string =>
    new JournalFormatter('%(name)s %(message)s', options).format(record('a\nb'))
  process.env['JOURNAL_STREAM'] = `${dev}:${ino}`
  expect(shown({ fd })).toBe('<3>app.db a\n<3>b')
  expect(shown({ fd, formatter: { format: () => 'own' } })).toBe('<3>own')
  // By default it is standard error.
  expect(shown({})).toBe('app.db a\nb')
  for (const stream of [`${dev}:${ino}1`, `${dev}`, undefined]) {
    if (stream === undefined) delete process.env['JOURNAL_STREAM']
    else process.env['JOURNAL_STREAM'] = stream
    expect(shown({ fd })).toBe('app.db a\nb')
  }
})

test('a text that cannot be made is told of for its record, and none is sent', () => {
  const handler = new JournalHandler({ path: '/none' })
  handler.setFormatter({
    format(): never {
      throw new Error('no text')
    },
  } as never)
  expect(captureStderr(() => handler.handle(record('x')))).toContain('no text')
  expect(handler.stats().queued).toBe(0)
})

test.each([
  [{ fd: -1 }, 'fd: expected a whole number from 0 on, not -1'],
  [{ fb: 1 }, "JournalFormatter: unknown option 'fb'; did you mean fd?"],
])('wrong options %j of the formatter are told', (options, message) => {
  expect(() => new JournalFormatter('%(message)s', options as never)).toThrow(message)
})

/** The fields of an entry, read as systemd's description of the format says. */
function fieldsOf(bytes: Uint8Array): [string, string][] {
  const buffer = Buffer.from(bytes)
  const fields: [string, string][] = []
  for (let at = 0; at < buffer.length;) {
    const end = buffer.indexOf('\n', at)
    const line = buffer.toString('utf8', at, end)
    at = end + 1
    if (line === '') continue
    const equals = line.indexOf('=')
    if (equals >= 0) {
      fields.push([line.slice(0, equals), line.slice(equals + 1)])
      continue
    }
    const length = Number(buffer.readBigUInt64LE(at))
    fields.push([line, buffer.toString('utf8', at + 8, at + 8 + length)])
    at += 8 + length + 1
  }
  return fields
}

test('an entry has all that is known of a record', () => {
  const error = Object.assign(new Error('boom'), { stack: 'Error: boom\n    at x' })
  const more = {
    process: 42,
    exc_info: error,
    user: 'ann\nbell',
    'http.status': 500,
    '_secret 1': { a: [1] },
    priority: 'high',
    none: null,
  }
  const fields = Object.fromEntries(fieldsOf(recordEntry(record('it broke', 40, more), 'text\nof two lines', 'shop')))
  expect(fields).toMatchObject({
    __REALTIME_TIMESTAMP: '1700000000250000',
    SYSLOG_IDENTIFIER: 'shop',
    PRIORITY: '3',
    MESSAGE: 'text\nof two lines',
    LOGGER: 'app.db',
    USER: 'ann\nbell',
    HTTP_STATUS: '500',
    SECRET_1: '{"a":[1]}',
    EXTRA_PRIORITY: 'high',
    EXCEPTION_TEXT: expect.stringContaining('Error: boom') as string,
    _PID: '42',
  })
  expect(fields).not.toHaveProperty('NONE')
  expect(fields['_BOOT_ID']).toMatch(/^[0-9a-f]{32}$/)
})

test.each([Number.NaN, -1, Infinity, 1e300])('a record of the time %d is an entry of now', (created) => {
  const before = Date.now() * 1000
  const [[, time]] = fieldsOf(recordEntry(record('x', 20, { created }), 'x', 'shop')) as [[string, string]]
  expect(Number(time)).toBeGreaterThanOrEqual(before)
})

test.each(HOSTILE)('a hostile field, %o, makes an entry all the same', (make) => {
  const fields = Object.fromEntries(fieldsOf(recordEntry(record('x', 20, { field: make() }), 'x', 'shop')))
  expect(fields).toMatchObject({ MESSAGE: 'x', PRIORITY: '6' })
})

test('a message of the handler’s own is an entry', () => {
  expect(fieldsOf(messageEntry('3 were lost', 4, 'shop')).slice(3)).toEqual([
    ['SYSLOG_IDENTIFIER', 'shop'],
    ['PRIORITY', '4'],
    ['MESSAGE', '3 were lost'],
  ])
})

test.each([
  [{ identifier: 'a\nb' }, "identifier: expected a name without control characters, not 'a\\nb'"],
  [{ identifier: '' }, "identifier: expected a name without control characters, not ''"],
  [{ path: 1 }, 'path: expected a string, not 1'],
  [{ idenifier: 'a' }, "JournalHandler: unknown option 'idenifier'; did you mean identifier?"],
])('wrong options %j are told', (options, message) => {
  expect(() => new JournalHandler(options as never)).toThrow(message)
})

test.each([
  ['nowhere', "url: expected an address such as http://logs.example.org:19532/upload, not 'nowhere'"],
  ['ftp://x/y', "url: expected an address such as http://logs.example.org:19532/upload, not 'ftp://x/y'"],
  [7, 'url: expected an address such as http://logs.example.org:19532/upload, not 7'],
])('a wrong address %j is told', (url, message) => {
  expect(() => new JournalRemoteHandler(url as never)).toThrow(message)
})

/** A journal's socket that keeps what it is sent. */
async function journal(path: string): Promise<{ server: Server; text: () => string }> {
  let all = ''
  const server = createServer((socket) => socket.setEncoding('utf8').on('data', (data: string) => void (all += data)))
  server.listen(path)
  await once(server, 'listening')
  return { server, text: () => all }
}

test('the journal is told the name first, then lines with priorities', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'treeline-journal-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'stdout')
  const { server, text } = await journal(path)
  const handler = new JournalHandler({ identifier: 'shop', path })
  handler.handle(record('disk\nfull', 50))
  handler.handle(record('a\0b', 10))
  await handler.close()
  await new Promise((resolve) => server.close(resolve))
  expect(text()).toBe('shop\n\n6\n1\n0\n0\n0\n<2>disk\n<2>full\n<7>a\ufffdb\n')
})
