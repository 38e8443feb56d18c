import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { SMTPHandlerOptions } from './smtpHandlerOptions.js'
import { findNodemailer, isPermanent, makeTransport, transportOptions } from './transport.js'

const USUAL = {
  host: 'h',
  port: 25,
  secure: false,
  tls: {},
  connectionTimeout: 5000,
  greetingTimeout: 5000,
  socketTimeout: 600_000,
  dnsTimeout: 5000,
  disableFileAccess: true,
  disableUrlAccess: true,
}

test.each<[number | null, SMTPHandlerOptions, object]>([
  [null, {}, { ignoreTLS: true }],
  [
    2525,
    { timeout: 0.5 },
    { ignoreTLS: true, port: 2525, connectionTimeout: 500, greetingTimeout: 500, dnsTimeout: 500 },
  ],
  [
    0,
    { timeout: 700 },
    { ignoreTLS: true, port: 0, connectionTimeout: 7e5, greetingTimeout: 7e5, dnsTimeout: 7e5, socketTimeout: 7e5 },
  ],
  [null, { secure: [] }, { requireTLS: true }],
  [null, { secure: true }, { requireTLS: false, secure: true, port: 465 }],
  [null, { credentials: ['u', 'p'] }, { ignoreTLS: true, auth: { user: 'u', pass: 'p' } }],
  [null, { credentials: null, tls: { ca: 'c' } }, { ignoreTLS: true, tls: { ca: 'c' } }],
])('at port %j with %j', (port, options, more) => {
  expect(transportOptions('h', port, options)).toEqual({ ...USUAL, ...more })
})

test('keys are read, and a key alone has its certificate with it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'treeline-mail-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const [key, cert] = ['key', 'cert'].map((name) => {
    writeFileSync(join(folder, name), name)
    return join(folder, name)
  }) as [string, string]
  const tls = (secure: SMTPHandlerOptions['secure']): unknown => transportOptions('h', null, { secure })['tls']
  expect(tls([key])).toEqual({ key: Buffer.from('key'), cert: Buffer.from('key') })
  expect(tls([key, cert])).toEqual({ key: Buffer.from('key'), cert: Buffer.from('cert') })
  expect(() => tls([key, join(folder, 'none')])).toThrow('ENOENT')
})

test.each<[unknown, boolean]>([
  [{ responseCode: 499 }, false],
  [{ responseCode: 500 }, true],
  [{ responseCode: 503 }, false],
  [{ responseCode: 504 }, true],
  [{ responseCode: '550' }, false],
  [{ responseCode: 450, code: 'EENVELOPE' }, false],
  [{ code: 'EENVELOPE' }, true],
  [{ code: 'EMESSAGE' }, true],
  [{ code: 'EOTHER' }, false],
  [{}, false],
  [null, false],
])('%j is refused for good: %j', (error, isForGood) => {
  expect(isPermanent(error)).toBe(isForGood)
})

test('nodemailer makes the transport', () => {
  expect(typeof makeTransport(findNodemailer(), USUAL).sendMail).toBe('function')
})
