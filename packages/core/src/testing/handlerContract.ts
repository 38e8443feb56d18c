import type { Formatter } from '../formatting/formatter.js'
import { type Handler, handlerRegistry } from '../handlers/handler.js'
import { type LogRecord, makeLogRecord } from '../records/record.js'
import { settings } from '../runtime/settings.js'
import { getLogger } from '../tree/manager.js'
import { captureStderr } from './captureStderr.js'
import { HOSTILE } from './hostile.js'

/** A handler under test, and how to see what it sent. */
export interface HandlerUnderTest {
  readonly handler: Handler
  /** Returns the texts that arrived so far, in order; each contains its record's message. */
  arrived(): readonly string[] | Promise<readonly string[]>
}

/** One rule of the contract. */
export interface ContractCase {
  readonly name: string
  /** Runs the case. Rejects if the handler breaks the rule. */
  run(): Promise<void>
}

function record(msg: unknown, args: readonly unknown[] = [], levelno = 20): LogRecord {
  return makeLogRecord({ name: 'contract', levelno, levelname: levelno === 20 ? 'INFO' : 'DEBUG', msg, args })
}

type Rule = (under: HandlerUnderTest) => void | Promise<void>

/** What every handler does. */
const RULES: Readonly<Record<string, Rule>> = {
  'sends records in order': async (under) => {
    for (let i = 0; i < 20; i++) under.handler.handle(record(`message-${i};`))
    await under.handler.flush()
    const all = (await under.arrived()).join('\n')
    let at = -1
    for (let i = 0; i < 20; i++) {
      const next = all.indexOf(`message-${i};`)
      check(next > at, `message-${i} arrived in its place`)
      at = next
    }
  },
  'drops what its filters drop': async (under) => {
    under.handler.addFilter((given: LogRecord) => given.msg !== 'dropped')
    under.handler.handle(record('dropped'))
    under.handler.handle(record('kept'))
    await under.handler.flush()
    const all = (await under.arrived()).join('\n')
    check(all.includes('kept') && !all.includes('dropped'), 'only the record that passed arrived')
  },
  'is only given what reaches its level': async (under) => {
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
  },
  'never throws, whatever is logged, and goes on': async (under) => {
    await quietly(async () => {
      for (const make of HOSTILE) {
        const value = make()
        under.handler.handle(record('value %s', [value]))
        under.handler.handle(record(value))
        under.handler.handle(record('too %d many', ['x', value]))
      }
      under.handler.handle(record('still here'))
      await under.handler.flush()
      check((await under.arrived()).join('\n').includes('still here'), 'the record after the hostile ones arrived')
    })
  },
  'writes a record whose message does not merge': async (under) => {
    await quietly(async () => {
      under.handler.handle(record('unmergeable', ['surplus']))
      await under.handler.flush()
      check((await under.arrived()).join('\n').includes('unmergeable'), 'the record was not lost to the typo')
    })
  },
  'leaves a record as it was, for the next handler': async (under) => {
    const given = record('%d of %s', [1, 'x'])
    const before = { ...given }
    under.handler.handle(given)
    await under.handler.flush()
    for (const key of ['name', 'msg', 'args', 'levelno', 'levelname', 'exc_info', 'created'])
      check(Object.is(given[key], before[key]), `${key} is what it was`)
  },
  'takes what its formatter throws, and goes on': async (under) => {
    const { formatter } = under.handler
    under.handler.setFormatter({
      format() {
        throw new Error('formatter failed')
      },
    } as unknown as Formatter)
    await quietly(async () => void under.handler.handle(record('unformatted')))
    under.handler.setFormatter(formatter)
    under.handler.handle(record('still here'))
    await under.handler.flush()
    check((await under.arrived()).join('\n').includes('still here'), 'the record after it arrived')
  },
  'reports its own failure once a burst, not to the caller': async (under) => {
    const said = captureStderr(() => {
      const failing = new Error('formatter failed')
      for (let i = 0; i < 3; i++) under.handler.handleError(record('x'), failing)
    })
    check(said.split('formatter failed').length === 2, 'one report for three alike')
  },
  'may be closed twice, and written to after': async (under) => {
    await quietly(async () => {
      await under.handler.close()
      await under.handler.close()
      under.handler.handle(record('after close'))
    })
  },
  'is found by its name until it is closed': async (under) => {
    under.handler.name = 'contract'
    check(handlerRegistry.byName.get('contract') === under.handler, 'found')
    await under.handler.close()
    check(handlerRegistry.byName.get('contract') === undefined, 'gone')
  },
}

/**
 * Returns the contract that every handler keeps, as cases for any test runner, one after the other: `for (const { name, run } of
 * handlerContract(make)) test(name, run)`.
 *
 * @param make returns a fresh handler for each case
 */
export function handlerContract(make: () => HandlerUnderTest | Promise<HandlerUnderTest>): ContractCase[] {
  return Object.entries(RULES).map(([name, rule]) => ({
    name,
    async run(): Promise<void> {
      const under = await make()
      try {
        await rule(under)
      } finally {
        await under.handler.close()
      }
    },
  }))
}

async function quietly(work: () => Promise<void>): Promise<void> {
  const before = settings.raiseExceptions
  settings.raiseExceptions = false
  try {
    await work()
  } finally {
    settings.raiseExceptions = before
  }
}

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(`handler contract broken: ${what}`)
}
