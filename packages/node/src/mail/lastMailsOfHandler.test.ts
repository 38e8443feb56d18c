import { makeLogRecord } from '@treeline/core'
import { captureStderr, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LastMails } from './lastMails.js'
import { SMTPHandler } from './smtpHandler.js'

/** What was to be sent at the end of the process, and what became of each mail. */
let sent: LastMails[]
let answers: string[]
/** How the mail servers are reached that were asked before. */
let made: unknown[]
/** The file of the package; undefined where it is not installed. */
let installed: string | undefined
vi.mock('./lastMails.js', () => ({ sendLastMails: (last: LastMails) => (sent.push(last), answers) }))
vi.mock('../process/optionalPackage.js', () => ({
  findPackage: () => installed,
  loadPackage: () => ({ createTransport: (options: unknown) => (made.push(options), { sendMail: waitForEver }) }),
}))
const waitForEver = () => new Promise<void>(() => undefined)

beforeEach(() => {
  sent = []
  answers = []
  made = []
  installed = '/nodemailer.js'
})
afterEach(resetLogging)

function handler(options: object = {}): SMTPHandler {
  return new SMTPHandler(['mail.test', 2525], 'root', 'b@x, ops', 'Log', { flushIntervalMs: 60_000, ...options })
}

function log(to: SMTPHandler, ...texts: string[]): void {
  for (const msg of texts) to.handle(makeLogRecord({ msg, levelno: 40, levelname: 'ERROR' }))
}

test('at the end what waits is handed over with the way to the server, as it is by then', () => {
  const to = handler({ capacity: 5, credentials: ['u', 'p'] })
  to.timeout = 2
  answers = ['']
  log(to, 'one', 'two')
  expect(captureStderr(() => to.deliverAtExit())).toBe('')
  expect(sent).toMatchObject([
    {
      nodemailer: '/nodemailer.js',
      options: { host: 'mail.test', port: 2525, auth: { user: 'u', pass: 'p' }, connectionTimeout: 2000 },
      mails: [{ from: { address: 'root' }, to: ['b@x', { address: 'ops' }], subject: 'Log', text: 'one\ntwo\n' }],
    },
  ])
  expect(to.stats()).toEqual({ queued: 0, inFlight: 0 })
})

test('what was not accepted is told, and its records are counted', () => {
  const to = handler({ capacity: 2 })
  answers = ['', '550 no such user']
  log(to, 'one', 'two', 'three')
  const said = captureStderr(() => to.deliverAtExit())
  expect(said.match(/Error: .*/g)).toEqual(['Error: 550 no such user'])
  // The first has been on its way, to the same server.
  expect(made).toEqual([sent[0]!.options])
  expect(sent[0]!.mails.map(({ text }) => text)).toEqual(['one\ntwo\n', 'three\n'])
  expect(to.stats().queued).toBe(1)
})

test('an application’s own transport is handed to nobody: its records are counted', () => {
  const transport = { sendMail: waitForEver }
  const to = handler({ capacity: 5, transport })
  log(to, 'one', 'two')
  to.deliverAtExit()
  expect([sent, to.stats().queued]).toEqual([[], 2])
})

test('without the package there is no handler, unless the application sends the mails', () => {
  installed = undefined
  expect(() => handler()).toThrow(new Error('SMTPHandler needs the package nodemailer: npm install nodemailer'))
  expect(() => handler({ transport: { sendMail: () => undefined } })).not.toThrow()
})

test('a subject that is none is told of for its record, and so is what getSubject throws', async () => {
  class Own extends SMTPHandler {
    override getSubject({ msg }: { msg: unknown }): string {
      if (msg === 'throw') throw new Error('no subject')
      return 5 as never
    }
  }
  const to = new Own('h', 'a@x', 'b@x', 'Log', { capacity: 5 })
  const said = captureStderr(() => log(to, 'throw', 'five'))
  expect(said).toContain('Error: no subject')
  expect(said).toContain('the subject that getSubject() returns: expected a string, not 5')
  expect(to.stats()).toEqual({ queued: 0, inFlight: 0 })
  await to.close()
})
