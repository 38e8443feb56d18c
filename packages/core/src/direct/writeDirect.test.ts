// A plain call is written without a record only where nobody would see that record. Here everybody looks, in every way there is.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LoggerAdapter } from '../tree/adapter.js'
import { Formatter } from '../formatting/formatter.js'
import { Handler } from '../handlers/handler.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { Logger, RootLogger } from '../tree/logger.js'
import { Manager } from '../tree/manager.js'
import { PercentStyle } from '../formatting/percentStyle.js'
import { callers } from '../records/caller.js'
import { Redactor } from '../filters/redactor.js'
import { LogRecord, setLogRecordFactory } from '../records/record.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { captureStderr } from '../testing/index.js'
import { registerDirect } from './register.js'
import { streamOutput } from './streamOutput.js'

registerDirect()

const EXTRA = { user: 'ann', request: { id: 7, tags: ['a', 'b'] } }

let written: string[]
let seen: string[]

beforeEach(() => {
  written = []
  seen = []
})
afterEach(() => {
  setLogRecordFactory(LogRecord)
  vi.restoreAllMocks()
})

function note(record: LogRecord): void {
  seen.push(String(record.msg))
}

function streamHandler(of: typeof StreamHandler = StreamHandler): StreamHandler {
  const handler = new of({ write: (text: string) => void written.push(text) } as never)
  handler.setFormatter(new Formatter('%(levelname)s %(message)s'))
  return handler
}

/** Returns a logger of a tree of its own: one outside every tree is always asked whether it is enabled. */
function loggerWith(handler: Handler): Logger {
  const root = new RootLogger(10)
  root.manager = new Manager(root)
  root.level = 10
  root.addHandler(handler)
  return root.manager.getLogger('app')
}

test('a call that nobody looks at makes no record', () => {
  const handler = streamHandler()
  const write = vi.spyOn(streamOutput, 'write')
  loggerWith(handler).info('user %s did %d', 'ann', 1)
  expect(written).toEqual(['INFO user ann did 1\n'])
  expect(write).toHaveReturnedWith(true)
})

test.each<[string, (logger: Logger) => void]>([
  ['an extra that comes again', (logger) => logger.info('x', { extra: EXTRA })],
  ['an adapter', (logger) => new LoggerAdapter(logger, EXTRA).info('x')],
  ['an adapter without extra', (logger) => new LoggerAdapter(logger).info('x')],
  [
    'a filter of the logger that looks for secrets',
    (logger) => {
      if (logger.filters.length === 0) logger.addFilter(new Redactor({ paths: ['password'] }))
      logger.info('x', { user: 'ann' })
    },
  ],
])('makes no record either: %s', (_, say) => {
  const handler = streamHandler()
  handler.setFormatter(new JSONFormatter({ keys: { message: 'message' } }))
  const logger = loggerWith(handler)
  const write = vi.spyOn(streamOutput, 'write')
  const begun = vi.spyOn(callers.current!, 'openRecord')
  for (let i = 0; i < 4; i++) say(logger)
  expect(new Set(written).size).toBe(1)
  expect(write.mock.results.map(({ value }) => value as unknown)).toEqual([true, true, true, true])
  expect(begun).not.toHaveBeenCalled()
})

/** What logs a mapping, and whether its record is made. */
const mappings: readonly [format: string, mapping: object, line: string, isDirect: boolean][] = [
  ['user %(user)s did %(n)d', { user: 'ann', n: 1 }, 'user ann did 1', true],
  ['%(n)s %(n)s', { n: 1.5 }, '1.5 1.5', true],
  ['ready', { n: 1 }, 'ready', true],
  ['%(n)5d', { n: 1 }, '    1', false],
  ['%(n)d', { n: 1.5 }, '1', true],
  ['%(user)s', { user: { id: 7 } }, '{ id: 7 }', false],
  ['%(n)d %%', { n: 7 }, '7 %', true],
  // What is inherited is no value of the mapping.
  ['%(toString)s', { n: 1 }, '%(toString)s { n: 1 }', false],
  // The value of a key takes the mapping's place, and is used.
  ['%(n)d %s', { n: 1 }, '%(n)d %s { n: 1 }', false],
]

