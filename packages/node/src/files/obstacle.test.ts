import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmdirSync, rmSync, symlinkSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeLogRecord } from '@treeline/core'
import { captureStderr, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { RotatingFileHandler } from '../rotation/rotatingFileHandler.js'
import { TimedRotatingFileHandler } from '../rotation/timedRotatingFileHandler.js'
import { type FileDriver, fileDriver } from './fileDriver.js'
import { FileHandler } from './fileHandler.js'
import { WatchedFileHandler } from './watchedFileHandler.js'

let folder: string
let file: string
beforeEach(() => {
  vi.useFakeTimers()
  folder = mkdtempSync(join(tmpdir(), 'treeline-obstacle-'))
  file = join(folder, 'a.log')
})
afterEach(() => {
  vi.useRealTimers()
  resetLogging()
  rmSync(folder, { recursive: true, force: true })
})

const MAKERS: readonly (readonly [string, (path: string) => FileHandler])[] = [
  ['FileHandler', (path) => new FileHandler(path)],
  ['FileHandler that holds back', (path) => new FileHandler(path, { buffering: 1000 })],
  ['WatchedFileHandler', (path) => new WatchedFileHandler(path)],
  ['RotatingFileHandler', (path) => new RotatingFileHandler(path, { maxBytes: 30, backupCount: 3 })],
  ['shared file', (path) => new RotatingFileHandler(path, { maxBytes: 30, backupCount: 3, multiprocess: true })],
  ['TimedRotatingFileHandler', (path) => new TimedRotatingFileHandler(path, { when: 'S' })],
  ['by time and size', (path) => new TimedRotatingFileHandler(path, { when: 'D', maxBytes: 30 })],
]

const OBSTACLES = [
  ['a directory', (path: string): void => void mkdirSync(path), rmdirSync],
  ['a symbolic link that leads back to itself', (path: string): void => symlinkSync('a.log', path), unlinkSync],
  ['a pipe', (path: string): void => void execFileSync('mkfifo', [path]), unlinkSync],
] as const

function say(handler: FileHandler, count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const msg = `the line number ${i}`
    handler.handle(makeLogRecord({ msg, levelno: 20, levelname: 'INFO' }))
    vi.advanceTimersByTime(500)
    return msg
  })
}

describe.each(MAKERS)('%s', (_name, make) => {
  test.each(OBSTACLES)('a file that becomes %s is told as that, once, and nothing is lost', (what, put, takeAway) => {
    const handler = make(file)
    handler.handle(makeLogRecord({ msg: 'first', levelno: 20, levelname: 'INFO' }))
    const away = join(folder, 'away.log')
    let sent: string[] = []
    const said = captureStderr(() => {
      handler.flush()
      renameSync(file, away)
      put(file)
      sent = say(handler, 30)
      handler.flush()
    })
    expect(said.match(/Error: .*/g)).toEqual([
      `Error: ${file} is ${what} now: records go on to the file that had the name, or wait where it was deleted`,
    ])
    expect(readFileSync(away, 'utf8')).toBe(['first', ...sent, ''].join('\n'))
    takeAway(file)
    captureStderr(() => {
      // The first of them have the path looked at.
      say(handler, 6)
      void handler.close()
    })
    expect(readFileSync(file, 'utf8')).toContain('the line number 5\n')
  })
})

test.each([
  ['WatchedFileHandler', (): FileHandler => new WatchedFileHandler(file)],
  ['shared file', (): FileHandler => new RotatingFileHandler(file, { multiprocess: true })],
])('%s: what is logged while a directory stands in the place of a deleted file waits for it to go', (_name, make) => {
  const handler = make()
  say(handler, 1)
  unlinkSync(file)
  mkdirSync(file)
  const said = captureStderr(() => void say(handler, 2))
  expect(said).toMatch(/Error: .* is a directory now|EISDIR/)
  expect(said).not.toContain('RangeError')
  rmdirSync(file)
  say(handler, 1)
  void handler.close()
  expect(readFileSync(file, 'utf8')).toBe('the line number 0\nthe line number 1\nthe line number 0\n')
})

test('a rollover that finds a directory does not try to open it for each record', () => {
  let opened = 0
  const driver: FileDriver = { ...fileDriver, openSync: (...given) => (opened++, fileDriver.openSync(...given)) }
  const handler = new RotatingFileHandler(file, { maxBytes: 30, backupCount: 3, driver })
  const log = (): void =>
    handler.handle(makeLogRecord({ msg: 'as long as a file may be, and more', levelno: 20 })) as never
  log()
  renameSync(file, join(folder, 'away.log'))
  mkdirSync(file)
  captureStderr(() => {
    for (let i = 0; i < 20; i++) log()
  })
  expect(opened).toBe(2)
})
