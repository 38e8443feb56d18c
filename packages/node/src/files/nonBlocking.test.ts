import { spawn } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nonBlocking, openAgain } from './nonBlocking.js'

let folder: string
let open: number[]
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'treeline-descriptors-'))
  open = []
})
afterEach(() => {
  for (const fd of open) fs.closeSync(fd)
  fs.rmSync(folder, { recursive: true })
})

const opened = (path: string, flags: string | number): number => {
  const fd = fs.openSync(path, flags)
  open.push(fd)
  return fd
}

test('a file is written through its own descriptor', () => {
  const fd = opened(join(folder, 'file'), 'w')
  expect(nonBlocking(fd)).toBe(fd)
})

test('a closed descriptor stays what it is, and is not opened again', () => {
  const fd = fs.openSync(join(folder, 'file'), 'w')
  fs.closeSync(fd)
  expect(nonBlocking(fd)).toBe(fd)
  expect(openAgain(fd)).toBeUndefined()
})

test.runIf(process.platform === 'linux')('a full pipe is told of, and nobody waits for its reader', async () => {
  const path = join(folder, 'pipe')
  await once(spawn('mkfifo', [path]), 'exit')
  opened(path, fs.constants.O_RDWR)
  const fd = opened(path, fs.constants.O_WRONLY)
  const own = nonBlocking(fd)
  open.push(own)
  expect(own).not.toBe(fd)
  const block = Buffer.alloc(65_536)
  const fill = (): void => {
    for (let i = 0; i < 100; i++) fs.writeSync(own, block)
  }
  expect(fill).toThrow(expect.objectContaining({ code: 'EAGAIN' }))
})
