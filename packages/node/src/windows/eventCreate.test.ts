import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeLogRecord } from '@treeline/core'
import { captureStderr, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { endPatience } from '../files/patience.js'
import { argumentsOf, createEvent, createLastEvent, findEventCreate } from './eventCreate.js'
import { NTEventLogHandler } from './ntEventLogHandler.js'

const event = { source: 'app', log: 'APPLICATION', type: 'ERROR', id: 1, text: 'it "broke"\nbadly' }

test('off Windows the error says what to use', () => {
  expect(() => findEventCreate('linux')).toThrow('use SysLogHandler or JournalHandler')
})

test.skipIf(process.platform === 'win32')('the handler throws off Windows', () => {
  expect(() => new NTEventLogHandler('app')).toThrow(`NTEventLogHandler needs Windows, not ${process.platform}`)
})

test('on Windows the program has to be there', () => {
  const root = mkdtempSync(join(tmpdir(), 'treeline-windows-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  expect(() => findEventCreate('win32', root)).toThrow('which is not there: use FileHandler or SysLogHandler')
  mkdirSync(join(root, 'System32'))
  writeFileSync(join(root, 'System32', 'eventcreate.exe'), '')
  expect(findEventCreate('win32', root)).toBe(join(root, 'System32', 'eventcreate.exe'))
})

test('an event is its arguments', () => {
  expect(argumentsOf(event)).toEqual([
    '/L',
    'APPLICATION',
    '/SO',
    'app',
    '/T',
    'ERROR',
    '/ID',
    '1',
    '/D',
    'it "broke"\nbadly',
  ])
})

test('a text is cut to what an event holds, at a character', () => {
  expect(argumentsOf({ ...event, text: 'x'.repeat(50_000) }).at(-1)).toHaveLength(31_839)
  expect(argumentsOf({ ...event, text: `${'x'.repeat(31_838)}😀` }).at(-1)).toBe('x'.repeat(31_838))
  expect(argumentsOf({ ...event, text: '😀 is kept' }).at(-1)).toBe('😀 is kept')
})

test('where Windows does not say where it is, it is at its usual place', () => {
  vi.stubEnv('SystemRoot', undefined)
  onTestFinished(() => void vi.unstubAllEnvs())
  expect(() => findEventCreate('win32')).toThrow(join('C:\\Windows', 'System32', 'eventcreate.exe'))
})

// A script takes the program's place.
describe.skipIf(process.platform === 'win32')('events', () => {
  const SCRIPT = `#!/bin/sh
printf '%s|' "$@" >> "$0.events"
case "$*" in
  *refused*) exit 1 ;;
  *slow*) exec sleep 60 ;;
esac
`
  let root: string
  let program: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'treeline-windows-'))
    mkdirSync(join(root, 'System32'))
    program = join(root, 'System32', 'eventcreate.exe')
    writeFileSync(program, SCRIPT, { mode: 0o755 })
  })
  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
    endPatience(undefined)
    resetLogging()
    rmSync(root, { recursive: true })
  })

  const written = (): string[] =>
    Array.from(readFileSync(`${program}.events`, 'utf8').matchAll(/\/D\|([^|]*)/g), (m) => m[1]!)

  test('are written by the program, which may refuse one', async () => {
    await createEvent(program, { ...event, text: 'a' })
    expect(readFileSync(`${program}.events`, 'utf8')).toBe('/L|APPLICATION|/SO|app|/T|ERROR|/ID|1|/D|a|')
    await expect(createEvent(program, { ...event, text: 'refused' })).rejects.toThrow('refused')
    await expect(createEvent(join(root, 'none'), event)).rejects.toThrow('ENOENT')
  })

  test('are waited for at the end of the process', () => {
    const took = ['a', 'refused', 'b'].map((text) => createLastEvent(program, { ...event, text }))
    expect([took, written()]).toEqual([
      [true, false, true],
      ['a', 'refused', 'b'],
    ])
    expect(createLastEvent(join(root, 'none'), event)).toBe(false)
  })

  test('open no window', async () => {
    const processes = process.getBuiltinModule('node:child_process')
    const [later, now] = [vi.spyOn(processes, 'execFile'), vi.spyOn(processes, 'spawnSync')]
    await createEvent(program, event)
    createLastEvent(program, event)
    expect(later.mock.calls[0]).toContainEqual({ windowsHide: true })
    expect(now.mock.calls[0]).toContainEqual({ timeout: 5000, windowsHide: true })
  })

  test('are waited for as long as all that ends may take, which need be no whole milliseconds', () => {
    endPatience(10_000.5)
    expect(createLastEvent(program, { ...event, text: 'a' })).toBe(true)
    endPatience(20.5)
    expect(createLastEvent(program, { ...event, text: 'slow' })).toBe(false)
    // That has used up what there was.
    for (const ms of [undefined, 0.5, 0, -1]) {
      if (ms !== undefined) endPatience(ms)
      expect(createLastEvent(program, { ...event, text: 'late' })).toBe(false)
    }
    expect(written()).not.toContain('late')
  })

  /** Returns a handler that finds the program as it would on Windows. */
  function handler(): NTEventLogHandler {
    vi.stubEnv('SystemRoot', root)
    const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue('win32')
    try {
      return new NTEventLogHandler('app')
    } finally {
      platform.mockRestore()
    }
  }

  const record = (msg: string) => makeLogRecord({ msg, levelno: 40, levelname: 'ERROR' })

  test('of a handler are written one after the other; what is refused is told and lost', async () => {
    const to = handler()
    const told: unknown[] = []
    to.handleError = (of) => void told.push(of.msg)
    for (const msg of ['a', 'refused', 'b']) to.handle(record(msg))
    expect(to.stats()).toEqual({ queued: 2, inFlight: 1 })
    await to.flush()
    expect([written(), told]).toEqual([['a', 'refused', 'b'], ['refused']])
    expect(to.stats()).toEqual({ queued: 0, inFlight: 0 })
  })

  test('that wait at the end are written before the process ends; what is refused is counted', async () => {
    const to = handler()
    // The first is on its way, and waits for its turn of the event loop: it is written once more.
    for (const msg of ['a', 'refused', 'b']) to.handle(record(msg))
    expect(captureStderr(() => to.deliverAtExit())).toBe('')
    expect(written().slice(-3)).toEqual(['a', 'refused', 'b'])
    expect(to.stats().queued).toBe(1)
  })
})
