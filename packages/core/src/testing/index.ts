import { Handler } from '../handlers/handler.js'
import { getLogger, isPlaceHolder, manager } from '../tree/manager.js'
import { type LogRecord, makeLogRecord } from '../records/record.js'
import { registry } from '../realm/registry.js'
import { platform, type Platform, type Stream } from '../handlers/platform.js'
import { shutdown } from '../handlers/shutdown.js'

/** Keeps records in a list, each with its message merged. */
export class ListHandler extends Handler {
  readonly records: LogRecord[] = []

  override emit(record: LogRecord): void {
    this.records.push(record)
  }

  /** The formatted text of each record. */
  get texts(): string[] {
    return this.records.map((record) => this.format(record))
  }
}

/** A stream that keeps what is written to it. */
export class StringStream implements Stream {
  readonly name = '<string>'
  text = ''

  write(text: string): void {
    this.text += text
  }

  /** What was written, by lines. */
  get lines(): string[] {
    return this.text === '' ? [] : this.text.replace(/\n$/, '').split('\n')
  }
}

/**
 * Puts logging back to how it is after import: no loggers, no handlers, no own classes or levels switched off. For the
 * end of a test.
 */
export function resetLogging(): void {
  registry.settings.raiseExceptions = false
  void shutdown()
  const { root, loggerDict } = manager()
  for (const node of loggerDict.values()) if (!isPlaceHolder(node)) node.parent = null
  loggerDict.clear()
  root.handlers = []
  root.filters = []
  root.disabled = false
  root.propagate = true
  root.setLevel('WARNING')
  manager().disable = 0
  manager().loggerClass = null
  manager().emittedNoHandlerWarning = false
  registry.handlers.clear()
  registry.handlersByName.clear()
  registry.loggerClass = undefined
  registry.recordFactory = undefined
  registry.lastResort = undefined
  Object.assign(registry.settings, { raiseExceptions: true, lastResort: undefined })
}

/**
 * Runs `work` with standard error in a string, where the library's own reports go.
 *
 * @returns what was written
 */
export function captureStderr(work: () => void): string {
  const stream = new StringStream()
  const before = registry.platform
  registry.platform = Object.create(platform(), { stderr: { value: stream } }) as Platform
  try {
    work()
  } finally {
    registry.platform = before
  }
  return stream.text
}

/** A handler under test, and how to see what it sent. */
export interface HandlerUnderTest {
  readonly handler: Handler
  /** Gives the texts that arrived so far, in order; each contains its record's message. */
  arrived(): readonly string[] | Promise<readonly string[]>
}

/** One rule of the contract. */
export interface ContractCase {
  readonly name: string
  run(): Promise<void>
}

const HOSTILE: readonly unknown[] = [
  {
    toString(): string {
      throw new Error('toString')
    },
  },
  Object.defineProperty({}, 'x', {
    enumerable: true,
    get(): never {
      throw new Error('getter')
    },
  }),
  revoked(),
  '\ud800 lone surrogate',
  'x'.repeat(100_000),
  JSON.parse('{"__proto__": {"polluted": true}}'),
  new Date(Number.NaN),
  Symbol('s'),
  2n ** 80n,
  cyclic(),
]

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

function cyclic(): object {
  const node: { self?: object } = {}
  node.self = node
  return node
}

function record(msg: unknown, args: readonly unknown[] = [], levelno = 20): LogRecord {
  return makeLogRecord({ name: 'contract', levelno, levelname: levelno === 20 ? 'INFO' : 'DEBUG', msg, args })
}

/**
 * Gives the contract that every handler keeps, as cases for any test runner: `for (const { name, run } of
 * handlerContract(make)) test(name, run)`.
 *
 * @param make makes a fresh handler for each case
 */
export function handlerContract(make: () => HandlerUnderTest | Promise<HandlerUnderTest>): ContractCase[] {
  const rule = (name: string, body: (under: HandlerUnderTest) => void | Promise<void>): ContractCase => ({
    name,
    async run(): Promise<void> {
      const under = await make()
      try {
        await body(under)
      } finally {
        await under.handler.close()
      }
    },
  })
  return [
    rule('sends records in order', async (under) => {
      for (let i = 0; i < 20; i++) under.handler.handle(record(`message-${i};`))
      await under.handler.flush()
      const all = (await under.arrived()).join('\n')
      let at = -1
      for (let i = 0; i < 20; i++) {
        const next = all.indexOf(`message-${i};`)
        check(next > at, `message-${i} arrived in its place`)
        at = next
      }
    }),
    rule('drops what its filters drop', async (under) => {
      under.handler.addFilter((given: LogRecord) => given.msg !== 'dropped')
      under.handler.handle(record('dropped'))
      under.handler.handle(record('kept'))
      await under.handler.flush()
      const all = (await under.arrived()).join('\n')
      check(all.includes('kept') && !all.includes('dropped'), 'only the record that passed arrived')
    }),
    rule('is only given what reaches its level', async (under) => {
      const logger = getLogger('treeline.contract')
      logger.propagate = false
      logger.setLevel('DEBUG')
      under.handler.setLevel('INFO')
      logger.addHandler(under.handler)
      logger.debug('too low')
      logger.info('high enough')
      logger.removeHandler(under.handler)
      await under.handler.flush()
      const all = (await under.arrived()).join('\n')
      check(all.includes('high enough') && !all.includes('too low'), 'the level holds')
    }),
    rule('never throws, whatever is logged, and goes on', async (under) => {
      await quietly(async () => {
        for (const value of HOSTILE) {
          under.handler.handle(record('value %s', [value]))
          under.handler.handle(record(value))
          under.handler.handle(record('too %d many', ['x', value]))
        }
        under.handler.handle(record('still here'))
        await under.handler.flush()
        check((await under.arrived()).join('\n').includes('still here'), 'the record after the hostile ones arrived')
      })
    }),
    rule('writes a record whose message does not merge', async (under) => {
      await quietly(async () => {
        under.handler.handle(record('unmergeable', ['surplus']))
        await under.handler.flush()
        check((await under.arrived()).join('\n').includes('unmergeable'), 'the record was not lost to the typo')
      })
    }),
    rule('reports its own failure once a burst, not to the caller', async (under) => {
      const said = captureStderr(() => {
        const failing = new Error('formatter failed')
        for (let i = 0; i < 3; i++) under.handler.handleError(record('x'), failing)
      })
      check(said.split('formatter failed').length === 2, 'one report for three alike')
    }),
    rule('may be closed twice, and written to after', async (under) => {
      await quietly(async () => {
        await under.handler.close()
        await under.handler.close()
        under.handler.handle(record('after close'))
      })
    }),
    rule('is found by its name until it is closed', async (under) => {
      under.handler.name = 'contract'
      check(registry.handlersByName.get('contract') === under.handler, 'found')
      await under.handler.close()
      check(registry.handlersByName.get('contract') === undefined, 'gone')
    }),
  ]
}

async function quietly(work: () => Promise<void>): Promise<void> {
  const before = registry.settings.raiseExceptions
  registry.settings.raiseExceptions = false
  try {
    await work()
  } finally {
    registry.settings.raiseExceptions = before
  }
}

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(`handler contract broken: ${what}`)
}

export { registry }
