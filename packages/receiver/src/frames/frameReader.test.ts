import { expect, test } from 'vitest'
import type { Dropped } from './dropped.js'
import { FrameReader } from './frameReader.js'

function frame(text: string, length: number = text.length): Uint8Array {
  const bytes = new TextEncoder().encode(`0000${text}`)
  new DataView(bytes.buffer).setUint32(0, length)
  return bytes
}

function join(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

/** Reads all that a chunk has: texts of frames, and reasons of what was dropped. */
function readAll(reader: FrameReader, chunk: Uint8Array): string[] {
  reader.add(chunk)
  const found: string[] = []
  for (;;) {
    try {
      const bytes = reader.next()
      if (bytes === undefined) return found
      found.push(new TextDecoder().decode(bytes))
    } catch (error) {
      found.push((error as Dropped).reason)
      if ((error as Dropped).reason === 'frame') return found
    }
  }
}

test.each([1, 2, 3, 4, 5, 7, 1000])('frames come in chunks of %d bytes', (size) => {
  const reader = new FrameReader(10_000)
  const texts = ['', 'a', 'x'.repeat(9000), '', 'end']
  const all = join(...texts.map((text) => frame(text)))
  const found: string[] = []
  for (let at = 0; at < all.length; at += size) found.push(...readAll(reader, all.subarray(at, at + size)))
  expect(found).toEqual(texts)
  expect([reader.isWithin, reader.held]).toEqual([false, 0])
})

test('a frame that is too long is skipped, and those behind it are read', () => {
  const reader = new FrameReader(10)
  expect(readAll(reader, join(frame('a'), frame('x'.repeat(11)), frame('b')))).toEqual(['a', 'size', 'b'])
  expect(readAll(reader, frame('x'.repeat(20)).subarray(0, 8))).toEqual(['size'])
  expect(reader.isWithin).toBe(true)
  expect(readAll(reader, join(frame('x'.repeat(20)).subarray(8), frame('c')))).toEqual(['c'])
  expect(reader.isWithin).toBe(false)
})

test.each(['GET / HTTP/1.1', '\x16\x03\x01\0\x80'])('what is no frame is told: %j', (text) => {
  expect(readAll(new FrameReader(10), new TextEncoder().encode(text))).toEqual(['frame'])
})

test('a length takes no room: what has come does', () => {
  const reader = new FrameReader(100_000_000)
  readAll(reader, frame('x'.repeat(100), 100_000_000))
  expect([reader.isWithin, reader.held]).toEqual([true, 4096])
  readAll(reader, new Uint8Array(10_000))
  expect(reader.held).toBeLessThan(25_000)
})

test('what comes before the chunk at hand is read goes behind it', () => {
  const reader = new FrameReader(10)
  reader.add(join(frame('a'), frame('b')))
  reader.next()
  expect(readAll(reader, frame('c'))).toEqual(['b', 'c'])
})

test('after it was cleared, nothing is left', () => {
  const reader = new FrameReader(10)
  readAll(reader, frame('abc').subarray(0, 6))
  reader.clear()
  expect([reader.isWithin, reader.held, reader.next()]).toEqual([false, 0, undefined])
  expect(readAll(reader, frame('d'))).toEqual(['d'])
})
