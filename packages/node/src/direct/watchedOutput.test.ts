import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Formatter, getLogger } from '@treeline/core'
import { registerDirect } from '@treeline/core/internal'
import { resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type FileDriver, fileDriver } from '../files/fileDriver.js'
import { WatchedFileHandler } from '../files/watchedFileHandler.js'

registerDirect()

let folder: string
let file: string
let handler: WatchedFileHandler
/** What the handler knew of the call's time at each write. */
let times: number[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-watched-'))
  file = join(folder, 'app.log')
  times = []
  const driver: FileDriver = {
    ...fileDriver,
    writeSync(...given) {
      times.push(handler.lineMs)
      return fileDriver.writeSync(...given)
    },
  }
  handler = new WatchedFileHandler(file, { driver })
  handler.setFormatter(new Formatter('%(message)s'))
  getLogger('watched').addHandler(handler)
})
afterEach(() => {
  resetLogging()
  rmSync(folder, { recursive: true, force: true })
})

test('the time of a call is known while its line is written, and no longer', () => {
  const before = Date.now()
  for (let i = 0; i < 3; i++) {
    getLogger('watched').warning('x %d', i)
    expect(handler.lineMs).toBeNaN()
  }
  expect(times.every((ms) => ms >= before && ms <= Date.now())).toBe(true)
  expect(times).toHaveLength(3)
  expect(readFileSync(file, 'utf8')).toBe('x 0\nx 1\nx 2\n')
})

test('a record has told none', () => {
  getLogger('watched').warning('with its stack', { stack_info: true })
  expect(times).toEqual([Number.NaN])
  handler.addFilter(() => true)
  getLogger('watched').warning('seen by a filter')
  expect(times).toEqual([Number.NaN, Number.NaN])
})

test('each line looks, as records do', () => {
  getLogger('watched').warning('one')
  renameSync(file, `${file}.1`)
  getLogger('watched').warning('two')
  expect([readFileSync(`${file}.1`, 'utf8'), readFileSync(file, 'utf8')]).toEqual(['one\n', 'two\n'])
})
