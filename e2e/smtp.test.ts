// SMTPHandler and a real mail server, beside CPython's SMTPHandler; and the ends of a process.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import * as logging from 'treeline'
import { SMTPHandler, type SMTPHandlerOptions } from 'treeline/handlers'
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { pythonPath, runPython } from './conformance/python.js'
import { type MailServer, startMailServer } from './smtp/server.js'
import { certificateTexts } from './tools/certificate.js'
import { type Ended, type Run, runProgram } from './tools/program.js'

const here = (file: string): string => join(import.meta.dirname, 'smtp', file)
const dist = resolve(import.meta.dirname, '../packages/treeline/dist')

const FROM = 'shop@example.org'
const TO = ['ann@example.org', 'bob@example.org']
const SUBJECT = 'The shop – a problem'
const MESSAGES = [
  'plain',
  'two\nlines',
  'naïve – ☃ 😀',
  `${'long '.repeat(400)}end`,
  '.',
  'trailing space ',
  'a\r\nb',
  '',
]

interface Shown {
  readonly From: string
  readonly To: string
  readonly Subject: string
  readonly date: boolean
  readonly text: string
}

const parse = (mails: readonly string[]): Shown[] => runPython<Shown[]>(here('parse.py'), mails)

async function serverFor(options: Parameters<typeof startMailServer>[0] = {}, port = 0): Promise<MailServer> {
  const server = await startMailServer(options, port)
  onTestFinished(() => server.close())
  return server
}

/** Keeps the errors that the handler is told. */
class Told extends SMTPHandler {
  readonly told: string[] = []

  override handleError(_record: logging.LogRecord, error: unknown): void {
    this.told.push(String(error))
  }
}

function mailing(port: number, options: SMTPHandlerOptions = {}): { handler: Told; log: logging.Logger } {
  const log = new logging.Logger('app')
  const handler = new Told(['localhost', port], FROM, TO, SUBJECT, options)
  handler.setFormatter(new logging.Formatter('%(levelname)s:%(name)s:%(message)s'))
  log.addHandler(handler)
  onTestFinished(() => handler.close())
  return { handler, log }
}

test('a mail program shows what it shows of the mails of CPython', async () => {
  const server = await serverFor({ disabledCommands: ['STARTTLS', 'AUTH'] })
  const { handler, log } = mailing(server.port)
  for (const msg of MESSAGES) log.error('%s', msg)
  await handler.flush()
  const ours = parse(server.mails)
  const python = await serverFor({ disabledCommands: ['STARTTLS', 'AUTH'] })
  // Not spawnSync: the server runs in this process.
  await runChild(pythonPath(), [here('send.py')], {
    port: python.port,
    from: FROM,
    to: TO,
    subject: SUBJECT,
    messages: MESSAGES,
  })
  expect(parse(python.mails)).toHaveLength(MESSAGES.length)
  expect(ours).toEqual(parse(python.mails))
})

function runChild(command: string, args: string[], job: unknown): Promise<void> {
  const child = spawn(command, args, { stdio: ['pipe', 'ignore', 'inherit'] })
  child.stdin.end(JSON.stringify(job))
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('close', (code) => (code === 0 ? done() : fail(new Error(`${command} ended with ${code}`))))
  })
}

describe('TLS and credentials', () => {
  let certificate: ReturnType<typeof certificateTexts>
  beforeAll(() => void (certificate = certificateTexts()))
  const ca = () => ({ tls: { ca: certificate.cert } })

  test('STARTTLS, and a user', async () => {
    const server = await serverFor(certificate)
    const { handler, log } = mailing(server.port, { secure: [], credentials: ['ann', 'right'], ...ca() })
    log.error('one')
    await handler.flush()
    expect(handler.told).toEqual([])
    expect([server.users, server.secure]).toEqual([['ann'], [true]])
  })

  test('TLS from the first byte', async () => {
    const server = await serverFor({ ...certificate, secure: true })
    const { handler, log } = mailing(server.port, { secure: true, ...ca() })
    log.error('one')
    await handler.flush()
    expect(handler.told).toEqual([])
    expect(server.secure).toEqual([true])
  })

  test('a certificate that nobody vouches for is refused before the password is told', async () => {
    const server = await serverFor(certificate)
    const { handler, log } = mailing(server.port, { secure: [], credentials: ['ann', 'right'] })
    log.error('one')
    await handler.flush()
    expect(handler.told).toEqual([expect.stringContaining('self-signed certificate')])
    expect(server.mails).toEqual([])
  })

  test('a server without STARTTLS gets no password', async () => {
    const server = await serverFor({ disabledCommands: ['STARTTLS'] })
    const { handler, log } = mailing(server.port, { secure: [], credentials: ['ann', 'right'], ...ca() })
    log.error('one')
    await handler.flush()
    expect(handler.told).toHaveLength(1)
    expect([server.mails, server.users]).toEqual([[], []])
  })

  test('without secure an offer of STARTTLS changes nothing, as in Python', async () => {
    const server = await serverFor(certificate)
    const { handler, log } = mailing(server.port)
    log.error('one')
    await handler.flush()
    expect([handler.told, server.secure]).toEqual([[], [false]])
  })

  test('a wrong password is told, and the record is lost', async () => {
    const server = await serverFor(certificate)
    const { handler, log } = mailing(server.port, { secure: [], credentials: ['ann', 'wrong'], ...ca() })
    log.error('one')
    await handler.flush()
    expect(handler.told).toEqual([expect.stringContaining('535')])
    expect(handler.stats()).toEqual({ queued: 0, inFlight: 0 })
    expect(handler.told.join()).not.toContain('wrong')
  })
})

