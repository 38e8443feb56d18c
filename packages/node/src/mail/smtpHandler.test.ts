import { Formatter, type LogRecord, makeLogRecord } from '@treeline/core'
import { HOSTILE, resetLogging } from '@treeline/core/testing'
import { afterEach, expect, test, vi } from 'vitest'
import type { Mail } from './mail.js'
import { isPermanent, transportOptions } from './transport.js'
import { SMTPHandler } from './smtpHandler.js'
import type { SMTPHandlerOptions } from './smtpHandlerOptions.js'

afterEach(() => {
  resetLogging()
  vi.useRealTimers()
})

function record(msg: unknown, levelno = 40): LogRecord {
  return makeLogRecord({ name: 'app', levelno, levelname: `L${levelno}`, msg })
}

/** Keeps the errors that the handler is told. */
class Told extends SMTPHandler {
  readonly told: unknown[] = []

  override handleError(_record: LogRecord, error: unknown): void {
    this.told.push(error)
  }
}

function mailing(options: SMTPHandlerOptions = {}, Klass = Told) {
  const mails: Mail[] = []
  const sendMail = async (mail: Mail): Promise<void> => void mails.push(mail)
  const handler = new Klass('localhost', 'a@example.org', ['b@example.org', 'c@example.org'], 'Log', {
    transport: { sendMail },
    ...options,
  })
  return { handler, mails }
}

test('a record is a mail', async () => {
  const { handler, mails } = mailing()
  handler.setFormatter(new Formatter('%(levelname)s %(message)s'))
  handler.handle(record('it broke \u2013 badly'))
  await handler.close()
  expect(mails).toEqual([
    {
      from: 'a@example.org',
      to: ['b@example.org', 'c@example.org'],
      subject: 'Log',
      text: 'L40 it broke \u2013 badly\n',
      date: expect.any(Date) as Date,
      messageId: expect.stringMatching(/^<[\w-]+@.+>$/) as string,
    },
  ])
})

test('a burst is one mail, with the subject of the first of the most severe records', async () => {
  class ByLevel extends Told {
    override getSubject({ levelname, msg }: LogRecord): string {
      return `${super.getSubject(record('x'))} ${levelname} ${String(msg)}\r\nBcc: everybody@example.org`
    }
  }
  const { handler, mails } = mailing({ capacity: 10 }, ByLevel)
  for (const [msg, levelno] of [
    ['one', 30],
    ['two', 50],
    ['three', 50],
    ['four', 40],
  ] as const)
    handler.handle(record(msg, levelno))
  await handler.flush()
  expect(mails.map(({ subject, text }) => [subject, text])).toEqual([
    ['Log L50 two Bcc: everybody@example.org', 'one\ntwo\nthree\nfour\n'],
  ])
})

test('a mail that failed is the same mail when it is sent again', async () => {
  vi.useFakeTimers()
  const tried: Mail[] = []
  const transport = {
    async sendMail(mail: Mail): Promise<void> {
      if (tried.push(mail) === 1) throw new Error('connection refused')
    },
  }
  const { handler } = mailing({ transport })
  handler.handle(record('once'))
  await vi.advanceTimersByTimeAsync(1000)
  expect(tried).toHaveLength(2)
  expect(tried[1]).toEqual(tried[0])
  expect(handler.told).toEqual([new Error('connection refused')])
  expect(handler.stats()).toEqual({ queued: 0, inFlight: 0 })
})

test('what was dropped is told in the next mail', async () => {
  const { handler, mails } = mailing({ capacity: 5, maxQueueRecords: 2 })
  for (const msg of ['one', 'two', 'three']) handler.handle(record(msg))
  await handler.flush()
  expect(mails[0]!.text).toBe('… 1 records were dropped: too many waited to be sent\ntwo\nthree\n')
})

test.each<[string, () => unknown]>([
  [
    'throws',
    () => {
      throw new Error('no')
    },
  ],
  ['gives no promise', () => undefined],
  ['rejects with something odd', () => Promise.reject(HOSTILE[0]!())],
])('a transport that %s is no exception', async (_, sendMail) => {
  const { handler } = mailing({ transport: { sendMail } as never })
  handler.handle(record('x'))
  await handler.flush()
})

test.each(HOSTILE)('a hostile message, %o, is no exception', async (make) => {
  const { handler, mails } = mailing()
  expect(() => handler.handle(record(make()))).not.toThrow()
  await handler.flush()
  expect(mails.length + handler.told.length).toBeGreaterThan(0)
})

test.each([
  [[7], 'mailhost: expected a host, or [host, port], not 7'],
  [[['a', 'b']], "mailhost: expected a host, or [host, port], not [ 'a', 'b' ]"],
  [['h', 1], 'fromaddr: expected a string, not 1'],
  [['h', 'f', []], 'toaddrs: expected an address, or a list of addresses, not []'],
  [['h', 'f', [1]], 'toaddrs: expected an address, or a list of addresses, not [ 1 ]'],
  [['h', 'f', 't', null], 'subject: expected a string, not null'],
  [['h', 'f', 't', 's', { credentials: ['only'] }], 'credentials: expected [user, password], two strings'],
  [['h', 'f', 't', 's', { secure: 'yes' }], "secure: expected true, [], [keyfile] or [keyfile, certfile], not 'yes'"],
  [['h', 'f', 't', 's', { timeout: 0 }], 'timeout: expected a number above 0, not 0'],
  [['h', 'f', 't', 's', { capacity: 1.5 }], 'capacity: expected a whole number from 1 on, not 1.5'],
  [['h', 'f', 't', 's', { capasity: 2 }], "SMTPHandler: unknown option 'capasity'; did you mean capacity?"],
  [['h', 'f', 't', 's', { tls: 5 }], "tls: expected an object with options of Node's tls.connect, not 5"],
  [['h', 'f', 't', 's', { transport: {} }], 'transport.sendMail: expected a function, not undefined'],
])('wrong parameters %j are told', (parameters, message) => {
  expect(() => new SMTPHandler(...(parameters as unknown as ConstructorParameters<typeof SMTPHandler>))).toThrow(
    message,
  )
})

test('a key that is not there is told by the constructor', () => {
  expect(() => mailing({ secure: ['/nowhere/key.pem'] })).toThrow('ENOENT')
})

test("the server is reached as Python's parameters say", () => {
  expect(transportOptions('h', null, {})).toMatchObject({ host: 'h', port: 25, secure: false, ignoreTLS: true })
  expect(transportOptions('h', 587, { secure: [], credentials: ['u', 'p'], timeout: 2 })).toMatchObject({
    port: 587,
    secure: false,
    requireTLS: true,
    auth: { user: 'u', pass: 'p' },
    connectionTimeout: 2000,
  })
  expect(transportOptions('h', null, { secure: true, tls: { servername: 'x' } })).toMatchObject({
    port: 465,
    secure: true,
    tls: { servername: 'x' },
  })
})

test.each([
  [{ responseCode: 550 }, true],
  [{ responseCode: 535 }, true],
  [{ responseCode: 503 }, false],
  [{ responseCode: 450 }, false],
  [{ code: 'EENVELOPE' }, true],
  [{ code: 'ECONNECTION' }, false],
  [undefined, false],
  [Proxy.revocable({}, {}), false],
])('%j is refused for good: %s', (error, expected) => {
  expect(isPermanent(error)).toBe(expected)
})
