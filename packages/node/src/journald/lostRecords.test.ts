import { resetLogging } from '@treeline/core/testing'
import { afterEach, expect, test } from 'vitest'
import { JournalHandler } from './journalHandler.js'

afterEach(resetLogging)

test('what the journal is told of, and by which lines', () => {
  const handler = new JournalHandler({ identifier: 'shop', path: '/none' })
  expect(handler).toMatchObject({ identifier: 'shop', path: '/none' })
  expect(String(handler)).toBe('<JournalHandler shop (NOTSET)>')
  const { options } = Reflect.get(handler, 'transport') as {
    options: { lostChunk(count: number): Uint8Array; preamble(): Uint8Array; target(): object; maxQueueBytes: number }
  }
  expect(Buffer.from(options.lostChunk(3)).toString()).toBe('<4>3 records were lost: the journal did not take them\n')
  expect(Buffer.from(options.preamble()).toString()).toBe('shop\n\n6\n1\n0\n0\n0\n')
  expect(options.target()).toEqual({ kind: 'tcp', options: { path: '/none' } })
  expect(options.maxQueueBytes).toBe(4 * 1024 * 1024)
  expect(new JournalHandler().path).toBe('/run/systemd/journal/stdout')
})
