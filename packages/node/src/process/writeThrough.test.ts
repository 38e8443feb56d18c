// What is written to the process's own streams: by the library's own, unless somebody has patched them.
import { getLogger, StreamHandler } from '@treeline/core'
import { realmState, resetLogging } from '@treeline/core/testing'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { nodePlatform } from './nodePlatform.js'
import { stdout } from './stdio.js'
import { writeThrough } from './writeThrough.js'

let own = ''
/** What Node itself would have written. */
let nodes = ''

beforeEach(() => {
  own = nodes = ''
  realmState.platform = nodePlatform
  vi.spyOn(stdout, 'write').mockImplementation((text) => void (own += text))
})

afterEach(() => {
  vi.restoreAllMocks()
  resetLogging()
  realmState.platform = undefined
})

/** Stands under the stream before the library does: once for all tests, as the library takes a stream only once. */
process.stdout._write = function (chunk: unknown, _encoding, done): void {
  nodes += String(chunk)
  end(done)
}
process.stdout._writev = function (chunks: { chunk: unknown }[], done): void {
  for (const { chunk } of chunks) nodes += String(chunk)
  end(done)
}
/** Waits before a write of Node's is done. */
let slow: (() => Promise<void>) | undefined
function end(done: () => void): void {
  if (slow === undefined) done()
  else void slow().then(done)
}
afterAll(() => {
  Reflect.deleteProperty(process.stdout, '_write')
  Reflect.deleteProperty(process.stdout, '_writev')
})

function log(text: string): void {
  const handler = new StreamHandler(process.stdout)
  getLogger('through').addHandler(handler)
  getLogger('through').error(text)
  getLogger('through').removeHandler(handler)
}

test('a record to process.stdout is written by stdout, at once', () => {
  log('record')
  expect({ own, nodes }).toEqual({ own: 'record\n', nodes: '' })
})

test('what the application writes goes Node’s way', async () => {
  log('record')
  await new Promise((resolve) => void process.stdout.write('its own\n', resolve))
  expect({ own, nodes }).toEqual({ own: 'record\n', nodes: 'its own\n' })
})

test('code that has patched write sees the text', () => {
  let seen = ''
  const { write } = process.stdout
  process.stdout.write = function (this: typeof process.stdout, text: string): boolean {
    seen += text
    return write.call(this, text)
  } as typeof write
  try {
    log('record')
  } finally {
    process.stdout.write = write
  }
  expect({ seen, own }).toEqual({ seen: 'record\n', own: 'record\n' })
})

test('text that waits comes first, and the record behind it', async () => {
  process.stdout.cork()
  process.stdout.write('its own\n')
  log('record')
  process.stdout.uncork()
  await new Promise((resolve) => void process.stdout.write('', resolve))
  expect({ own, nodes }).toEqual({ own: '', nodes: expect.stringMatching(/^its own\nrecord\n/) })
})

test('what stdout throws is thrown by the write, and the stream stays sound', () => {
  vi.mocked(stdout.write).mockImplementationOnce(() => {
    throw new Error('stuck')
  })
  expect(() => writeThrough(process.stdout, () => process.stdout.write('one\n'))).toThrow('stuck')
  log('two')
  expect(own).toBe('two\n')
})

describe('a write that the end of the stack has cut off', () => {
  function cutOff(): void {
    const { _write } = process.stdout
    process.stdout._write = () => {
      throw new RangeError('Maximum call stack size exceeded')
    }
    try {
      expect(() => process.stdout.write('cut off')).toThrow(RangeError)
    } finally {
      process.stdout._write = _write
    }
  }

  test('holds back no record', () => {
    log('one')
    cutOff()
    log('two')
    expect(own).toBe('one\ntwo\n')
    expect(process.stdout.writableLength).toBe(0)
  })

  test('holds back no text of the application’s either, once a record came', async () => {
    log('one')
    cutOff()
    process.stdout.write('its own\n')
    expect(nodes).toBe('')
    log('two')
    await new Promise((resolve) => void process.stdout.write('', resolve))
    expect({ own, nodes }).toEqual({ own: 'one\ntwo\n', nodes: 'its own\n' })
  })
})

test.each(['_write', '_writev'] as const)(
  'a %s of the application’s that is not done is left to Node',
  async (method) => {
    log('first')
    let done: (() => void) | undefined
    const stand = process.stdout[method]!
    slow = () => new Promise<void>((resolve) => (done = resolve))
    process.stdout.write('its own\n')
    if (method === '_writev') {
      process.stdout.write('more\n')
      process.stdout.write('and more\n')
      done!()
      await vi.waitFor(() => expect(nodes).toContain('and more'))
    }
    log('behind it')
    expect(own).toBe('first\n')
    slow = undefined
    done!()
    await new Promise((resolve) => void process.stdout.write('', resolve))
    expect(nodes).toMatch(/behind it\n$/)
    expect(process.stdout[method]).toBe(stand)
  },
)

test('bytes that are no UTF-8 go Node’s way', () => {
  writeThrough(process.stdout, () => process.stdout.write(Buffer.from([0xff, 0x0a])))
  writeThrough(process.stdout, () => process.stdout.write(Buffer.from('bytes\n')))
  expect(own).toBe('bytes\n')
})

test('other streams are left alone, also one that says its descriptor is 1', () => {
  const write = vi.fn()
  writeThrough({ fd: 1 }, () => write('text'))
  expect(write).toHaveBeenCalledTimes(1)
  expect({ own, nodes }).toEqual({ own: '', nodes: '' })
})
