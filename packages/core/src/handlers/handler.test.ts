import { afterEach, describe, expect, test, vi } from 'vitest'
import { Filter } from '../records/filter.js'
import { Formatter } from '../formatting/formatter.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { getHandlerByName, getHandlerNames, Handler, handlerRegistry } from './handler.js'
import { getLogger } from '../tree/manager.js'
import { BufferingHandler, MemoryHandler } from './memoryHandler.js'
import { NullHandler } from './nullHandler.js'
import { type LogRecord, makeLogRecord } from '../records/record.js'
import { settings } from '../runtime/settings.js'
import { shutdown } from './shutdown.js'
import { StderrHandler, StreamHandler } from './streamHandler.js'
import { captureStderr, handlerContract, ListHandler, resetLogging, StringStream } from '../testing/index.js'

afterEach(() => {
  resetLogging()
  vi.useRealTimers()
})

const record = (more: object = {}): LogRecord =>
  makeLogRecord({ name: 'n', levelno: 20, levelname: 'INFO', msg: 'm', ...more })

describe('StreamHandler keeps the contract', () => {
  const cases = handlerContract(() => {
    const stream = new StringStream()
    return { handler: new StreamHandler(stream), arrived: () => stream.lines }
  })
  for (const { name, run } of cases) test(name, run)
})

describe('MemoryHandler keeps the contract', () => {
  const cases = handlerContract(() => {
    const target = new ListHandler()
    return { handler: new MemoryHandler(100, { target }), arrived: () => target.texts }
  })
  for (const { name, run } of cases) test(name, run)
})

describe('Handler', () => {
  test('emit is for subclasses', () => {
    expect(() => new Handler().emit(record())).toThrow('emit must be implemented by Handler subclasses')
  })

  test('names are unique and follow renaming', () => {
    const handler = new NullHandler()
    handler.name = 'one'
    handler.set_name('two')
    expect(getHandlerByName('one')).toBeNull()
    expect(getHandlerByName('two')).toBe(handler)
    expect(getHandlerNames()).toEqual(new Set(['two']))
    void handler.close()
    expect(getHandlerNames().size).toBe(0)
  })

  test('the empty name is one that no handler is found by', () => {
    const handler = new NullHandler()
    handler.name = 'one'
    handler.name = ''
    expect([handler.name, getHandlerByName(''), getHandlerByName('one')]).toEqual(['', null, null])
    expect(getHandlerNames().size).toBe(0)
  })

  test('filters replace the record for this handler only', () => {
    const first = new ListHandler()
    const second = new ListHandler()
    first.addFilter((given) => makeLogRecord({ ...given, msg: 'replaced' }))
    getLogger().addHandler(first)
    getLogger().addHandler(second)
    getLogger('x').warning('original')
    expect([first.texts, second.texts]).toEqual([['replaced'], ['original']])
  })

  test('a name filter lets a subtree through', () => {
    const filter = new Filter('a.b')
    const passes = (name: string): unknown => filter.filter(record({ name }))
    expect([passes('a.b'), passes('a.b.c'), passes('a.bc'), passes('a')]).toEqual([true, true, false, false])
    expect(new Filter().filter(record())).toBe(true)
  })

  test('toString is Python’s repr', () => {
    expect(String(new NullHandler())).toBe('<NullHandler (NOTSET)>')
    expect(String(new StreamHandler(new StringStream()))).toBe('<StreamHandler <string> (NOTSET)>')
    expect(String(new StreamHandler({ write() {}, name: 7 }))).toBe('<StreamHandler 7 (NOTSET)>')
    expect(String(new StreamHandler({ write() {} }))).toBe('<StreamHandler (NOTSET)>')
    expect(String(new StreamHandler({ write() {}, fd: 2 } as never))).toBe('<StreamHandler <stderr> (NOTSET)>')
    expect(String(new StreamHandler({ write() {}, fd: 7 } as never))).toBe('<StreamHandler (NOTSET)>')
  })

  test('a formatter that fails is reported, the next record is written', () => {
    const stream = new StringStream()
    const handler = new StreamHandler(stream)
    handler.setFormatter(new Formatter('%(nope)s %(message)s'))
    const said = captureStderr(() => {
      handler.handle(record())
      handler.handle(record({ nope: 1 }))
    })
    expect(stream.text).toBe('1 m\n')
    expect(said.split('\n')).toEqual([
      '--- Logging error ---',
      "RangeError: Formatting field not found in record: 'nope' " +
        "(where a record may lack it: new Formatter(format, { defaults: { 'nope': '-' } }))",
      "Message: 'm'",
      'Arguments: ()',
      '',
    ])
  })

  test('a burst of one failure is one report, with the number of those hidden', () => {
    vi.useFakeTimers()
    const handler = new StreamHandler({
      write() {
        throw new Error('ENOSPC')
      },
    })
    const said = captureStderr(() => {
      for (let i = 0; i < 4; i++) handler.handle(record())
      vi.advanceTimersByTime(10_000)
      handler.handle(record())
    })
    expect(said.split('--- Logging error ---')).toHaveLength(3)
    expect(said).toContain('(3 more like the last ones)')
    settings.raiseExceptions = false
    expect(captureStderr(() => handler.handle(record({ msg: 'other' })))).toBe('')
  })
})

