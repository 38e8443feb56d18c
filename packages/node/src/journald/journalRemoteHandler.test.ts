import { Formatter, type LogRecord, makeLogRecord } from '@treeline/core'
import { captureStderr, HOSTILE, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Target } from '../network/lastSend.js'
import { JournalRemoteHandler, type JournalRemoteHandlerOptions } from './journalRemoteHandler.js'
import { type Upload, UploadError } from './upload.js'

/** What was sent, how, and what it fails with. */
let uploads: { to: Upload; text: string }[]
let failure: Error | undefined
vi.mock('./upload.js', async (original) => ({
  ...(await original<object>()),
  async upload(to: Upload, body: Uint8Array) {
    uploads.push({ to, text: String(body) })
    if (failure !== undefined) throw failure
  },
}))
/** What is sent at the end of the process, and how many pieces the server takes. */
let last: { target: Target; text: string; ms: number }[]
let taken: number
vi.mock('../network/lastSend.js', () => ({
  lastSend(target: Target, [bytes]: readonly Uint8Array[], ms: number) {
    last.push({ target, text: String(bytes), ms })
    return taken
  },
}))

beforeEach(() => {
  vi.useFakeTimers()
  uploads = []
  failure = undefined
  last = []
  taken = 1
})
afterEach(() => {
  vi.useRealTimers()
  resetLogging()
})

const record = (msg: unknown, levelno = 20, more: object = {}): LogRecord =>
  makeLogRecord({ name: 'app', levelno, levelname: 'L', msg, ...more })

function handler(options: JournalRemoteHandlerOptions = {}): JournalRemoteHandler {
  return new JournalRemoteHandler('http://logs.test:19532/upload', { identifier: 'shop', ...options })
}

const messages = (text: string): string[] => Array.from(text.matchAll(/^MESSAGE=(.*)$/gm), ([, message]) => message!)

test('records wait a second for others, and go as one request, in order', async () => {
  const to = handler({ tls: { ca: 'c' }, timeoutMs: 7 })
  to.handle(record('one', 20, { user: 'ann' }))
  to.handle(record('two'))
  await vi.advanceTimersByTimeAsync(999)
  expect([uploads, to.stats()]).toEqual([[], { queued: 2, inFlight: 0 }])
  await vi.advanceTimersByTimeAsync(1)
  expect(uploads.map(({ text }) => messages(text))).toEqual([['one', 'two']])
  expect(uploads[0]!.text).toContain('\nSYSLOG_IDENTIFIER=shop\n')
  expect(uploads[0]!.text).toContain('\nUSER=ann\n')
  expect(uploads[0]!.to).toEqual({ url: new URL('http://logs.test:19532/upload'), tls: { ca: 'c' }, timeoutMs: 7 })
  expect(to.stats()).toEqual({ queued: 0, inFlight: 0 })
})

test('so many are a request, and a severe one waits for none', async () => {
  const to = handler({ capacity: 2, flushLevel: 30 })
  for (const msg of ['one', 'two', 'three']) to.handle(record(msg, 29))
  await vi.advanceTimersByTimeAsync(0)
  expect(uploads.map(({ text }) => messages(text))).toEqual([['one', 'two']])
  to.handle(record('four', 30))
  await vi.advanceTimersByTimeAsync(0)
  expect(uploads.map(({ text }) => messages(text))).toEqual([
    ['one', 'two'],
    ['three', 'four'],
  ])
})

test('a formatter makes the message; without one it is the record’s own', async () => {
  const to = handler()
  to.handle(record('one', 20, { exc_text: 'Error: no' }))
  to.setFormatter(new Formatter('%(name)s: %(message)s'))
  to.handle(record('two'))
  await to.flush()
  expect(messages(uploads[0]!.text)).toEqual(['one', 'app: two'])
})

test('what the server refuses is told of and lost; another failure keeps it', async () => {
  const to = handler()
  failure = new UploadError(400, 'no entry')
  to.handle(record('one'))
  let said = ''
  const error = vi.spyOn(to, 'handleError').mockImplementation((of, what) => (said += `${of.msg} ${what}`))
  await to.flush()
  expect(said).toBe('one UploadError: the journal answered 400: no entry')
  expect(to.stats().queued).toBe(0)
  failure = new Error('ECONNREFUSED')
  to.handle(record('two'))
  await to.flush()
  expect(error).toHaveBeenCalledTimes(2)
  failure = undefined
  await to.flush()
  expect(uploads.map(({ text }) => messages(text))).toEqual([['one'], ['two'], ['two']])
})

test.each([
  ['http://logs.test:19532/upload', { kind: 'tcp', options: { host: 'logs.test', port: 19_532 } }],
  ['https://logs.test/upload', { kind: 'tls', options: { servername: 'logs.test', host: 'logs.test', port: 443 } }],
])('at the end what waits goes to %s in one request, for five seconds', (url, target) => {
  const to = new JournalRemoteHandler(url, { capacity: 2 })
  for (const msg of ['one', 'two', 'three']) to.handle(record(msg))
  to.deliverAtExit()
  expect(last).toMatchObject([{ target, ms: 5000 }])
  expect(last[0]!.text).toMatch(/^POST \/upload HTTP\/1\.1\r\n/)
  expect(messages(last[0]!.text)).toEqual(['one', 'two', 'three'])
  expect(to.stats().queued).toBe(0)
})

test('at the end what the server did not take is counted', () => {
  const to = handler()
  taken = 0
  to.handle(record('one'))
  to.handle(record('two'))
  to.deliverAtExit()
  expect(to.stats().queued).toBe(2)
})

test('a text that cannot be made is told of for its record', () => {
  const to = handler()
  to.setFormatter({
    format(): never {
      throw new Error('no text')
    },
  } as never)
  expect(captureStderr(() => to.handle(record('x')))).toContain('no text')
  expect(to.stats().queued).toBe(0)
})

test.each(HOSTILE)('a hostile message, %o, is no exception', (make) => {
  const to = handler()
  captureStderr(() => expect(() => to.handle(record(make()))).not.toThrow())
})

test('an address may be a URL, and is shown by its host', () => {
  expect(String(new JournalRemoteHandler(new URL('https://logs.test:1/upload')))).toBe(
    '<JournalRemoteHandler logs.test:1 (NOTSET)>',
  )
})
