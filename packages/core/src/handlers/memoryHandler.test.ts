import { afterEach, describe, expect, test } from 'vitest'
import { BufferingFormatter } from '../formatting/bufferingFormatter.js'
import { Formatter } from '../formatting/formatter.js'
import { makeLogRecord } from '../records/record.js'
import { ListHandler, resetLogging } from '../testing/index.js'
import { BufferingHandler, MemoryHandler } from './memoryHandler.js'
import { shutdownAtExit } from './shutdown.js'

afterEach(resetLogging)

const record = (msg: string, levelno = 20) => makeLogRecord({ msg, levelno })
const told = (list: ListHandler): string[] => list.records.map((each) => each.getMessage())

describe('MemoryHandler', () => {
  test.each([
    [1, ['a', 'b', 'c']],
    [2, ['a', 'b']],
    [3, ['a', 'b', 'c']],
    [4, []],
    [0, ['a', 'b', 'c']],
  ])('of the capacity %d hands three records over: %j', (capacity, expected) => {
    const target = new ListHandler()
    const handler = new MemoryHandler(capacity, { target })
    for (const msg of ['a', 'b', 'c']) handler.emit(record(msg))
    expect(told(target)).toEqual(expected)
    expect(handler.buffer).toHaveLength(3 - expected.length)
  })

  test('the defaults, and records from flushLevel on', () => {
    const target = new ListHandler()
    const handler = new MemoryHandler(9)
    expect(handler).toMatchObject({ capacity: 9, flushLevel: 40, target: null, flushOnClose: true })
    handler.emit(record('a', 40))
    expect(handler.buffer).toHaveLength(1)
    handler.setTarget(target)
    handler.emit(record('b', 39))
    expect(told(target)).toEqual([])
    handler.emit(record('c', 40))
    expect(told(target)).toEqual(['a', 'b', 'c'])
    handler.setTarget(null)
    handler.flush()
    expect(handler.target).toBeNull()
    expect(() => handler.setTarget({} as never)).toThrow(TypeError)
  })

  test.each([
    [true, ['a']],
    [false, []],
  ])('close hands over what is kept: %j', (flushOnClose, expected) => {
    const target = new ListHandler()
    const handler = new MemoryHandler(9, { target, flushOnClose, flushLevel: 'CRITICAL' })
    handler.emit(record('a', 40))
    handler.close()
    expect([told(target), handler.target]).toEqual([expected, null])
  })

  test.each([
    [true, true, ['a']],
    [false, false, []],
  ])('closed at exit, with flushOnClose %j, it keeps its target: %j', (flushOnClose, isKept, expected) => {
    const target = new ListHandler()
    const handler = new MemoryHandler(9, { target, flushOnClose })
    handler.emit(record('a'))
    shutdownAtExit()
    expect(handler.target).toBe(isKept ? target : null)
    void handler.flush()
    expect(told(target)).toEqual(expected)
  })

  test.each<[number, object, string]>([
    [Number.NaN, {}, 'capacity: expected a number of records, not NaN'],
    ['5' as never, {}, "capacity: expected a number of records, not '5'"],
    [5, { target: {} }, 'expected a Handler, not {}'],
    [5, { flushLevel: 'LOUD' }, "Unknown level: 'LOUD'"],
    [5, { colour: 1 }, "MemoryHandler: unknown option 'colour'; there are: flushLevel target flushOnClose"],
  ])('%j, %j is refused', (capacity, options, message) => {
    expect(() => new MemoryHandler(capacity, options)).toThrow(message)
  })
})

test('a BufferingHandler forgets when it is full', () => {
  const handler = new BufferingHandler(2)
  handler.emit(record('a'))
  expect(handler.buffer).toHaveLength(1)
  handler.emit(record('b'))
  expect(handler.buffer).toEqual([])
  handler.emit(record('c'))
  handler.close()
  expect(handler.buffer).toEqual([])
})

test('a BufferingFormatter has nothing around its records', () => {
  const records = [record('a'), record('b')]
  const plain = new BufferingFormatter()
  expect([plain.format([]), plain.format(records), plain.formatHeader(records), plain.formatFooter(records)]).toEqual([
    '',
    'ab',
    '',
    '',
  ])
  class Framed extends BufferingFormatter {
    override formatHeader(all: readonly unknown[]): string {
      return `<${all.length}>`
    }

    override formatFooter(all: readonly unknown[]): string {
      return `</${all.length}>`
    }
  }
  expect(new Framed(new Formatter('[%(message)s]')).format(records)).toBe('<2>[a][b]</2>')
  expect(new Framed().format([])).toBe('')
})
