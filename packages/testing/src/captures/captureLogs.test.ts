import { setTimeout as sleep } from 'node:timers/promises'
import { getLogger, type LogRecord, settings } from '@treeline/core'
import { ListHandler, resetLogging } from '@treeline/core/testing'
import { afterEach, expect, test } from 'vitest'
import { captureLogs } from './captureLogs.js'

afterEach(resetLogging)

const root = getLogger()
const app = getLogger('app')
const db = getLogger('app.db')

test('a capture has what was logged until its block ends, and nobody else has', () => {
  const list = new ListHandler()
  root.addHandler(list)
  {
    using logs = captureLogs()
    app.debug('one %d', 1)
    db.error('two', { id: 7 })
    expect(logs.messages).toEqual(['one 1', 'two'])
    expect(logs.output).toEqual(['DEBUG:app:one 1', 'ERROR:app.db:two'])
    expect(logs.text).toBe('DEBUG:app:one 1\nERROR:app.db:two\n')
    expect(logs.records.map(({ levelname, args }) => [levelname, args])).toEqual([
      ['DEBUG', [1]],
      ['ERROR', { id: 7 }],
    ])
  }
  app.debug('too low')
  app.warning('after')
  expect(list.texts).toEqual(['after'])
})

test('the logger is afterwards as it was', () => {
  const list = new ListHandler()
  app.addHandler(list)
  app.setLevel('ERROR')
  const { handlers } = app
  const logs = captureLogs({ logger: app, level: 'INFO' })
  expect([app.level, app.propagate, app.handlers.includes(list)]).toEqual([20, false, false])
  logs.close()
  logs.close()
  expect([app.level, app.propagate, app.handlers === handlers, handlers]).toEqual([40, true, true, [list]])
})

test('records keep the place of their calls', () => {
  using logs = captureLogs()
  app.info('here')
  expect(logs.records[0]!.filename).toBe('captureLogs.test.ts')
})

test('clear forgets, and the capture goes on', () => {
  using logs = captureLogs()
  app.info('one')
  logs.clear()
  expect([logs.records, logs.messages, logs.output, logs.text]).toEqual([[], [], [], ''])
  app.info('two')
  expect(logs.messages).toEqual(['two'])
})

test('only its logger and those below it, from its level on', () => {
  using logs = captureLogs({ logger: 'app', level: 'WARNING' })
  app.info('too low')
  getLogger('other').info('elsewhere')
  db.warning('below')
  expect(logs.messages).toEqual(['below'])
})

test('within each other: the inner one has it', () => {
  using outer = captureLogs()
  {
    using inner = captureLogs({ logger: 'app' })
    db.info('inside')
    getLogger('other').info('outside')
    expect(inner.messages).toEqual(['inside'])
  }
  db.info('after')
  expect(outer.messages).toEqual(['outside', 'after'])
})

test('of the same logger within each other: the inner one has it, from its own level on', () => {
  using outer = captureLogs({ level: 'DEBUG' })
  {
    using inner = captureLogs({ level: 'ERROR' })
    app.info('too low for the inner one')
    app.error('high enough')
    expect(inner.messages).toEqual(['high enough'])
  }
  app.debug('after')
  expect(outer.messages).toEqual(['after'])
})

test('those that are closed in another order than they were opened', () => {
  const [one, two] = [captureLogs({ level: 'DEBUG' }), captureLogs({ level: 'INFO' })]
  one.close()
  app.debug('too low')
  app.info('two')
  two.close()
  app.info('nobody')
  expect([one.messages, two.messages, root.handlers, root.level]).toEqual([[], ['two'], [], 30])
})

test('a thousand at once see each its own, with `using`', async () => {
  const found = await Promise.all(
    Array.from({ length: 1000 }, async (_, i) => {
      using logs = captureLogs()
      app.info('first of %d', i)
      await sleep(i % 7)
      db.info('second of %d', i)
      await sleep((i * 3) % 5)
      app.info('third of %d', i)
      return logs.messages
    }),
  )
  expect(found).toEqual(found.map((_, i) => [`first of ${i}`, `second of ${i}`, `third of ${i}`]))
  expect([root.handlers, root.level, root.propagate]).toEqual([[], 30, true])
})