test.each(mappings)('%j with %j', (format, mapping, line, isDirect) => {
  const write = vi.spyOn(streamOutput, 'write')
  const logger = loggerWith(streamHandler())
  captureStderr(() => logger.info(format, mapping))
  expect(written.map((text) => text.split('\n')[0])).toEqual([`INFO ${line}`])
  expect(write.mock.results.some(({ value }) => value === true)).toBe(isDirect)
})

test('an error and its cause are drawn without a record, behind a text and in JSON', () => {
  const error = Object.assign(new Error('no answer', { cause: new Error('refused') }), { code: 'E1' })
  for (const formatter of [new Formatter('%(message)s'), new JSONFormatter({ keys: { message: 'message' } })]) {
    const lines: string[][] = []
    for (const seesRecords of [false, true]) {
      written = []
      const handler = streamHandler()
      handler.setFormatter(formatter)
      if (seesRecords) handler.addFilter(() => true)
      const write = vi.spyOn(streamOutput, 'write')
      loggerWith(handler).error('failed: %s', 'db', error)
      expect(write.mock.results.some(({ value }) => value === true)).toBe(!seesRecords)
      lines.push(written)
      vi.restoreAllMocks()
    }
    expect(lines[0]).toEqual(lines[1])
    expect(lines[0]!.join()).toContain('refused')
  }
})

const EXCEPTIONS: Record<string, (formatter: Formatter) => void> = {
  formatException: (formatter) => (formatter.formatException = () => 'mine'),
  keepException: (formatter) => void Object.assign(formatter, { keepException: () => {} }),
}

test.each(Object.keys(EXCEPTIONS))('a formatter with an own %s is asked with a record', (name) => {
  const handler = streamHandler()
  EXCEPTIONS[name]!(handler.formatter!)
  const write = vi.spyOn(streamOutput, 'write')
  loggerWith(handler).error('failed', new Error('no answer'))
  expect(written).toEqual([name === 'formatException' ? 'ERROR failed\nmine\n' : 'ERROR failed\n'])
  expect(write.mock.results.some(({ value }) => value === true)).toBe(false)
})

test.each(['failed\n', 'failed %s'])('no second newline stands before the text of an error: %j', (msg) => {
  const args = msg.includes('%') ? ['x\n'] : []
  loggerWith(streamHandler()).error(msg, ...args, new Error('no answer'))
  expect(written[0]).toMatch(/^ERROR failed (x)?\nError: no answer\n|^ERROR failed\nError: no answer\n/)
})

test("a mapping's getter that logs to the same handler leaves both lines whole", () => {
  const logger = loggerWith(streamHandler())
  logger.info('user %(user)s', {
    get user() {
      logger.info('asked %s', 'inside')
      return 'ann'
    },
  })
  expect(written).toEqual(['INFO asked inside\n', 'INFO user ann\n'])
})

const TEXT = (): Formatter => new Formatter('%(message)s')
const JSON_LINE = (): Formatter => new JSONFormatter({ keys: { message: 'message' } })

