// rsyslogd and syslog-ng take what SysLogHandler sends, over every transport, with each framing, in both formats.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as logging from 'treeline'
import { SOCK_DGRAM, SOCK_STREAM, SysLogHandler, type SysLogHandlerOptions } from 'treeline/handlers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Daemon, DAEMONS, type Places } from './network/daemons.js'
import { type Certificate, makeCertificate } from './tools/certificate.js'

const root = mkdtempSync(join(tmpdir(), 'treeline-syslog-'))
let certificate: Certificate

beforeAll(() => {
  certificate = makeCertificate(root)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** The ways to a daemon. */
const WAYS: Readonly<Record<keyof Places, (places: Places) => SysLogHandlerOptions>> = {
  udp: ({ udp }) => ({ address: ['127.0.0.1', udp], socktype: SOCK_DGRAM }),
  tcp: ({ tcp }) => ({ address: ['127.0.0.1', tcp], socktype: SOCK_STREAM, framing: 'octet-counting' }),
  lf: ({ lf }) => ({ address: ['127.0.0.1', lf], socktype: SOCK_STREAM, framing: 'lf' }),
  tls: ({ tls }) => ({ address: ['localhost', tls], tls: { ca: certificate.cert }, framing: 'octet-counting' }),
  unix: ({ unix }) => ({ address: unix }),
}

/** A message as a daemon has understood it. */
interface Message {
  readonly pri: number
  readonly created: number
  readonly host: string
  readonly app: string
  readonly procid: string
  readonly msgid: string
  readonly data: string
  readonly msg: string
}

function messages(text: string): Message[] {
  return text
    .split('\n')
    .slice(0, -1) // What comes last is a line that is still written, or nothing.
    .map((line) => {
      const [, pri, time, host, app, procid, msgid, data, msg] =
        /^\[(\d+)\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|(.*?)\|(.*)\]$/.exec(line)!
      // syslog-ng shows nothing where there is nothing, and takes the mark of UTF-8 away.
      const or = (value: string): string => (value === '' ? '-' : value)
      return {
        pri: Number(pri),
        created: Date.parse(time!),
        host: host!,
        app: app!,
        procid: or(procid!),
        msgid: or(msgid!),
        data: or(data!),
        msg: msg!.replace(/^\ufeff/, '').trim(),
      }
    })
}

const TEXTS = ['plain', 'é 日本 😀', 'two\nlines', 'brackets ] " \\', '100% sure', '<13>1 not a header', '\ufeffmark']
/** The levels, and syslog's numbers of them. */
const LEVELS = [
  [logging.DEBUG, 7],
  [logging.INFO, 6],
  [logging.WARNING, 4],
  [logging.ERROR, 3],
  [logging.CRITICAL, 2],
] as const

/** Keeps the records that pass. */
class Kept extends logging.Handler {
  readonly records: logging.LogRecord[] = []

  override emit(record: logging.LogRecord): void {
    this.records.push(logging.prepare(record))
  }
}

/** Logs each text at each level, and returns the records. */
function logAll(handler: SysLogHandler): logging.LogRecord[] {
  const kept = new Kept()
  const log = logging.getLogger('app.db')
  log.setLevel('DEBUG')
  log.propagate = false
  log.addHandler(handler)
  log.addHandler(kept)
  for (const text of TEXTS)
    for (const [level] of LEVELS) log.log(level, '%s', text, { extra: { user: 'a"n]n\\', n: 3 } })
  log.removeHandler(handler)
  log.removeHandler(kept)
  return kept.records
}

/** The text of a record as a daemon shows it; where a line break ends a message, it was replaced on our side. */
function shown(name: string, way: keyof Places, text: string): string {
  return text.replace('\n', name === 'rsyslogd' || way === 'lf' ? '#012' : ' ').replace(/^\ufeff/, '')
}

describe.each(DAEMONS)('%s', (name) => {
  let daemon: Daemon

  beforeAll(async () => {
    const folder = join(root, name)
    mkdirSync(folder)
    daemon = await new Daemon(name, folder, certificate).start()
  })
  afterAll(() => daemon.stop())

  const ways = Object.keys(WAYS) as (keyof Places)[]
  // On a local socket daemons wait for what a C program writes.
  const networks = ways.filter((way) => way !== 'unix')

  describe('all texts at all levels', () => {
    const total = TEXTS.length * LEVELS.length
    const isDone =
      (count: number) =>
      (text: string): boolean =>
        text.split('\n').length > count

    test.each(networks)('by RFC 5424 over %s', async (way) => {
      const id = 'fields@32473'
      const options = { format: 'rfc5424', appName: 'my app', msgId: 'ID7', structuredDataId: id } as const
      const handler = new SysLogHandler({ ...WAYS[way](daemon.places), ...options, facility: 'local3' })
      const before = messages(await daemon.written(way, () => true)).length
      const records = logAll(handler)
      await handler.flush()
      const found = messages(await daemon.written(way, isDone(before + total))).slice(before)
      const expected = records.map((record, index) => ({
        pri: 19 * 8 + LEVELS[index % LEVELS.length]![1],
        created: Math.round(record.created * 1000),
        host: found[0]!.host,
        app: 'my_app',
        procid: String(process.pid),
        msgid: 'ID7',
        data: expect.toSatisfy((data: string) => data.includes('user="a\\"n\\]n\\\\"') && data.startsWith(`[${id} `)),
        msg: shown(name, way, record.getMessage()),
      }))
      expect(found).toEqual(expected)
      await handler.close()
    })

    test.each(ways)("in Python's format over %s", async (way) => {
      const handler = new SysLogHandler({ ...WAYS[way](daemon.places), facility: SysLogHandler.LOG_DAEMON })
      handler.ident = 'app[7]: '
      const before = messages(await daemon.written(way, () => true)).length
      const records = logAll(handler)
      await handler.flush()
      const found = messages(await daemon.written(way, isDone(before + total))).slice(before)
      expect(found.map(({ pri, app, procid, msg }) => [pri, app, procid, msg.replace(/^\ufeff/, '')])).toEqual(
        records.map((record, index) => [
          3 * 8 + LEVELS[index % LEVELS.length]![1],
          'app',
          '7',
          shown(name, way, record.getMessage()),
        ]),
      )
      await handler.close()
    })
  })

  test('a message that is too long is cut at a character', async () => {
    const way = WAYS.tcp(daemon.places)
    const handler = new SysLogHandler({ ...way, format: 'rfc5424', appName: 'long', maxMessageBytes: 500 })
    for (let i = 0; i < 4; i++) handler.emit(logging.makeLogRecord({ msg: `${'x'.repeat(i)}${'日'.repeat(1000)}` }))
    const isLong = ({ app }: Message): boolean => app === 'long'
    const text = await daemon.written('tcp', (all) => messages(all).filter(isLong).length === 4)
    for (const { msg } of messages(text).filter(isLong)) {
      expect(msg).toMatch(/^x*日+$/)
      expect(Buffer.byteLength(msg)).toBeGreaterThan(400)
      expect(Buffer.byteLength(msg)).toBeLessThan(500)
    }
    await handler.close()
  })

  test.each(['tcp', 'tls', 'unix'] as const)('nothing is lost over %s while the daemon is down', async (way) => {
    const handler = new SysLogHandler({ ...WAYS[way](daemon.places), maxQueueBytes: 10_000_000 })
    handler.ident = `gap-${way}: `
    const log = (from: number, until: number): void => {
      for (let i = from; i < until; i++) handler.emit(logging.makeLogRecord({ msg: `record ${i}` }))
    }
    const numbers = (text: string): number[] =>
      messages(text)
        .filter(({ app }) => app === `gap-${way}`)
        .map(({ msg }) => Number(msg.replace('record ', '')))
    log(0, 100)
    await daemon.written(way, (text) => numbers(text).length === 100)
    await daemon.stop()
    // A peer that has gone is noticed in a turn of the program's own.
    while (way !== 'unix' && handler.socket !== null) await new Promise((resolve) => setTimeout(resolve, 1))
    logging.settings.raiseExceptions = false
    log(100, 3000)
    await daemon.start()
    logging.settings.raiseExceptions = true
    log(3000, 3100)
    const found = numbers(await daemon.written(way, (text) => numbers(text).length >= 3100))
    expect(found).toEqual(Array.from({ length: 3100 }, (_, index) => index))
    await handler.close()
  })
})