describe('a message that does not merge', () => {
  const logged = (msg: unknown, ...args: unknown[]): { line: string; said: string } => {
    const stream = new StringStream()
    const log = getLogger('habit')
    log.handlers = [new StreamHandler(stream)]
    log.propagate = false
    const said = captureStderr(() => log.warning(msg, ...args))
    return { line: stream.text, said }
  }

  test.each([
    ['user', ['ann'], "user ('ann',)", 'write %s for an argument'],
    [{ port: 80 }, ['started'], "{ port: 80 } ('started',)", "the message comes first: 'text', { field: value }"],
    ['%j', [{ a: 1 }], '%j { a: 1 }', 'write %s for an argument'],
    ['%o', [{ a: 1 }], '%o { a: 1 }', 'write %s for an argument'],
    ['%O', ['x'], "%O ('x',)", 'write %s for an argument'],
    ['100%', ['x'], "100% ('x',)", '%% for a percent sign'],
    ['%s %s', [1], '%s %s (1,)', 'write %s for an argument'],
    ['%(user)s', [{ usr: 1 }], '%(user)s { usr: 1 }', '{ field: value } for more'],
  ])('%j %j is written, and told in four lines with what to write', (msg, args, line, hint) => {
    const { line: written, said } = logged(msg, ...args)
    expect(written).toBe(`${line}\n`)
    const lines = said.trimEnd().split('\n')
    expect(lines).toHaveLength(4)
    expect(lines[0]).toMatch(/^--- Logging error --- at .*handler\.test\.ts:\d+$/)
    expect(lines[1]).toContain(hint)
  })

  test('an error among the arguments is shown with its stack', () => {
    const { line, said } = logged('failed:', 'reason', new RangeError('boom'))
    expect(line).toMatch(/^failed: \('reason',\)\nRangeError: boom\n +at /)
    expect(said).toContain('write %s for an argument')
    expect(logged('failed:', new RangeError('boom'), 'reason').line).toMatch(/\nRangeError: boom\n +at /)
  })

  test('its fields and its error stay in JSON', () => {
    const stream = new StringStream()
    const handler = new StreamHandler(stream)
    handler.setFormatter(new JSONFormatter())
    const log = getLogger('habit')
    log.handlers = [handler]
    log.propagate = false
    captureStderr(() => log.error('%(user)s' as string, { id: 7 }, new RangeError('boom')))
    const fields = JSON.parse(stream.text) as Record<string, unknown>
    expect(fields).toMatchObject({ message: '%(user)s { id: 7 }', id: 7 })
    expect(fields['exc_info']).toMatch(/^RangeError: boom/)
  })

  test('two failures in turn are two reports', () => {
    const stream = new StringStream()
    const log = getLogger('habit')
    log.handlers = [new StreamHandler(stream)]
    log.propagate = false
    const said = captureStderr(() => {
      for (let i = 0; i < 5; i++) {
        log.info('%d' as string, 'x')
        log.warning('%d' as string, 'x')
        log.warning('%s %s' as string, 1)
      }
    })
    expect(said.split('--- Logging error ---')).toHaveLength(3)
  })

  test('of many different failures fifty are told', () => {
    const stream = new StringStream()
    const handler = new StreamHandler(stream)
    const said = captureStderr(() => {
      for (let i = 0; i < 1000; i++) handler.handleError(record(), new Error(`failure ${i}`))
    })
    expect(said.split('--- Logging error ---')).toHaveLength(51)
  })

  test('another failure of such a record has no hint', () => {
    const said = captureStderr(() =>
      new StreamHandler(new StringStream()).handleError(record({ msg: '%d', args: ['x'] }), new Error('disk full')),
    )
    expect(said).toMatch(/^--- Logging error ---\nError: disk full\n/)
  })
})

describe('StreamHandler', () => {
  test('writes text and terminator in one go and flushes', () => {
    const calls: string[] = []
    const handler = new StreamHandler({ write: (text) => calls.push(text), flush: () => calls.push('flush') })
    handler.terminator = '\r\n'
    handler.handle(record())
    expect(calls).toEqual(['m\r\n', 'flush'])
  })

  test('setStream flushes and gives the stream before', () => {
    const one = new StringStream()
    const two = new StringStream()
    const handler = new StreamHandler(one)
    expect(handler.setStream(one)).toBeNull()
    expect(handler.setStream(two)).toBe(one)
    handler.handle(record())
    expect([one.text, two.text]).toEqual(['', 'm\n'])
  })

  test('the handler of last resort finds standard error when it writes', () => {
    const handler = new StderrHandler('WARNING')
    expect(captureStderr(() => handler.handle(record()))).toBe('m\n')
  })
})

