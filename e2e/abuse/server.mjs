// The server under attack: what an application writes, with a handler that counts the records of the honest page.
import { createServer } from 'node:http'
import { Formatter, getLogger, Handler, JSONFormatter, settings } from '../../packages/core/dist/index.js'
import { Receiver } from '../../packages/receiver/dist/index.js'
import { listener, SeenFile } from '../../packages/receiver/dist/node.js'

const SAMPLE_MS = 20
const [receiverOptions, handlerName, seen, headersTimeout] = JSON.parse(process.argv[2] ?? '[]')

/** Counts the records of the page by their message, and those of the attacker. */
class Ledger extends Handler {
  /** @type {Map<string, number>} */
  page = new Map()
  attacks = 0
  text = new Formatter('%(asctime)s %(levelname)s %(name)s %(message)s')
  json = new JSONFormatter()

  /**
   * @override
   * @param {import('../../packages/core/dist/index.js').LogRecord} record
   */
  emit(record) {
    const message = record.getMessage()
    this.text.format(record)
    this.json.format(record)
    if (message.startsWith('honest ')) this.page.set(message, (this.page.get(message) ?? 0) + 1)
    else this.attacks++
  }
}

/** Handlers of the attacker's branch of the tree. */
const HANDLERS = {
  throwing: () => {
    throw new Error('this handler throws')
  },
  slow: () => {
    for (const end = performance.now() + 1; performance.now() < end;);
  },
}

settings.raiseExceptions = false
const ledger = new Ledger()
getLogger('page').addHandler(ledger)
getLogger('page').propagate = false
if (handlerName !== undefined) {
  const handler = new Handler()
  handler.emit = HANDLERS[/** @type {keyof typeof HANDLERS} */ (handlerName)]
  getLogger('page.attack').addHandler(handler)
}

// As behind a proxy: the address is the one that the proxy names.
const address = (/** @type {Request} */ request) => request.headers.get('x-forwarded-for') ?? undefined
const deduplicate = seen === null ? true : new SeenFile(seen.path, { maxRecords: seen.maxRecords })
const receiver = new Receiver({ ...receiverOptions, address, deduplicate })
const server = createServer({ headersTimeout, connectionsCheckingInterval: 500 }, listener(receiver))

let most = 0
const sample = () => (most = Math.max(most, process.memoryUsage.rss()))
setInterval(sample, SAMPLE_MS)

process.on('message', (/** @type {'begin' | 'verdict'} */ question) => {
  if (question === 'begin') most = 0
  sample()
  const { page, attacks } = ledger
  process.send?.({
    rss: most,
    page: [...page],
    attacks,
    stats: receiver.stats(),
    loggers: getLogger().manager.loggerDict.size,
    polluted: Object.keys(Object.prototype).length > 0,
  })
})
server.listen(0, '127.0.0.1', () => {
  const place = server.address()
  process.send?.(typeof place === 'object' && place !== null ? place.port : 0)
})
