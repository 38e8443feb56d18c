// A method that is called without its logger: as a callback, as a property of something else, as a function of its own.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { captureStderr, ListHandler, resetLogging } from '../testing/index.js'
import { LoggerAdapter } from './adapter.js'
import { getLogger } from './manager.js'

const METHODS = ['debug', 'info', 'warning', 'warn', 'error', 'exception', 'critical', 'fatal'] as const

/** What was reported is told again after so long. */
const BURST_MS = 10_000

let list: ListHandler
let now = Date.now()

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: (now += BURST_MS) })
  list = new ListHandler()
  getLogger().addHandler(list)
  getLogger().setLevel('DEBUG')
})
afterEach(() => {
  vi.useRealTimers()
  resetLogging()
})

const targets = {
  logger: () => getLogger('app.db'),
  adapter: () => new LoggerAdapter(getLogger('app.db'), { tenant: 'acme' }),
}

for (const [kind, make] of Object.entries(targets)) {
  test(`${kind}: each method logs on the root, and the report says what to write`, () => {
    const said = captureStderr(() => {
      for (const name of METHODS) {
        const method = make()[name] as (...args: unknown[]) => void
        method('%s said', name)
      }
    })
    expect(list.records.map((record) => record.getMessage())).toEqual(METHODS.map((name) => `${name} said`))
    expect(new Set(list.records.map(({ name }) => name))).toEqual(new Set(['root']))
    expect(said).toContain('was called without its logger (write (...args) => log.debug(...args))')
    expect(said.match(/--- Logging error ---/g)).toHaveLength(1)
  })

  test(`${kind}: as a promise's handler, a listener's method and a property of other objects`, async () => {
    const log = make()
    await Promise.reject(new Error('boom')).catch(log.error as (error: unknown) => void)
    const owners: unknown[] = [{}, new (class Emitter {})(), 7, 'text', null, Symbol('none'), Object.create(null)]
    captureStderr(() => owners.forEach((owner) => Reflect.apply(log.info, owner, ['a record'])))
    expect(list.records.map(({ msg }) => String(msg))).toEqual(['Error: boom', ...owners.map(() => 'a record')])
    expect(list.records[0]!.exc_info).toBeInstanceOf(Error)
  })

  test(`${kind}: log, by number and by name`, () => {
    const { log } = make() as { log: (level: unknown, msg: string) => void }
    captureStderr(() => {
      log(20, 'by number')
      log('error', 'by name')
      log(5, 'below')
    })
    expect(list.records.map(({ levelname, msg }) => `${levelname} ${String(msg)}`)).toEqual([
      'INFO by number',
      'ERROR by name',
    ])
    expect(captureStderr(() => log('loud', 'no level'))).toContain("Unknown level: 'loud'")
  })

  test(`${kind}: what the root does not take is dropped`, () => {
    getLogger().setLevel('ERROR')
    const { info } = make() as { info: (msg: string) => void }
    captureStderr(() => info('below'))
    expect(list.texts).toEqual([])
  })
}

test('exception keeps its error', () => {
  const { exception } = getLogger('app') as { exception: (...args: unknown[]) => void }
  captureStderr(() => exception('failed', new Error('boom')))
  expect(list.records[0]!.exc_info).toMatchObject({ message: 'boom' })
})
