// The modules afresh: the tests' set-up has imported all of core, which slim is made to do without.
import { realmState, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { emptyRealm } from '../../../e2e/tools/emptyRealm.js'
import type * as Slim from './slim.browser.js'

let slim: typeof Slim
let said: string[]
const stderr = { write: (text: string) => said.push(text) }

beforeEach(async () => {
  vi.resetModules()
  // The set-up of the tests has filled the parts that copies share.
  emptyRealm('part.')
  // Else the first copy in the realm, which has everything, makes the loggers.
  realmState.tree.manager = undefined
  slim = await import('./slim.browser.js')
  said = []
  realmState.platform = { stderr, thread: 0, threadName: 'MainThread', process: 0, processName: 'MainProcess' }
})
afterEach(resetLogging)

const STRFTIME =
  "strftime's other directives: not in this build; load treeline.full.min.js, or in a bundle call registerStrftime()"

/** Logs once to a handler with this format, and gives its text. */
function logged(format: string, datefmt: string | undefined, log: (logger: Slim.Logger) => void): string {
  const lines: string[] = []
  const handler = new slim.StreamHandler({ write: (text) => lines.push(text) })
  handler.setFormatter(new slim.Formatter(format, { datefmt }))
  const logger = slim.getLogger('slim')
  logger.handlers = [handler]
  logger.propagate = false
  log(logger)
  return lines.join('')
}

const at = (created: number) => (record: Slim.LogRecord) => {
  record.created = created
  return true
}

test('times are written as in all of treeline', () => {
  const seconds = Date.UTC(2026, 10, 1, 2, 3, 4) / 1000 + new Date(2026, 10, 1).getTimezoneOffset() * 60
  const line = logged('%(asctime)s %(message)s', undefined, (logger) => {
    logger.filters = [at(seconds + 0.005)]
    logger.warning('x')
  })
  expect(line).toBe('2026-11-01 02:03:04,005 x\n')
  expect(logged('%(asctime)s', '%%%d/%m %H:%M:%S %Y%', (logger) => logger.warning('x'))).toBe('%01/11 02:03:04 2026%\n')
  expect(said.join('')).toContain(STRFTIME)
})

test('a directive that was not registered stays, and is spoken of once', () => {
  const log = (logger: Slim.Logger): void => {
    logger.warning('x')
    logger.warning('y')
  }
  expect(logged('%(asctime)s %(message)s', '%A', log)).toBe('%A x\n%A y\n')
  expect(said).toHaveLength(1)
  expect(said[0]).toContain(STRFTIME)
  slim.registerStrftime()
  expect(logged('%(asctime)s', '%A %Z', log)).toMatch(/^\w+day \S+\n/)
})

test('a caller that was not registered is unknown, and spoken of once', () => {
  const log = (logger: Slim.Logger): void => {
    logger.warning('x', { stack_info: true })
    logger.warning('y')
  }
  const line = '(unknown file) 0 (unknown function)'
  expect(logged('%(pathname)s %(lineno)d %(funcName)s %(message)s', undefined, log)).toBe(
    `${line} x\nStack (most recent call first):\n${line} y\n`,
  )
  expect(said).toHaveLength(1)
  expect(said[0]).toContain(
    'callers: not in this build; load treeline.full.min.js, or in a bundle call registerCallers()',
  )
  slim.registerCallers()
  expect(logged('%(filename)s %(message)s', undefined, (logger) => logger.warning('x'))).toBe(
    'slim.browser.test.ts x\n',
  )
})

test('a record is prepared without a word on callers', () => {
  const record = slim.makeLogRecord({ msg: 'x' })
  logged('%(message)s', undefined, (logger) => {
    logger.filters = [(made: Slim.LogRecord) => slim.prepare(made)]
    logger.warning('x')
  })
  slim.prepare(record)
  expect(said).toEqual([])
})

test('an error is shown with its causes; the errors inside it once groups are registered', () => {
  const inner = new Error('inner')
  const cause = new RangeError('first')
  const error = new TypeError('second', { cause })
  const group = new AggregateError([inner], 'many')
  const text = (thrown: unknown): string => logged('%(message)s', undefined, (logger) => logger.exception('x', thrown))
  expect(text(error)).toBe(
    `x\n${cause.stack}\n\nThe above exception was the direct cause of the following exception:\n\n${error.stack}\n`,
  )
  expect(text(group)).toBe(
    `x\n${group.stack}\n... (the errors inside: treeline.full.min.js, or registerGroups() in a bundle)\n`,
  )
  slim.registerGroups()
  expect(text(group)).toContain('Exception Group Traceback')
  expect(text(group)).toContain('    | Error: inner\n')
  expect(said).toEqual([])
})

test('conversions are exact, the rarer ones once they are registered', () => {
  const text = (msg: string, ...args: unknown[]): string =>
    logged('%(message)s', undefined, (logger) => logger.warning(msg, ...args)).slice(0, -1)
  expect(text('%5.1f|%.0f|%.2f|%08.3f|%f', -0.25, 2.5, 0.375, -1.0005, NaN)).toBe(' -0.2|2|0.38|-001.000|nan')
  expect(text('%d|%x|%#o|%+d|%-5d|%i', 2 ** 60, 255, 8, 7, 3, 2n ** 70n)).toBe(
    '1152921504606846976|ff|0o10|+7|3    |1180591620717411303424',
  )
  expect(said).toEqual([])
  const rare = ['%e %.3g %#.0f %f %c', 1.5, 1.5, 1, 1e30, 65] as const
  expect(text(...rare)).toBe('%e %.3g %#.0f %f %c (1.5, 1.5, 1, 1e+30, 65)')
  expect(said.join('')).toContain('load treeline.full.min.js, or in a bundle call registerConversions()')
  slim.registerConversions()
  expect(text(...rare)).toBe('1.500000e+00 1.5 1. 1000000000000000019884624838656.000000 A')
})

test('basicConfig takes a stream, and a style as its class; one named by a string is refused with what to write', () => {
  const lines: string[] = []
  const stream = { write: (text: string) => lines.push(text) }
  expect(() => slim.basicConfig({ stream, style: '{', level: 'DEBUG' })).toThrow('{ style: StrFormatStyle }')
  expect(slim.getLogger().handlers).toEqual([])
  expect(slim.getLogger().level).toBe(30)
  slim.basicConfig({ stream, style: slim.StrFormatStyle })
  slim.getLogger('app').warning('x')
  expect(lines).toEqual(['WARNING:app:x\n'])
})

test('hostile errors are shown, and a circle of causes ends', () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  const circle = new Error('circle')
  circle.cause = circle
  const endless = { depth: 0 } as unknown as Error
  const chain = (depth: number): Error =>
    Object.defineProperty(new Error(`depth ${depth}`), 'cause', { get: () => chain(depth + 1) })
  for (const thrown of [proxy, circle, endless, chain(0), Object.create(null), Symbol('s')]) {
    const line = logged('%(message)s', undefined, (logger) => logger.error('x', { exc_info: thrown }))
    expect(line).toMatch(/^x\n./)
    expect(line.split('direct cause').length).toBeLessThan(60)
  }
})

test('everything is there when another import brings all of treeline', async () => {
  await import('./browser.js')
  expect(logged('%(asctime)s %(filename)s', '%A', (logger) => logger.warning('x'))).toMatch(/day slim\.browser\.test/)
  expect(said).toEqual([])
})