describe('BufferingHandler and MemoryHandler', () => {
  test('flush when full', () => {
    const handler = new BufferingHandler(2)
    handler.handle(record())
    expect(handler.buffer).toHaveLength(1)
    handler.handle(record())
    expect(handler.buffer).toHaveLength(0)
  })

  test('hand over at capacity, at flushLevel and at close', () => {
    const target = new ListHandler()
    const handler = new MemoryHandler(3, { flushLevel: 'ERROR', target })
    handler.handle(record({ msg: '1' }))
    handler.handle(record({ msg: '2' }))
    expect(target.texts).toEqual([])
    handler.handle(record({ msg: '3' }))
    expect(target.texts).toEqual(['1', '2', '3'])
    handler.handle(record({ msg: '4' }))
    handler.handle(record({ msg: '5', levelno: 40 }))
    expect(target.texts).toEqual(['1', '2', '3', '4', '5'])
    handler.handle(record({ msg: '6' }))
    void handler.close()
    expect(target.texts.at(-1)).toBe('6')
  })

  test('keep what no target takes, and on close what they were told to keep', () => {
    const target = new ListHandler()
    const handler = new MemoryHandler(1)
    handler.handle(record({ msg: '1' }))
    handler.handle(record({ msg: '2' }))
    expect(handler.buffer).toHaveLength(2)
    handler.setTarget(target)
    handler.flushOnClose = false
    void handler.close()
    expect(target.texts).toEqual([])
  })

  test('know the caller of a record they kept', () => {
    const stream = new StringStream()
    const target = new StreamHandler(stream)
    target.setFormatter(new Formatter('%(funcName)s %(message)s'))
    getLogger('m').addHandler(new MemoryHandler(10, { target }))
    function first(): void {
      getLogger('m').warning('1')
    }
    function second(): void {
      getLogger('m').error('2')
    }
    first()
    second()
    expect(stream.lines).toEqual(['first 1', 'second 2'])
  })

  test('take a name that is assigned to flushLevel; what is none is reported', () => {
    const target = new ListHandler()
    const memory = new MemoryHandler(10, { target })
    memory.flushLevel = 'INFO' as never
    memory.handle(record())
    expect(target.records).toHaveLength(1)
    memory.flushLevel = 'LOUD' as never
    const log = getLogger('memory')
    log.addHandler(memory)
    log.propagate = false
    expect(captureStderr(() => log.warning('x'))).toContain("Unknown level: 'LOUD'")
  })

  test('refuse a capacity by which they would never flush', () => {
    const error = new RangeError('capacity: expected a number of records, not NaN')
    expect(() => new BufferingHandler(Number.NaN)).toThrow(error)
    expect(() => new MemoryHandler(Number.NaN)).toThrow(error)
  })

  test('refuse a level that is none', () => {
    const open = handlerRegistry.open.size
    // Python's texts.
    expect(() => new MemoryHandler(1, { flushLevel: 'LOUD' })).toThrow(new RangeError("Unknown level: 'LOUD'"))
    expect(() => new MemoryHandler(1, { flushLevel: null as never })).toThrow(
      new TypeError('Level not an integer or a valid string: null'),
    )
    expect(() => new MemoryHandler(1, { target: 'x' as never })).toThrow(
      new TypeError("target: expected a Handler, not 'x'"),
    )
    expect(handlerRegistry.open.size).toBe(open)
  })
})

describe('shutdown', () => {
  test('flushes and closes the newest first; one that fails does not stop the others', async () => {
    const order: string[] = []
    class Ordered extends NullHandler {
      constructor(readonly label: string) {
        super()
      }
      override flush(): void {
        order.push(`flush ${this.label}`)
        if (this.label === 'b') throw new Error('flush failed')
      }
      override close(): void {
        order.push(`close ${this.label}`)
        void super.close()
      }
    }
    for (const label of ['a', 'b', 'c']) new Ordered(label)
    const said = captureStderr(() => void shutdown())
    expect(order).toEqual(['flush c', 'close c', 'flush b', 'close b', 'flush a', 'close a'])
    expect(said).toContain('flush failed')
    await shutdown()
    expect(order).toHaveLength(6)
  })

  test('waits for what is asynchronous and never rejects', async () => {
    let done = false
    class Slow extends NullHandler {
      override async flush(): Promise<void> {
        await Promise.resolve()
        done = true
        throw new Error('late')
      }
    }
    new Slow()
    settings.raiseExceptions = false
    await shutdown()
    expect(done).toBe(true)
  })

  test('leaves alone what a handler was told to keep', () => {
    const target = new ListHandler()
    const handler = new MemoryHandler(10, { target, flushOnClose: false })
    handler.handle(record())
    void shutdown([handler])
    expect(target.texts).toEqual([])
  })
})
