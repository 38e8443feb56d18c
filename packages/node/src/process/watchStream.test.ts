// Node's streams as an application hands them over: what they emit must not end the process.
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { basicConfig, getLogger, type LogRecord, StreamHandler } from '@treeline/core'
import { realmState, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { nodePlatform } from './nodePlatform.js'
import { stderr } from './stdio.js'

let said = ''

let folder: string

beforeEach(() => {
  said = ''
  folder = mkdtempSync(join(tmpdir(), 'treeline-stream-'))
  realmState.platform = nodePlatform
  vi.spyOn(stderr, 'write').mockImplementation((text) => void (said += text))
})

afterEach(() => {
  resetLogging()
  realmState.platform = undefined
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

/** For what a busy machine delays. */
const PATIENCE = { timeout: 20_000 }
const settled = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 30))
const count = (text: string): number => said.split(text).length - 1

/** As process.stdout into `head -1`: each write fails later, and the stream stays open. */
function brokenPipe(): Writable {
  return new Writable({
    autoDestroy: false,
    emitClose: false,
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
    },
  })
}

test('a pipe whose reader has gone is reported once', async () => {
  basicConfig({ stream: brokenPipe() })
  getLogger().error('one')
  await vi.waitFor(() => expect(count('Error: write EPIPE')).toBe(1), PATIENCE)
  getLogger().error('two')
  await settled()
  expect(count('Error: write EPIPE')).toBe(1)
})

test('a write stream of a bad path is reported: when it is opened, and for each record that it loses', async () => {
  const stream = createWriteStream(join(tmpdir(), 'treeline-no-such-folder', 'app.log'))
  const handler = new StreamHandler(stream)
  const lost: unknown[] = []
  handler.handleError = ({ msg }: LogRecord, error) => void lost.push([msg, (error as { code: string }).code])
  getLogger().addHandler(handler)
  await vi.waitFor(() => expect(count('ENOENT')).toBeGreaterThan(0), PATIENCE)
  getLogger().error('one')
  getLogger().error('two')
  expect(lost).toEqual([
    ['one', 'ENOENT'],
    ['two', 'ENOENT'],
  ])
})

test('a write after end is reported', async () => {
  const stream = createWriteStream(join(folder, 'app.log'))
  basicConfig({ stream })
  getLogger().error('one')
  stream.end()
  getLogger().error('two')
  await vi.waitFor(() => expect(said).toContain('write after end'), PATIENCE)
  getLogger().error('three')
  expect(said).toContain('write after end')
})

test('a stream that was closed without an error loses no record in silence', async () => {
  const stream = new PassThrough()
  basicConfig({ stream })
  stream.destroy()
  await once(stream, 'close')
  getLogger().error('one')
  expect(said).toContain('Error: write after the stream was closed')
  expect(said).toContain("Message: 'one'")
})

test('a stream that is assigned, or set, is watched', async () => {
  const handler = new StreamHandler({ write() {} })
  getLogger().addHandler(handler)
  const assigned = brokenPipe()
  handler.stream = assigned
  getLogger().error('one')
  await vi.waitFor(() => expect(count('EPIPE')).toBe(1), PATIENCE)
  const set = new Writable()
  handler.setStream(set)
  set.destroy(new Error('set'))
  await vi.waitFor(() => expect(said).toContain('Error: set'), PATIENCE)
})

test('many handlers of one stream are one listener', () => {
  const stream = new PassThrough()
  for (let i = 0; i < 12; i++) getLogger().addHandler(new StreamHandler(stream))
  getLogger().error('one')
  expect(stream.listenerCount('error')).toBe(1)
})
