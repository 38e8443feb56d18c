// The journal's handlers and formatter, read back by journalctl from a real journal.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import * as logging from 'treeline'
import { JournalHandler, JournalRemoteHandler } from 'treeline/handlers'
import { type Journal, startJournal, startRemoteJournal } from './journald/journal.js'
import { installed } from './tools/installed.mjs'
import { runProgram } from './tools/program.js'

let names = 0
/** A name that no other run has in the journal. */
const unique = (): string => `treeline-${process.pid}-${Date.now()}-${names++}`

describe('the journal of this machine', () => {
  let journal: Journal
  beforeAll(async () => void (journal = await startJournal()))
  afterAll(() => journal.stop())

  test('JournalHandler: levels are priorities, lines are entries', async () => {
    const identifier = unique()
    const log = new logging.Logger('app')
    const handler = new JournalHandler({ identifier })
    log.addHandler(handler)
    log.critical('it is over')
    log.error('first line\nsecond line')
    log.info('naïve – 😀')
    log.log(25, 'notice')
    log.debug('detail')
    await handler.close()
    const entries = await journal.entries(identifier, 6)
    expect(entries.map(({ PRIORITY, MESSAGE }) => [PRIORITY, MESSAGE])).toEqual([
      ['2', 'it is over'],
      ['3', 'first line'],
      ['3', 'second line'],
      ['6', 'naïve – 😀'],
      ['5', 'notice'],
      ['7', 'detail'],
    ])
  })

  test('JournalHandler: a long line keeps its priority to the end', async () => {
    const identifier = unique()
    const log = new logging.Logger('app')
    const handler = new JournalHandler({ identifier })
    log.addHandler(handler)
    const text = 'é'.repeat(100_000)
    log.error(text)
    log.info('end')
    await handler.close()
    const entries = (await journal.entries(identifier, 6)).slice(0, -1)
    expect(entries.map(({ MESSAGE }) => textOf(MESSAGE)).join('')).toBe(text)
    expect(new Set(entries.map(({ PRIORITY }) => PRIORITY))).toEqual(new Set(['3']))
  })

  test.each([
    ['return from main', '', 0],
    ['process.exit at once', 'process.exit(3)', 3],
    ['an uncaught error', "throw new Error('the end')", 1],
  ])('JournalHandler: %s loses nothing', async (_, end, code) => {
    const identifier = unique()
    const body = `log.addHandler(new handlers.JournalHandler({ identifier: '${identifier}' }))
for (let i = 0; i < 1000; i++) log.info('record %d', i)
${end}`
    const ended = await runProgram(body)
    expect(ended.code).toBe(code)
    expect(ended.stderr).not.toContain('delivered')
    const entries = await journal.entries(identifier, 1000)
    expect(entries.map(({ MESSAGE }) => MESSAGE)).toEqual(Array.from({ length: 1000 }, (_, i) => `record ${i}`))
  })

  test('JournalFormatter: priorities on standard error where the journal reads it, none elsewhere', async () => {
    const body = `const handler = new logging.StreamHandler()
handler.setFormatter(new handlers.JournalFormatter('%(name)s: %(message)s'))
log.addHandler(handler)
log.critical('over')
log.debug('one\\ntwo')`
    expect((await runProgram(body)).stderr).toBe('app: over\napp: one\ntwo\n')
    const identifier = unique()
    // As a service's manager does it: systemd-cat alone does not set the variable.
    const shell = 'JOURNAL_STREAM=$(stat -L -c %d:%i /proc/self/fd/2) exec "$0" "$@"'
    const under = [installed(['systemd-cat'], ['systemd']), '-t', identifier, 'sh', '-c', shell]
    await runProgram(body, { under })
    const entries = await journal.entries(identifier, 3)
    expect(entries.map(({ PRIORITY, MESSAGE }) => [PRIORITY, MESSAGE])).toEqual([
      ['2', 'app: over'],
      ['7', 'app: one'],
      ['7', 'two'],
    ])
  })
})

/** A text that is not plain ASCII may be shown as its bytes. */
function textOf(message: unknown): string {
  return Array.isArray(message) ? Buffer.from(message as number[]).toString() : String(message)
}

describe('systemd-journal-remote', () => {
  test('takes records with all their fields', async () => {
    const remote = await startRemoteJournal()
    const log = new logging.Logger('app.db')
    const handler = new JournalRemoteHandler(remote.url, { identifier: 'shop' })
    log.addHandler(handler)
    const error = new Error('boom')
    log.error('it broke\nbadly', { userId: 7, 'http.path': '/a?b=c', note: 'two\nlines' }, error)
    for (let i = 0; i < 500; i++) log.info('record %d', i)
    await handler.close()
    expect(handler.stats()).toEqual({ queued: 0, inFlight: 0 })
    const [first, ...others] = await remote.stop()
    expect(first).toMatchObject({
      MESSAGE: 'it broke\nbadly',
      PRIORITY: '3',
      SYSLOG_IDENTIFIER: 'shop',
      LOGGER: 'app.db',
      LEVEL: 'ERROR',
      USERID: '7',
      HTTP_PATH: '/a?b=c',
      NOTE: 'two\nlines',
      CODE_FILE: expect.stringContaining('journald.test.ts') as string,
      EXCEPTION_TEXT: expect.stringContaining('Error: boom') as string,
    })
    expect(others.map(({ MESSAGE }) => MESSAGE)).toEqual(Array.from({ length: 500 }, (_, i) => `record ${i}`))
  })

  test.each([
    ['process.exit at once', 'process.exit(3)', 3],
    ['an uncaught error', "throw new Error('the end')", 1],
  ])('%s loses nothing', async (_, end, code) => {
    const remote = await startRemoteJournal()
    const body = `log.addHandler(new handlers.JournalRemoteHandler('${remote.url}'))
for (let i = 0; i < 1000; i++) log.info('record %d', i)
${end}`
    const ended = await runProgram(body)
    expect(ended.code).toBe(code)
    const entries = await remote.stop()
    expect(entries.map(({ MESSAGE }) => MESSAGE)).toEqual(Array.from({ length: 1000 }, (_, i) => `record ${i}`))
  })

  test('what it refuses is told, and lost alone', async () => {
    const remote = await startRemoteJournal()
    onTestFinished(async () => void (await remote.stop()))
    const told: string[] = []
    const log = new logging.Logger('app')
    class Told extends JournalRemoteHandler {
      override handleError(_record: logging.LogRecord, error: unknown): void {
        told.push(String(error))
      }
    }
    const handler = new Told(remote.url.replace('/upload', '/nowhere'))
    log.addHandler(handler)
    log.error('one')
    await handler.close()
    expect(told).toEqual([expect.stringMatching(/the journal answered 404/)])
    expect(handler.stats()).toEqual({ queued: 0, inFlight: 0 })
  })
})
