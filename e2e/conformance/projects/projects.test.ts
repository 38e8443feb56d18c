// Configuration files as projects of Python's world have them, run here and in CPython with the same calls under the same clock:
// the same files with the same contents, the same mails, the same datagrams, the same text on the console.
import { spawn } from 'node:child_process'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getLogger, LogRecord, type LogRecordOptions, setLogRecordFactory, settings, shutdown } from '@treeline/core'
import { realmState, resetLogging, StringStream } from '@treeline/core/testing'
import { nodePlatform, stderr, stdout } from '@treeline/node'
import { dictConfig, fileConfig, registerObject } from 'treeline/config'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { DatagramReceiver, SocketReceiver } from '../../../packages/receiver/src/node.js'
import { type MailServer, startMailServer } from '../../smtp/server.js'
import { pythonPath, runPython } from '../python.js'
import { describeValue } from '../receivers/describe.js'
import { registerProjects } from './classes.js'
import { PROJECTS, type Step } from './steps.js'

/** From here on the configurations send mails. */
const ERROR = 40

/** What both languages' records are to say of the program. */
const FIXED = {
  process: 4242,
  processName: 'MainProcess',
  thread: 1,
  threadName: 'MainThread',
  pathname: '/srv/app.py',
  filename: 'app.py',
  module: 'app',
  lineno: 7,
  funcName: 'work',
}

/** What a project left behind. */
interface Left {
  readonly files: Readonly<Record<string, string>>
  readonly mails: readonly object[]
  readonly datagrams: readonly string[]
  readonly records: readonly object[]
  readonly stdout: string
  readonly stderr: string
}

interface Ports {
  readonly SMTP: number
  readonly SYSLOG: number
  readonly SOCKET: number
  readonly DATAGRAM: number
}

class RecordKeeper extends SocketReceiver {
  override handleLogRecord(record: LogRecord): void {
    records.push(attributes(record))
  }
}

class DatagramKeeper extends DatagramReceiver {
  override handleLogRecord(record: LogRecord): void {
    records.push(attributes(record))
  }
}

let mailServer: MailServer
let syslog: Socket
let socketReceiver: SocketReceiver
let datagramReceiver: DatagramReceiver
let folder: string
let zone: string | undefined
let datagrams: string[] = []
let records: object[] = []
let mailsBefore = 0

/** What is not the program's clock's and not of another version of Python. */
function attributes(record: LogRecord): object {
  const keys = Object.keys(record).filter(
    (key) => record[key] !== undefined && key !== 'relativeCreated' && key !== 'taskName',
  )
  return Object.fromEntries(keys.map((key) => [key, describeValue(record[key])]))
}

beforeAll(async () => {
  mailServer = await startMailServer()
  syslog = createSocket('udp4').on('message', (datagram) => void datagrams.push(datagram.toString()))
  syslog.bind(0, '127.0.0.1')
  await once(syslog, 'listening')
  const onError = (error: Error): void => void records.push(error)
  socketReceiver = new RecordKeeper({ port: 0, onError })
  datagramReceiver = new DatagramKeeper({ port: 0, onError })
  await Promise.all([socketReceiver.start(), datagramReceiver.start()])
})

afterAll(async () => {
  syslog.close()
  await Promise.all([mailServer.close(), socketReceiver.abort(), datagramReceiver.abort()])
})

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-projects-'))
  zone = process.env['TZ']
  process.env['TZ'] = 'UTC'
})

afterEach(() => {
  vi.useRealTimers()
  resetLogging()
  getLogger().manager.loggerDict.clear()
  setLogRecordFactory(LogRecord)
  registerObject('sys.stdout', stdout)
  registerObject('sys.stderr', stderr)
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
  rmSync(folder, { recursive: true })
})

function ports(): Ports {
  return {
    SMTP: mailServer.port,
    SYSLOG: syslog.address().port,
    SOCKET: socketReceiver.port!,
    DATAGRAM: datagramReceiver.port!,
  }
}

/** The text of a configuration, with its places and ports. */
function configText(name: string, place: string): string {
  const text = readFileSync(new URL(`configs/${name}`, import.meta.url), 'utf8').replaceAll('$FOLDER', place)
  const fill = (filled: string, [key, port]: [string, number]): string =>
    filled.replaceAll(`"$${key}"`, String(port)).replaceAll(`$${key}`, String(port))
  return Object.entries(ports()).reduce(fill, text)
}

function begin(): void {
  datagrams = []
  records = []
  mailsBefore = mailServer.mails.length
}

async function collect(place: string, consoles: { stdout: string; stderr: string }): Promise<Left> {
  const mails = mailServer.mails.slice(mailsBefore)
  const names = readdirSync(place).toSorted()
  return {
    files: Object.fromEntries(names.map((name) => [name, readFileSync(join(place, name), 'utf8')])),
    mails: runPython<object[]>(new URL('../../smtp/parse.py', import.meta.url).pathname, mails),
    datagrams: [...datagrams],
    records: [...records],
    ...consoles,
  }
}

