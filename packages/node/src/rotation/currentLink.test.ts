import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LogRecord, makeLogRecord } from '@treeline/core'
import { captureStderr, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { RotatingFileHandler } from './rotatingFileHandler.js'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-link-'))
  file = join(folder, 'app.log')
})
afterEach(() => {
  resetLogging()
  rmSync(folder, { recursive: true, force: true })
})

const record = (msg: string): LogRecord => makeLogRecord({ name: 'app', levelno: 20, levelname: 'INFO', msg })

test.each([
  ['current.log', 'app.log'],
  ['sub/current.log', '../app.log'],
])('the link %s leads to the present file', (link, target) => {
  mkdirSync(join(folder, 'sub'))
  const handler = new RotatingFileHandler(file, { maxBytes: 10, backupCount: 1, link })
  handler.handle(record('first'))
  handler.handle(record('second'))
  expect(readlinkSync(join(folder, link))).toBe(target)
  expect(readFileSync(join(folder, link), 'utf8')).toBe('second\n')
  void handler.close()
})

test('a link to another file is replaced, and nothing is left beside it', () => {
  symlinkSync('yesterday.log', join(folder, 'current.log'))
  void new RotatingFileHandler(file, { link: 'current.log' }).close()
  expect(readlinkSync(join(folder, 'current.log'))).toBe('app.log')
  expect(readdirSync(folder).sort()).toEqual(['app.log', 'current.log'])
})

test('what is no link stays, is told once, and logging goes on', () => {
  writeFileSync(join(folder, 'current.log'), 'mine')
  const said = captureStderr(() => {
    const handler = new RotatingFileHandler(file, { maxBytes: 10, backupCount: 1, link: 'current.log' })
    for (let i = 0; i < 4; i++) handler.handle(record('a line'))
    void handler.close()
  })
  expect(said).toBe(
    `--- Logging error ---\nError: link: ${join(folder, 'current.log')} is there, and is no symbolic link: it stays\n`,
  )
  expect(lstatSync(join(folder, 'current.log')).isFile()).toBe(true)
  expect(readFileSync(file, 'utf8')).toBe('a line\n')
})
