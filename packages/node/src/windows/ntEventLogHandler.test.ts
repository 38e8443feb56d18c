// Off Windows: the handler with its program in a folder of the test, which writes nothing.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LogRecord, makeLogRecord } from '@treeline/core'
import { captureStderr, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Event } from './eventCreate.js'
import { NTEventLogHandler } from './ntEventLogHandler.js'

const { written } = vi.hoisted(() => ({ written: [] as Event[] }))

vi.mock('./eventCreate.js', async (original) => ({
  ...(await original<object>()),
  createEvent: async (_program: string, event: Event) => void written.push(event),
}))

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'treeline-events-'))
  mkdirSync(join(root, 'System32'))
  writeFileSync(join(root, 'System32', 'eventcreate.exe'), '')
  vi.stubEnv('SystemRoot', root)
  vi.spyOn(process, 'platform', 'get').mockReturnValue('win32')
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  resetLogging()
  rmSync(root, { recursive: true })
})

const record = (levelno: number, msg = 'text'): LogRecord => makeLogRecord({ name: 'app', levelno, msg })

interface Added {
  readonly event: object
}

/** Returns the events that a handler wants to be written. */
function eventsOf(handler: NTEventLogHandler): object[] {
  const events: object[] = []
  const { outbox } = handler as unknown as { outbox: { add(entry: Added): void } }
  vi.spyOn(outbox, 'add').mockImplementation(({ event }) => void events.push(event))
  return events
}

test.each([
  [10, 'INFORMATION'],
  [20, 'INFORMATION'],
  [30, 'WARNING'],
  [40, 'ERROR'],
  [50, 'ERROR'],
  [35, 'ERROR'],
])('a record of level %d is an event of the type %s', (level, type) => {
  const handler = new NTEventLogHandler('app')
  const events = eventsOf(handler)
  handler.emit(record(level))
  expect(events).toEqual([{ source: 'app', log: 'APPLICATION', type, id: 1, text: 'text' }])
})

test('records are written one by one; a thousand wait at most, above them the oldest is dropped', async () => {
  written.length = 0
  const handler = new NTEventLogHandler('app')
  for (let n = 0; n < 1003; n++) handler.emit(record(20, String(n)))
  expect(handler.stats()).toEqual({ queued: 1000, inFlight: 1 })
  await handler.flush()
  expect(written.map(({ text }) => Number(text))).toEqual([0, ...Array.from({ length: 1000 }, (_, i) => i + 3)])
})

test('what an application changes', () => {
  class Own extends NTEventLogHandler {
    override getMessageID(): number {
      return 7
    }
  }
  const handler = new Own('shop', 'own.dll', 'System')
  expect([handler.appname, handler.dllname, handler.logtype, handler.deftype]).toEqual(['shop', 'own.dll', 'System', 1])
  expect(new NTEventLogHandler('app')).toMatchObject({ dllname: null, logtype: 'Application' })
  handler.deftype = 4
  handler.typemap[30] = 99
  const events = eventsOf(handler)
  handler.emit(record(35))
  handler.emit(record(30))
  const same = { source: 'shop', log: 'SYSTEM', id: 7, text: 'text' }
  expect(events).toEqual([
    { ...same, type: 'INFORMATION' },
    { ...same, type: 'ERROR' },
  ])
})

test.each([0, 1.5, Number.NaN])('an id that is none, %d, is told for the record', (id) => {
  const handler = new NTEventLogHandler('app')
  handler.getMessageID = () => id
  const events = eventsOf(handler)
  const said = captureStderr(() => handler.emit(record(20)))
  expect(said).toContain(`the id that getMessageID() returns: expected a whole number from 1 on, not ${id}`)
  expect(events).toEqual([])
})

test.each<[unknown[], string]>([
  [[5], 'appname: expected a string, not 5'],
  [['app', 5], 'dllname: expected a string, not 5'],
  [['app', null, 'Security'], "logtype: expected one of 'Application', 'System', not 'Security'"],
])('the parameters %j are refused', (parameters, message) => {
  expect(() => Reflect.construct(NTEventLogHandler, parameters)).toThrow(message)
})