test('a thousand at once see each its own, with functions; what is beside them goes its way', async () => {
  const list = new ListHandler()
  app.addHandler(list)
  app.setLevel('INFO')
  const capture = (i: number): Promise<readonly string[]> =>
    captureLogs({ logger: 'app', level: i % 2 === 0 ? 'DEBUG' : 'INFO' }, async ({ messages }) => {
      await sleep(i % 7)
      app.debug('debug of %d', i)
      db.info('info of %d', i)
      return messages
    })
  const all = Array.from({ length: 1000 }, (_, i) => capture(i))
  app.debug('beside, too low')
  app.info('beside')
  const found = await Promise.all(all)
  expect(found).toEqual(found.map((_, i) => (i % 2 === 0 ? [`debug of ${i}`, `info of ${i}`] : [`info of ${i}`])))
  expect(list.texts).toEqual(['beside'])
})

test('without a level a capture of a logger takes all levels, whatever those above it say', () => {
  getLogger().setLevel('WARNING')
  captureLogs({ logger: 'app' }, ({ messages }) => {
    getLogger('app').info('started')
    getLogger('app.db').debug('connected')
    expect(messages).toEqual(['started', 'connected'])
  })
  expect(getLogger('app').level).toBe(0)
})

test('what others log beside several captures meets the handlers that are there, and the last resort', async () => {
  const { lastResort } = settings
  const heard: string[] = []
  settings.lastResort = {
    level: 30,
    handle: (record: LogRecord) => void heard.push(record.getMessage()),
    handleError() {},
  }
  const list = new ListHandler()
  db.addHandler(list)
  const held = [1, 2].map(() => captureLogs({ logger: 'app' }, () => sleep(1)))
  app.info('too low')
  app.error('last')
  db.error('its own handler')
  await Promise.all(held)
  settings.lastResort = lastResort
  expect([heard, list.texts]).toEqual([['last'], ['its own handler']])
})

test('what runs outside, as a server that was started before, is in the one capture that is open', async () => {
  let serve = (): void => {}
  const server = (async () => {
    await new Promise<void>((resolve) => (serve = resolve))
    app.info('served')
  })()
  await sleep(0)
  using logs = captureLogs()
  serve()
  await server
  expect(logs.messages).toEqual(['served'])
})

test('a function that throws ends its capture, async or not', async () => {
  const thrown = new Error('thrown')
  const fail = (): never => {
    throw thrown
  }
  expect(() => captureLogs({}, fail)).toThrow(thrown)
  await expect(captureLogs({}, async () => fail())).rejects.toBe(thrown)
  expect(root.handlers).toEqual([])
})

test('after resetLogging there is nothing to bring back', () => {
  app.addHandler(new ListHandler())
  app.setLevel('ERROR')
  const logs = captureLogs({ logger: app })
  resetLogging()
  logs.close()
  expect([app.handlers, app.level, app.propagate]).toEqual([[], 0, true])
})

test('a message that does not merge is there as it was given', () => {
  const before = settings.raiseExceptions
  settings.raiseExceptions = false
  using logs = captureLogs()
  app.info('%d items' as string, 'x')
  settings.raiseExceptions = before
  expect(logs.messages).toEqual(["%d items ('x',)"])
  expect(logs.output).toEqual(["INFO:app:%d items ('x',)"])
})

test('what is wrong is refused, and changes nothing', () => {
  expect(() => captureLogs({ level: 'LOUD' })).toThrow("level: Unknown level: 'LOUD'")
  expect(() => captureLogs({ logger: {} as never })).toThrow('logger: expected a logger or its name')
  expect(() => captureLogs({ name: 'app' } as never)).toThrow("captureLogs: unknown option 'name'")
  expect(root.handlers).toEqual([])
})