/** Waits for what is on its way, at most until there is as much as there is to be. */
async function arrive(expected: Pick<Left, 'mails' | 'datagrams' | 'records'>): Promise<void> {
  await mailServer.taken(mailsBefore + expected.mails.length)
  while (datagrams.length < expected.datagrams.length || records.length < expected.records.length)
    await new Promise((resolve) => setTimeout(resolve, 5))
}

/** Runs Python while the servers of this process answer it. */
async function startPython<Result>(asked: object): Promise<Result> {
  const env = { ...process.env, TZ: 'UTC', PYTHONIOENCODING: 'utf-8' }
  const child = spawn(pythonPath(), [new URL('run.py', import.meta.url).pathname], { env })
  const closed = once(child, 'close')
  const [out, err]: [string[], string[]] = [[], []]
  child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text))
  child.stdin.end(JSON.stringify(asked))
  const [status] = (await closed) as [number | null]
  if (status !== 0) throw new Error(`run.py: ${err.join('')}`)
  return JSON.parse(out.join('')) as Result
}

/** What of the calls is to come: by the handlers' levels, which the configurations say. */
async function runThere(name: string, steps: readonly Step[], counts: Counts): Promise<Left> {
  const place = join(folder, 'there')
  mkdirSync(place)
  begin()
  const asked = { config: configText(name, place), steps, ports: ports() }
  const consoles = await startPython<{ stdout: string; stderr: string }>(asked)
  await arrive(filled(counts))
  return collect(place, consoles)
}

async function runHere(name: string, steps: readonly Step[], expected: Left): Promise<Left> {
  const place = join(folder, 'here')
  mkdirSync(place)
  begin()
  vi.useFakeTimers({ toFake: ['Date'], now: steps[0]!.at * 1000 })
  const consoles = { stdout: new StringStream(), stderr: new StringStream() }
  registerObject('sys.stdout', consoles.stdout)
  registerObject('sys.stderr', consoles.stderr)
  const { platform } = realmState
  realmState.platform = Object.create(nodePlatform, { stderr: { value: consoles.stderr } }) as typeof nodePlatform
  setLogRecordFactory(fixedRecord)
  registerProjects(mailServer.port, consoles.stdout)
  settings.raiseExceptions = true
  let mails = 0
  try {
    const config = configText(name, place)
    if (name.endsWith('.json')) dictConfig(JSON.parse(config))
    else fileConfig({ read: () => config }, { disable_existing_loggers: false })
    for (const { at, logger, level, msg, args, extra } of steps) {
      vi.setSystemTime(at * 1000)
      getLogger(logger).log(level, msg, ...args, { extra })
      // What a queue has is handled before the clock goes on, and mails are on their way no longer.
      for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
      if (expected.mails.length > 0 && level >= ERROR) await mailServer.taken(mailsBefore + ++mails)
    }
    await shutdown()
    await arrive(expected)
  } finally {
    realmState.platform = platform
  }
  return collect(place, { stdout: consoles.stdout.text, stderr: consoles.stderr.text })
}

function fixedRecord(...[name, level, fn, lno, msg, args, exc_info, options]: RecordParameters): LogRecord {
  return Object.assign(new LogRecord(name, level, fn, lno, msg, args, exc_info, options), FIXED)
}

type RecordParameters =
  | [...ConstructorParameters<typeof LogRecord>]
  | [string, number, string, number, unknown, null, unknown, LogRecordOptions]

/** How much each project sends over the network. */
interface Counts {
  readonly mails?: number
  readonly datagrams?: number
  readonly records?: number
}

function filled({
  mails = 0,
  datagrams: messages = 0,
  records: sent = 0,
}: Counts): Pick<Left, 'mails' | 'datagrams' | 'records'> {
  const list = (length: number): never[] => Array.from({ length })
  return { mails: list(mails), datagrams: list(messages), records: list(sent) }
}

const SENT: Readonly<Record<string, Counts>> = {
  'django.json': { mails: 3 },
  'airflow.json': {},
  'gunicorn.ini': { datagrams: 6 },
  'celery.json': { records: 2 },
  'superset.json': {},
  'jupyterhub.json': { records: 2 },
  'shop.json': { mails: 2 },
}

test('every configuration has its calls', () => {
  const names = readdirSync(new URL('configs', import.meta.url)).toSorted()
  expect(Object.keys(PROJECTS).toSorted()).toEqual(names)
  expect(names).toHaveLength(7)
})

test.each(Object.entries(PROJECTS))('%s', async (name, steps) => {
  const there = await runThere(name, steps, SENT[name]!)
  const { mails = 0, datagrams: messages = 0, records: sent = 0 } = SENT[name]!
  expect([there.mails.length, there.datagrams.length, there.records.length]).toEqual([mails, messages, sent])
  expect(there.stderr).not.toContain('Logging error')
  expect(Object.values(there.files).join('')).not.toBe('')
  const here = await runHere(name, steps, there)
  expect(here).toEqual(there)
})