test('a burst of 1000 records is ten mails', async () => {
  const server = await serverFor()
  const { handler, log } = mailing(server.port, { capacity: 100, flushIntervalMs: 60_000 })
  for (let i = 0; i < 1000; i++) log.error('record %d', i)
  await handler.flush()
  expect(parse(server.mails).map(({ text }) => text)).toEqual(
    Array.from({ length: 10 }, (_, mail) =>
      Array.from({ length: 100 }, (_, i) => `ERROR:app:record ${mail * 100 + i}\n`).join(''),
    ),
  )
})

test('what could not be sent is sent when the server is back', async () => {
  const first = await startMailServer()
  const { port } = first
  await first.close()
  const { handler, log } = mailing(port)
  for (const msg of ['one', 'two']) log.error(msg)
  await handler.flush()
  expect(handler.told).toEqual([expect.stringContaining('ECONNREFUSED')])
  expect(handler.stats()).toEqual({ queued: 1, inFlight: 1 })
  const server = await serverFor({}, port)
  // By itself, after a second.
  await server.taken(2)
  await handler.flush()
  expect(parse(server.mails).map(({ text }) => text)).toEqual(['ERROR:app:one\n', 'ERROR:app:two\n'])
})

test('one mail that is refused costs itself alone', async () => {
  const server = await serverFor({
    onData(stream, _session, done) {
      let text = ''
      stream.on('data', (chunk: Buffer) => void (text += chunk.toString()))
      stream.on('end', () =>
        done(text.includes('bad') ? Object.assign(new Error('Spam'), { responseCode: 554 }) : null),
      )
    },
  })
  const { handler, log } = mailing(server.port)
  for (const msg of ['good', 'bad', 'better']) log.error(msg)
  await handler.flush()
  expect(handler.told).toEqual([expect.stringContaining('Spam')])
  expect(handler.stats()).toEqual({ queued: 0, inFlight: 0 })
})

describe('the end of the process', () => {
  let folder: string
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'treeline-smtp-'))))
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  function run(port: number, body: string, whenReady?: Run['whenReady']): Promise<Ended> {
    const made = `new handlers.SMTPHandler(['localhost', ${port}], 'a@example.org', 'b@example.org', 'The end')`
    return runProgram(`log.addHandler(${made})\n${body}`, whenReady && { whenReady })
  }

  test.each([
    ['return from main', '', 0],
    ['process.exit at once', 'process.exit(3)', 3],
    ['an uncaught error', "throw new Error('the end')", 1],
    ['a record in a listener of exit', "process.on('exit', () => log.error('last'))", 0],
  ])('%s loses no mail', async (_, end, code) => {
    const server = await serverFor()
    const ended = await run(server.port, `for (let i = 0; i < 3; i++) log.error('mail %d', i)\n${end}`)
    expect(ended.code).toBe(code)
    expect(ended.stderr).not.toContain('delivered')
    const texts = parse(server.mails).map(({ text }) => text)
    expect(texts).toEqual(['mail 0\n', 'mail 1\n', 'mail 2\n', ...(end.includes('last') ? ['last\n'] : [])])
  })

  test.skipIf(process.platform === 'win32')('a signal', async () => {
    const server = await serverFor()
    const body = "setInterval(() => {}, 1000)\nsetTimeout(() => { log.error('one'); process.stdout.write('ready\\n') })"
    const { signal, stderr } = await run(server.port, body, (child) => child.kill('SIGTERM'))
    expect(signal).toBe('SIGTERM')
    // On a busy machine half a second may be too short; then it is told.
    expect(server.mails.length + Number(stderr.includes('before 1 records were delivered'))).toBe(1)
  })

  test('what no server takes is counted', async () => {
    const server = await startMailServer()
    await server.close()
    const { code, stderr } = await run(
      server.port,
      "for (const n of [1, 2, 3]) log.error('mail %d', n)\nprocess.exit(3)",
    )
    expect(code).toBe(3)
    expect(stderr).toContain('ECONNREFUSED')
    expect(stderr).toContain('the process ended before 3 records were delivered')
  })

  test('without nodemailer the constructor names the command', async () => {
    const packages = join(folder, 'node_modules')
    for (const name of ['core', 'node', 'console', 'http', 'local-storage']) {
      const to = join(packages, '@treeline', name)
      mkdirSync(to, { recursive: true })
      for (const part of ['dist', 'package.json'])
        cpSync(resolve(dist, '../..', name, part), join(to, part), { recursive: true })
    }
    for (const part of ['dist', 'package.json'])
      cpSync(resolve(dist, '..', part), join(packages, 'treeline', part), { recursive: true })
    const file = join(folder, 'missing.mjs')
    writeFileSync(
      file,
      `import { dictConfig } from 'treeline/config'
const mail = { class: 'logging.handlers.SMTPHandler', mailhost: 'h', fromaddr: 'a', toaddrs: ['b'], subject: 's' }
try {
  dictConfig({ version: 1, handlers: { mail }, root: { handlers: ['mail'] } })
} catch (error) {
  for (let at = error; at; at = at.cause) console.error(at.message)
}`,
    )
    const child = spawn(process.execPath, [file], { cwd: folder })
    let stderr = ''
    child.stderr.on('data', (data: Buffer) => void (stderr += data.toString()))
    await new Promise((done) => child.on('close', done))
    expect(stderr).toContain('SMTPHandler needs the package nodemailer: npm install nodemailer')
  })
})
