import { expect, test, vi } from 'vitest'
import { makeSegmentStore } from './segmentStore.js'
import { type Line, makeSegmentWriter, type SegmentWriter } from './segmentWriter.js'
import { checkSettings } from './settings.js'
import { FakeStorage } from './testing/fakeStorage.js'

const NOW = Date.UTC(2026, 5)
/** The bytes of the longest key: the prefix, the version, an id of ten characters, and two numbers of eleven. */
const KEY_BYTES = 2 * 'p:2:0123456789:2gosa7pa2gv:2gosa7pa2gv'.length

function writer(maxBytes: number, segmentBytes: number): { storage: FakeStorage; writer: SegmentWriter } {
  const storage = new FakeStorage()
  const settings = checkSettings({ storage, maxBytes, segmentBytes, locks: null, eventTarget: null, now: () => NOW })
  const store = makeSegmentStore('p', settings, {
    keptBytes: () => 0,
    onFailure: vi.fn<() => void>(),
    onRemoved: vi.fn<() => void>(),
    mayExpire: () => true,
  })
  return { storage, writer: makeSegmentWriter(store, settings, 'p', () => 'abcdefghij', false) }
}

const line = (bytes: number): Line => ({ text: `${'x'.repeat(bytes / 2 - 1)}\n`, segment: undefined })

test('a line as large as the whole room, with the longest key, is taken; a larger one is not', () => {
  const { storage, writer: own } = writer(1000, 500)
  expect(own.append(line(1000 - KEY_BYTES + 2), true)).toBe(false)
  expect(storage.items.size).toBe(0)
  expect(own.append(line(1000 - KEY_BYTES), true)).toBe(true)
  expect(storage.items.size).toBe(1)
  expect(storage.bytes).toBeLessThanOrEqual(1000)
})

test('a segment takes lines up to segmentBytes, a key among them', () => {
  const { storage, writer: own } = writer(10_000, 500)
  own.append(line(100), true)
  own.append(line(400 - KEY_BYTES), true)
  expect(storage.items.size).toBe(1)
  const other = writer(10_000, 500)
  other.writer.append(line(100), true)
  other.writer.append(line(402 - KEY_BYTES), true)
  expect(other.storage.items.size).toBe(2)
})
