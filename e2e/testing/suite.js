// What each runner runs: logging, getLogger and captureLogs are there, and the runner's test, describe, hooks and expect.
// The names of tests say how they are to end.
logging.basicConfig({ level: 'INFO' })
const log = logging.getLogger('shop')
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

test('passes: nothing of it is printed', () => {
  log.info('silence %d', 1)
})

test('fails: with what it logged', () => {
  log.info('before the %s', 'failure', { item: 'hat' })
  log.debug('too low')
  throw new Error('broken')
})

// jest runs tests in a realm of their own, and Node's modules outside of it.
test('fails: with an error of another realm', async () => {
  log.info('before reading')
  const { readFileSync } = await import('node:fs')
  readFileSync('missing.txt')
})

test('fails: at an unexpected warning', () => {
  log.info('nothing wrong')
  log.warning('disk full')
})

test('passes: an expected warning', () => {
  const logs = captureLogs({ logger: 'shop' })
  log.warning('sold out: %s', 'hat', { extra: { tenant: 'acme' } })
  logs.close()
  has(logs, 'WARNING', /sold/, { tenant: 'acme' })
})

test('fails: at a matcher', () => {
  captureLogs({}, (logs) => {
    log.error('sold out', { tenant: 'other' })
    has(logs, 'ERROR', 'sold', { tenant: 'acme' })
  })
})

test('passes: assertLogs and assertNoLogs', async () => {
  assertLogs('shop', 'WARNING', () => log.warning('expected'))
  await assertNoLogs('shop', 'WARNING', async () => log.info('low'))
})

describe('a capture of each test', () => {
  let logs
  beforeEach(() => {
    logs = captureLogs()
  })
  afterEach(() => logs.close())

  for (const i of [1, 2])
    test(`passes: it has what test ${i} logs`, async () => {
      await sleep(1)
      log.warning('of %d', i)
      equal(logs.messages, [`of ${i}`])
    })
})

for (let i = 0; i < 20; i++)
  concurrent(`passes: concurrent ${i}`, async () => {
    await sleep(i % 5)
    const messages = await captureLogs({}, async ({ messages }) => {
      log.warning('captured of %d', i)
      await sleep((i * 3) % 5)
      log.warning('captured again of %d', i)
      return messages
    })
    equal(messages, [`captured of ${i}`, `captured again of ${i}`])
  })

concurrent('passes: beside one that fails', async () => {
  await sleep(2)
  log.info('silent beside')
})

concurrent('fails: concurrent, with what it logged', async () => {
  log.info('concurrent failure')
  await sleep(5)
  throw new Error('broken')
})

concurrent('fails: concurrent, at an unexpected warning', async () => {
  await sleep(1)
  log.warning('disk full')
})
