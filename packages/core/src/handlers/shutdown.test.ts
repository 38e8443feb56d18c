import { afterEach, describe, expect, test } from 'vitest'
import { captureStderr, resetLogging } from '../testing/index.js'
import { Handler, handlerRegistry, isExiting, isFailing, register } from './handler.js'
import { BufferingHandler, MemoryHandler } from './memoryHandler.js'
import { NullHandler } from './nullHandler.js'
import { countUnwritten, flush, flushAtFailure, shutdown, shutdownAtExit, tellUnwritten } from './shutdown.js'

afterEach(resetLogging)

/** Says in what order its methods are called, and may have records that it could not write. */
class Telling extends Handler {
  constructor(
    readonly label: string,
    readonly told: string[] = [],
    readonly unwritten: unknown = undefined,
  ) {
    super()
  }

  override flush(): void {
    this.told.push(`flush ${this.label}`)
  }

  override close(): void {
    this.told.push(`close ${this.label}`)
    void super.close()
  }

  override toString(): string {
    return `<${this.label}>`
  }
}

class Holding extends Telling {
  holdNothing(isOn: boolean): void {
    this.told.push(`hold ${isOn ? 'nothing' : 'on'}`)
  }
}

describe('an error that nobody caught', () => {
  test('has handlers flush, and hold nothing until the turn is over', async () => {
    const told: string[] = []
    new Holding('a', told)
    flushAtFailure()
    expect([isFailing(), told]).toEqual([true, ['hold nothing', 'flush a']])
    await Promise.resolve()
    expect([isFailing(), told]).toEqual([false, ['hold nothing', 'flush a', 'hold on']])
  })

  test('asks nothing of handlers that hold nothing', async () => {
    new NullHandler()
    expect(captureStderr(flushAtFailure)).toBe('')
    await Promise.resolve()
  })

  test('after another of the same turn ends with it, once', async () => {
    const told: string[] = []
    new Holding('a', told)
    flushAtFailure()
    flushAtFailure()
    await Promise.resolve()
    await Promise.resolve()
    expect(told.filter((each) => each === 'hold on')).toHaveLength(1)
    expect(isFailing()).toBe(false)
  })

  test('is reported of a handler whose own method fails, and the next one is asked', async () => {
    const told: string[] = []
    const broken = new Telling('broken')
    Object.assign(broken, { holdNothing: fails })
    new Holding('next', told)
    expect(captureStderr(flushAtFailure)).toContain('Error: cannot hold')
    expect(told).toEqual(['hold nothing', 'flush next'])
    await Promise.resolve()
  })
})

function fails(): never {
  throw new Error('cannot hold')
}

describe('what could not be written', () => {
  test.each<[string, unknown[], number]>([
    ['numbers are added', [2, 3], 5],
    ['what is no number counts for nothing', [undefined, '7', null, 1], 1],
    ['none without handlers', [], 0],
  ])('%s', (_, counts, sum) => {
    for (const count of counts) new Telling('a', [], count)
    expect(countUnwritten()).toBe(sum)
  })

  test.each<[unknown, string]>([
    [1, '--- Logging error ---\nError: <a>: 1 record is not written, and is lost if the process ends now\n'],
    [2, '--- Logging error ---\nError: <a>: 2 records are not written, and are lost if the process ends now\n'],
    [0, ''],
    [-1, ''],
    ['3', ''],
    [undefined, ''],
  ])('of %j records is told: %j', (count, text) => {
    new Telling('a', [], count)
    expect(captureStderr(tellUnwritten)).toBe(text)
  })
})

test('flush leaves handlers open, and what one was told to keep', () => {
  const told: string[] = []
  new Telling('a', told)
  new Telling('b', told)
  const kept = new MemoryHandler(9, { flushOnClose: false, target: new Telling('target', told) })
  kept.emit({ levelno: 10 } as never)
  void flush()
  expect(told).toEqual(['flush target', 'flush b', 'flush a'])
  expect([handlerRegistry.open.size, kept.buffer.length]).toEqual([4, 1])
})

test('flush and shutdown may be given the handlers', () => {
  const told: string[] = []
  const [a] = [new Telling('a', told), new Telling('b', told)]
  void flush([a])
  void shutdown([a])
  expect(told).toEqual(['flush a', 'flush a', 'close a'])
})

test('a handler whose flush throws is closed', () => {
  const told: string[] = []
  const handler = Object.assign(new Telling('a', told), { flush: fails })
  expect(captureStderr(() => void shutdown([handler]))).toContain('cannot hold')
  expect(told).toEqual(['close a'])
})

test('at the end of the process handlers are closed, and none is known again', () => {
  const told: string[] = []
  const handler = new Telling('a', told)
  shutdownAtExit()
  expect([isExiting(), told, handlerRegistry.open.size]).toEqual([true, ['flush a', 'close a'], 0])
  register(handler)
  expect(handlerRegistry.open.size).toBe(0)
})

describe('after close', () => {
  class Flushing extends BufferingHandler {
    override flush(): void {}
  }

  test.each([
    ['throws away', BufferingHandler, false],
    ['flushes in its own way', Flushing, true],
  ])('a BufferingHandler that %s is known to shutdown once it holds a record again: %j', (_, Class, isKnown) => {
    const handler = new Class(9)
    void handler.close()
    expect(handlerRegistry.open.has(handler)).toBe(false)
    handler.emit({} as never)
    expect(handlerRegistry.open.has(handler)).toBe(isKnown)
  })
})
