import { openSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fileDriver } from './fileDriver.js'
import { OpenFile } from './openFile.js'
import { FileWriter } from './writer.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-descriptor-'))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

test('a descriptor is written by a file that nobody makes', () => {
  const fd = openSync(join(folder, 'x'), 'a')
  const makeFile = vi.fn<() => never>()
  const writer = new FileWriter(fd, { makeFile })
  writer.write('text\n')
  expect(makeFile).not.toHaveBeenCalled()
  expect([writer.encoding, writer.name]).toEqual(['utf-8', String(fd)])
  writer.close()
  expect(readFileSync(join(folder, 'x'), 'utf8')).toBe('text\n')
})

test('a path is written by the file that is made for it', () => {
  const path = join(folder, 'x')
  const made: unknown[] = []
  const makeFile = (target: string, driver: typeof fileDriver): OpenFile => {
    made.push(target)
    return new OpenFile(target, 'a', driver)
  }
  const writer = new FileWriter(path, { makeFile, encoding: 'latin-1' })
  expect([made, writer.encoding, writer.name]).toEqual([[path], 'latin-1', path])
  writer.close()
})

test('waits are longer each time, up to 50 ms, and 400 ms in all', () => {
  const pauses: number[] = []
  const writeSync = (): never => {
    throw Object.assign(new Error('EAGAIN'), { code: 'EAGAIN' })
  }
  const driver = { ...fileDriver, writeSync, pauseSync: (ms: number) => void pauses.push(ms) }
  const writer = new FileWriter(join(folder, 'x'), { driver, onError: () => {} })
  expect(() => writer.write('text\n')).toThrow('EAGAIN: the reader takes nothing')
  expect(pauses.slice(0, 8)).toEqual([1, 2, 4, 8, 16, 32, 50, 50])
  const waitedMs = pauses.reduce((sum, ms) => sum + ms, 0)
  expect(waitedMs >= 400 && waitedMs < 450).toBe(true)
  driver.writeSync = fileDriver.writeSync as never
  writer.close()
})

test.each(['', 'b', 'ab', 'r', 'rw', 'A', 'w++', '++w', '+', 'ax'])('the mode %j is none', (mode) => {
  expect(() => new OpenFile(join(folder, 'x'), mode, fileDriver)).toThrow(
    new RangeError(`invalid mode: '${mode}'; there are: a, w, x and r+, each with t or + if need be`),
  )
})

test.each([
  ['a', 'oldnew'],
  ['at', 'oldnew'],
  ['a+', 'oldnew'],
  ['w', 'new'],
  ['w+', 'new'],
  ['+a', 'oldnew'],
  ['+tw', 'new'],
  ['r+', 'new'],
])('mode %s', (mode, content) => {
  const path = join(folder, 'x')
  const write = (text: string, how: string): void => {
    const file = new OpenFile(path, how, fileDriver)
    expect([file.closed, file.ino]).toEqual([false, 0])
    file.open()
    expect(file.write(Buffer.from(text), text.length)).toBe(text.length)
    expect([file.regular, file.ino > 0, file.isGone]).toEqual([true, true, false])
    file.close()
    expect(file.closed).toBe(true)
  }
  write('old', 'x')
  expect(() => write('', 'x')).toThrow('EEXIST')
  expect(() => write('', 'x+')).toThrow('EEXIST')
  write('new', mode)
  expect(readFileSync(path, 'utf8')).toBe(content)
})