test.each<[string, (() => Formatter)[], string[]]>([
  ['one line of text', [TEXT], ['1 1 hidden']],
  ['one line of JSON', [JSON_LINE], ['{"message":"1 1 hidden","a":1,"b":1}']],
  [
    'two of JSON',
    [JSON_LINE, JSON_LINE],
    ['{"message":"1 1 hidden","a":1,"b":1}', '{"message":"1 1 hidden","a":1,"b":1}'],
  ],
  ['text, then JSON', [TEXT, JSON_LINE], ['1 1 hidden', '{"message":"1 1 hidden","a":1,"b":1}']],
  ['JSON, then text', [JSON_LINE, TEXT], ['{"message":"1 1 hidden","a":1,"b":1}', '1 1 hidden']],
])("a mapping's getter is read once, for the message and the fields: %s", (_, formatters, lines) => {
  const handlers = formatters.map((make) => {
    const handler = streamHandler()
    handler.setFormatter(make())
    return handler
  })
  const logger = loggerWith(handlers[0]!)
  for (const handler of handlers.slice(1)) logger.parent!.addHandler(handler)
  const reads = { a: 0, b: 0 }
  const mapping = {
    get a() {
      return ++reads.a
    },
    get b() {
      return ++reads.b
    },
  }
  Object.defineProperty(mapping, 'c', { value: 'hidden' })
  const write = vi.spyOn(streamOutput, 'write')
  logger.info('%(a)s %(a)s %(c)s' as string, mapping)
  expect(written).toEqual(lines.map((line) => `${line}\n`))
  expect(write.mock.results.map(({ value }) => value as unknown)).toEqual(lines.map(() => true))
  expect(reads).toEqual({ a: 1, b: 1 })
  // The next call reads anew, be it of the same mapping; a text alone reads what its message shows.
  written = []
  logger.info('%(a)s', mapping)
  expect(written[0]).toMatch(/^2$|^{"message":"2","a":2/m)
  expect(reads).toEqual({ a: 2, b: lines.some((line) => line.startsWith('{')) ? 2 : 1 })
})

test.each([
  [TEXT, TEXT],
  [JSON_LINE, TEXT],
])('and once where the message shows none of it', (...formatters) => {
  const handlers = formatters.map((make) => {
    const handler = streamHandler()
    handler.setFormatter(make())
    return handler
  })
  const logger = loggerWith(handlers[0]!)
  logger.parent!.addHandler(handlers[1]!)
  let reads = 0
  logger.info('x', {
    get a() {
      return ++reads
    },
  })
  expect(reads).toBe(1)
  expect(written).toHaveLength(2)
})

test('where a getter throws, the record tells of it, though its message was read', () => {
  const handler = streamHandler()
  handler.setFormatter(JSON_LINE())
  const mapping = {
    get user(): string {
      throw new Error('no')
    },
  }
  const write = vi.spyOn(streamOutput, 'write')
  loggerWith(handler).info('user %(user)s', mapping)
  expect(JSON.parse(written[0]!)).toEqual({
    message: "user <getter of 'user' threw: no>",
    user: '<getter threw: no>',
  })
  expect(write).not.toHaveReturnedWith(true)
})

/** Each puts somebody where the record can be seen, and gives the logger to log with. */
const observers: Record<string, () => Logger> = {
  "a logger's filter": () => {
    const logger = loggerWith(streamHandler())
    logger.addFilter((record) => (note(record), true))
    return logger
  },
  "a handler's filter": () => {
    const handler = streamHandler()
    handler.addFilter((record) => (note(record), true))
    return loggerWith(handler)
  },
  'a second handler': () => {
    const logger = loggerWith(streamHandler())
    logger.addHandler(
      new (class extends Handler {
        override emit(record: LogRecord): void {
          note(record)
        }
      })(),
    )
    return logger
  },
  "a parent's handler": () => {
    const logger = loggerWith(streamHandler())
    const child = logger.getChild('child')
    child.addHandler(streamHandler())
    logger.root.handlers[0]!.addFilter((record) => (note(record), true))
    return child
  },
  'a record factory': () => {
    setLogRecordFactory((...parameters) => {
      const record = new LogRecord(...parameters)
      note(record)
      return record
    })
    return loggerWith(streamHandler())
  },
  'a patched getMessage': () => {
    const { getMessage } = LogRecord.prototype
    vi.spyOn(LogRecord.prototype, 'getMessage').mockImplementation(function (this: LogRecord) {
      note(this)
      return getMessage.call(this)
    })
    return loggerWith(streamHandler())
  },
  'a patched PercentStyle.format': () => {
    const prototype = PercentStyle.prototype as unknown as { format(record: LogRecord): string }
    const { format } = prototype
    vi.spyOn(prototype, 'format').mockImplementation(function (this: unknown, record: LogRecord) {
      note(record)
      return format.call(this as never, record)
    })
    return loggerWith(streamHandler())
  },
}

for (const name of ['makeRecord', 'handle', 'filter', 'callHandlers'] as const) {
  observers[`a logger's own ${name}`] = () => {
    const logger = loggerWith(streamHandler())
    const base = logger[name] as (...args: unknown[]) => unknown
    Object.assign(logger, {
      [name](...args: unknown[]) {
        seen.push('info')
        return base.apply(logger, args)
      },
    })
    return logger
  }
  observers[`a patched Logger.prototype.${name}`] = () => {
    const base = Logger.prototype[name] as (...args: unknown[]) => unknown
    const prototype = Logger.prototype as unknown as Record<typeof name, (...args: unknown[]) => unknown>
    vi.spyOn(prototype, name).mockImplementation(function (this: unknown, ...args: unknown[]) {
      seen.push('info')
      return base.apply(this, args)
    })
    return loggerWith(streamHandler())
  }
}
for (const name of ['handle', 'filter', 'format', 'emit'] as const) {
  observers[`a handler's own ${name}`] = () => {
    const handler = streamHandler()
    const base = handler[name] as (record: LogRecord) => unknown
    Object.assign(handler, {
      [name](record: LogRecord) {
        note(record)
        return base.call(handler, record)
      },
    })
    return loggerWith(handler)
  }
  observers[`a subclass's ${name}`] = () => {
    class Own extends StreamHandler {}
    const base = StreamHandler.prototype[name] as (record: LogRecord) => unknown
    Object.assign(Own.prototype, {
      [name](this: StreamHandler, record: LogRecord) {
        note(record)
        return base.call(this, record)
      },
    })
    return loggerWith(streamHandler(Own))
  }
}
for (const name of ['format', 'formatMessage', 'formatTime'] as const) {
  observers[`a formatter's own ${name}`] = () => {
    const handler = streamHandler()
    const formatter = new Formatter('%(asctime)s %(message)s')
    const base = formatter[name] as (record: LogRecord) => string
    Object.assign(formatter, {
      [name](record: LogRecord) {
        note(record)
        return base.call(formatter, record)
      },
    })
    handler.setFormatter(formatter)
    return loggerWith(handler)
  }
}

test.each(Object.keys(observers))('a record is seen by %s', (name) => {
  const logger = observers[name]!()
  logger.info('info')
  expect(seen).not.toEqual([])
  expect(written.join('')).toContain('info')
})

test('several handlers make their lines of a call without a record, at one time', () => {
  const handlers = [streamHandler(), streamHandler(), streamHandler(), streamHandler()]
  const write = vi.spyOn(streamOutput, 'write')
  handlers[1]!.setFormatter(new JSONFormatter())
  handlers[2]!.setFormatter(new Formatter('%(asctime)s %(message)s', { datefmt: '%Y' }))
  handlers[3]!.setLevel('ERROR')
  const logger = loggerWith(handlers[0]!)
  for (const handler of handlers.slice(1)) logger.root.addHandler(handler)
  let ms = 1_700_000_000_000
  vi.spyOn(Date, 'now').mockImplementation(() => (ms += 1e11))
  logger.info('user %s', 'ann')
  expect(written).toEqual([
    'INFO user ann\n',
    '{"time":"2027-01-15T08:00:00.000Z","level":"INFO","logger":"app","message":"user ann"}\n',
    '2027 user ann\n',
  ])
  const { calls, results } = write.mock
  expect(calls.map(([handler]) => handler)).toEqual(handlers.slice(0, 3))
  expect(results.map(({ value }) => value as boolean)).toEqual([true, true, true])
})

test.each([1, 2])('an extra that clashes is reported where the levels of %d handlers let nothing pass', (count) => {
  const logger = loggerWith(streamHandler())
  if (count === 2) logger.root.addHandler(streamHandler())
  for (const handler of logger.root.handlers) handler.setLevel('CRITICAL')
  const said = captureStderr(() => logger.info('info', { extra: { name: 'clash' } }))
  expect(said).toContain("Attempt to overwrite 'name' in LogRecord")
  expect(written).toEqual([])
})

test('of several handlers one that fails is told with a record, and the others write', () => {
  const handlers = [streamHandler(), streamHandler(), streamHandler()]
  const logger = loggerWith(handlers[0]!)
  for (const handler of handlers.slice(1)) logger.root.addHandler(handler)
  handlers[1]!.stream = {
    write() {
      throw new Error('full')
    },
  }
  const records: unknown[] = []
  handlers[1]!.handleError = ({ message, args }, error) => void records.push([message, args, String(error)])
  logger.info('user %s', 'ann')
  expect(written).toEqual(['INFO user ann\n', 'INFO user ann\n'])
  expect(records).toEqual([['user ann', ['ann'], 'Error: full']])
})

test('what one handler cannot write of a call, it writes of a record, of the same time', () => {
  const handlers = [streamHandler(), streamHandler()]
  for (const handler of handlers) handler.setFormatter(new Formatter('%(asctime)s %(message)s', { datefmt: '%Y' }))
  const { write } = streamOutput
  vi.spyOn(streamOutput, 'write').mockImplementation(
    (handler, line, levelno) => handler !== handlers[1] && write(handler, line, levelno),
  )
  const logger = loggerWith(handlers[0]!)
  logger.root.addHandler(handlers[1]!)
  let ms = 1_700_000_000_000
  vi.spyOn(Date, 'now').mockImplementation(() => (ms += 1e11))
  logger.info('user %s', 'ann')
  expect(written).toEqual(['2027 user ann\n', '2027 user ann\n'])
})

test('an own isEnabledFor is asked', () => {
  const logger = loggerWith(streamHandler())
  logger.isEnabledFor = () => false
  logger.level = 10
  logger.info('info')
  expect(written).toEqual([])
})

test('a handler level lets nothing below it pass', () => {
  const handler = streamHandler()
  handler.setLevel('WARNING')
  const logger = loggerWith(handler)
  logger.info('info')
  logger.warning('warning')
  expect(written).toEqual(['WARNING warning\n'])
})

test('a stream that fails gets its record to handleError, with the message and the place of the call', () => {
  const handler = streamHandler()
  handler.stream = {
    write() {
      throw new Error('full')
    },
  }
  const records: unknown[] = []
  handler.handleError = (record, error) => {
    const { message, levelname, args, filename, funcName } = record
    records.push([message, levelname, args, filename, funcName, String(error)])
  }
  function userCode(): void {
    loggerWith(handler).info('user %s', 'ann')
  }
  userCode()
  expect(records).toEqual([['user ann', 'INFO', ['ann'], 'writeDirect.test.ts', 'userCode', 'Error: full']])
})

test('the report of a failure stands before the line of the next handler', () => {
  const full = streamHandler()
  full.stream = {
    write() {
      throw new Error('full')
    },
  }
  full.handleError = (record, error) => void written.push(`${String(error)}: ${record.message}\n`)
  const logger = loggerWith(full)
  const next = streamHandler()
  next.setFormatter(new Formatter('%(message)s'))
  logger.parent!.addHandler(next)
  logger.info('info')
  expect(written).toEqual(['Error: full: info\n', 'info\n'])
})

test.each(['filters', 'handlers', 'handle'] as const)('a logger whose %s cannot be asked throws nothing', (name) => {
  const logger = loggerWith(streamHandler())
  Object.defineProperty(logger, name, {
    get() {
      throw new Error('no answer')
    },
  })
  const said = captureStderr(() => logger.info('info'))
  expect(said).toContain('no answer')
  expect(written).toEqual([])
})

test('a handleError that throws reaches nobody', () => {
  const handler = streamHandler()
  handler.stream = {
    write() {
      throw new Error('full')
    },
  }
  handler.handleError = () => {
    throw new Error('broken too')
  }
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  expect(() => loggerWith(handler).info('info')).not.toThrow()
  stderr.mockRestore()
})

test('a stream that logs to its own logger comes to an end', () => {
  const handler = streamHandler()
  const logger = loggerWith(handler)
  let calls = 0
  handler.stream = {
    write() {
      calls++
      logger.info('again')
    },
  }
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  logger.info('info')
  stderr.mockRestore()
  expect(calls).toBe(25)
})

test('what an adapter that stands over itself throws is reported', () => {
  class Circle extends LoggerAdapter {
    override isEnabledFor(): boolean {
      return true
    }
    override process(): never {
      throw new Error('goes round')
    }
  }
  const adapter = new Circle(loggerWith(streamHandler()))
  Object.assign(adapter, { logger: adapter })
  expect(captureStderr(() => adapter.info('x'))).toContain('goes round')
})

test('values that cannot be read are marked on the line, and cost no record', () => {
  const handler = streamHandler()
  handler.setFormatter(new JSONFormatter({ keys: { message: 'message' } }))
  const hostile = {
    get user(): string {
      throw new Error('no')
    },
  }
  const logger = loggerWith(handler)
  logger.info('extra', { extra: hostile })
  logger.info('mapping', hostile)
  new LoggerAdapter(logger, hostile).info('adapter')
  logger.info('revoked', revoked())
  const lines = written.map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(lines.map(({ message }) => message)).toEqual([
    'extra',
    'mapping',
    'adapter',
    expect.stringContaining('revoked'),
  ])
  for (const { user } of lines.slice(0, 3)) expect(user).toMatch(/getter/)
})

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}
