import { expect, test } from 'vitest'
import { BodiesInProgress, BodyInProgress } from './bodiesInProgress.js'
import { bodyKind, Chunks, readBody } from './body.js'
import type { Refusal } from './refusal.js'

const bodies = (): BodyInProgress => new BodyInProgress('client', new BodiesInProgress(1e6, 1e6))

function posted(body: BodyInit | null, headers: Record<string, string> = {}): Request {
  return new Request('http://a/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)
}

/** A body of these chunks, after which it fails where it is told to. */
function stream(chunks: readonly string[], end: 'ends' | 'fails' = 'ends'): ReadableStream<Uint8Array> {
  const left = chunks.map((chunk) => Buffer.from(chunk))
  return new ReadableStream({
    pull(controller) {
      const chunk = left.shift()
      if (chunk !== undefined) controller.enqueue(chunk)
      else if (end === 'ends') controller.close()
      else controller.error(new Error('reset'))
    },
  })
}

const textOf = async (request: Request, maxBytes = 100): Promise<string> =>
  Buffer.from(await readBody(request, maxBytes, bodies())).toString()

test.each([
  [null, ''],
  ['', ''],
  ['text', 'text'],
])('a body %j is read', async (body, text) => {
  expect(await textOf(posted(body))).toBe(text)
})

test('many chunks are one piece', async () => {
  const chunks = Array.from({ length: 50 }, (_, i) => `${i};`)
  expect(await textOf(posted(stream(chunks)), 1000)).toBe(chunks.join(''))
})

test('a body has room to the byte, whether its length is known or not', async () => {
  for (const headers of [{}, { 'content-length': '6' }] as Record<string, string>[]) {
    expect(await textOf(posted(stream(['abc', 'def']), headers), 6)).toBe('abcdef')
    const refused = textOf(posted(stream(['abc', 'def']), headers), 5)
    await expect(refused).rejects.toMatchObject({ message: 'the body is longer than 5 bytes', reason: 'size' })
  }
})

test('one that breaks off, or was read before, is refused', async () => {
  await expect(textOf(posted(stream(['abc'], 'fails')))).rejects.toMatchObject({
    message: 'the body broke off',
    reason: 'aborted',
  })
  const read = posted('abc')
  await read.text()
  await expect(textOf(read)).rejects.toMatchObject({
    message: 'the body was read before the receiver got the request',
    reason: 'failure',
  })
})

test('the room grows to what is needed, and never beyond what may come', () => {
  const held: number[] = []
  const chunks = new Chunks(Number.NaN, 20_000, (bytes) => void held.push(bytes))
  for (const length of [1, 4095, 1, 5000, 10_000]) chunks.add(new Uint8Array(length).fill(7))
  expect(new Set(held)).toEqual(new Set([4096, 8192, 16_384, 20_000]))
  expect(chunks.bytes()).toEqual(new Uint8Array(19_097).fill(7))
  expect(() => chunks.add(new Uint8Array(904))).toThrow('the body is longer than 20000 bytes')
})

test('a body that comes whole is not copied', () => {
  const held: number[] = []
  const whole = new Uint8Array(10)
  const chunks = new Chunks(10, 20_000, (bytes) => void held.push(bytes))
  chunks.add(whole)
  expect(chunks.bytes().buffer).toBe(whole.buffer)
  expect(held).toEqual([10])
  const pieces = new Chunks(10, 20_000, (bytes) => void held.push(bytes))
  pieces.add(whole.subarray(0, 4))
  pieces.add(whole.subarray(4))
  expect(held.slice(1)).toEqual([10, 10, 10])
})

test.each([
  ['text/plain', 'batch'],
  ['text/plain;charset=utf-8', 'batch'],
  ['TEXT/PLAIN ; Charset = "UTF8"', 'batch'],
  ['text/plain; format=flowed', 'batch'],
  ['application/x-www-form-urlencoded', 'form'],
])('%s is a %s', (type, kind) => {
  expect(bodyKind(posted('', { 'content-type': type }))).toBe(kind)
})

test.each([
  ['', 'expected text/plain or application/x-www-form-urlencoded'],
  ['text/html', 'expected text/plain or application/x-www-form-urlencoded'],
  ['toString', 'expected text/plain or application/x-www-form-urlencoded'],
  ['text/plain; charset=latin1', 'expected charset utf-8'],
  ['text/plain; charset', 'expected charset utf-8'],
])('%j is refused', (type, message) => {
  const kind = (): unknown => bodyKind(posted(new Uint8Array(0), { 'content-type': type }))
  expect(kind).toThrow(message)
  try {
    kind()
  } catch (refusal) {
    expect((refusal as Refusal).reason).toBe('type')
  }
})
