import { mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LogRecord, makeLogRecord } from '@treeline/core'
import { resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RotatingFileHandler } from './rotatingFileHandler.js'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-retention-'))
  file = join(folder, 'app.log')
})
afterEach(() => {
  resetLogging()
  rmSync(folder, { recursive: true, force: true })
})

const record = (msg: string): LogRecord => makeLogRecord({ name: 'app', levelno: 20, levelname: 'INFO', msg })
const names = (): string[] => readdirSync(folder).sort()

/** Rotated files of ten bytes, the first as old as one hour, the second two, and so on. */
function past(count: number): void {
  for (let i = 1; i <= count; i++) {
    writeFileSync(`${file}.${i}`, '123456789\n')
    utimesSync(`${file}.${i}`, Date.now() / 1000 - 3600 * i, Date.now() / 1000 - 3600 * i)
  }
}

describe.each([false, true])('multiprocess: %s', (multiprocess) => {
  test('at the start, what is older than maxAgeSeconds goes', () => {
    past(4)
    void new RotatingFileHandler(file, { maxBytes: 100, backupCount: 9, maxAgeSeconds: 9000, multiprocess }).close()
    expect(names()).toEqual(['app.log', 'app.log.1', 'app.log.2'])
  })

  test('at the start, the oldest go until all have maxTotalBytes, the present file with them', () => {
    past(4)
    writeFileSync(file, '12345\n')
    void new RotatingFileHandler(file, { maxBytes: 100, backupCount: 9, maxTotalBytes: 26, multiprocess }).close()
    expect(names()).toEqual(['app.log', 'app.log.1', 'app.log.2'])
  })

  test('at each rotation', () => {
    const handler = new RotatingFileHandler(file, { maxBytes: 10, backupCount: 99, maxTotalBytes: 25, multiprocess })
    for (let i = 0; i < 9; i++) handler.handle(record('12345'))
    void handler.close()
    expect(names()).toEqual(['app.log', 'app.log.1', 'app.log.2', 'app.log.3', 'app.log.4'])
  })
})

test('the present file stays, however large', () => {
  writeFileSync(file, '123456789\n')
  void new RotatingFileHandler(file, { maxBytes: 100, backupCount: 9, maxTotalBytes: 1 }).close()
  expect(names()).toEqual(['app.log'])
})

test('links, folders and other names are nobody’s', () => {
  const other = join(folder, 'other')
  writeFileSync(other, 'x')
  utimesSync(other, 0, 0)
  symlinkSync(other, `${file}.1`)
  for (const name of ['app.log.02', 'app.log.9', 'app.log.3.gz', 'app.log.3x']) {
    writeFileSync(join(folder, name), 'x')
    utimesSync(join(folder, name), 0, 0)
  }
  const before = names()
  void new RotatingFileHandler(file, { maxBytes: 100, backupCount: 8, maxAgeSeconds: 1 }).close()
  expect(names()).toEqual([...before, 'app.log'].sort())
})

test.each([
  ['maxTotalBytes', 0, 'maxTotalBytes: expected a number above 0, not 0'],
  ['maxAgeSeconds', '5', "maxAgeSeconds: expected a number above 0, not '5'"],
  ['compress', 'zip', "compress: expected one of 'gzip', null, not 'zip'"],
  ['link', '', "link: expected a path, not ''"],
  ['multiprocess', 1, 'multiprocess: expected true or false, not 1'],
])('%s: %s is refused', (name, value, message) => {
  expect(() => new RotatingFileHandler(file, { [name]: value })).toThrow(message)
  expect(names()).toEqual([])
})
