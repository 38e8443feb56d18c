// The collector of a soak: takes batches, and fails at random.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { getLogger, Handler } from '../../packages/core/dist/index.js'
import { Receiver } from '../../packages/receiver/dist/index.js'
import { listener } from '../../packages/receiver/dist/node.js'

/** How a server may fail, for a while. */
const MOODS = ['well', 'well', 'well', 'busy', 'broken', 'cut off', 'silent', 'down']

/** Puts what is received into a ledger. */
class LedgerHandler extends Handler {
  /** @param {import('./ledger.mjs').Ledger} ledger */
  constructor(ledger) {
    super()
    this.ledger = ledger
  }

  /**
   * @override
   * @param {import('../../packages/core/dist/index.js').LogRecord} record
   */
  emit(record) {
    this.ledger.take(record.getMessage())
  }
}

/** A server that fails in one way after the other. */
export class MoodyServer {
  mood = 'well'
  isOver = false
  /** @type {Record<string, number>} */
  moods = {}
  #server
  port = 0

  /** @param {import('./ledger.mjs').Ledger} ledger */
  constructor(ledger) {
    const log = getLogger('page')
    log.propagate = false
    log.addHandler(new LedgerHandler(ledger))
    const take = listener(new Receiver({ maxRecords: 100_000, maxBodyBytes: 1 << 24, rate: null }))
    this.#server = createServer((request, response) => {
      // What is taken and not acknowledged comes again, and must count once.
      if (this.mood === 'cut off') return void take(request, cut(response))
      if (this.mood === 'busy') return void response.writeHead(503, { 'Retry-After': '1' }).end()
      if (this.mood === 'broken') return void response.writeHead(500).end()
      if (this.mood === 'silent') return
      take(request, response)
    })
  }

  /** @param {number} port 0 for any */
  async listen(port) {
    this.#server.listen(port, '127.0.0.1')
    await once(this.#server, 'listening')
    this.port = /** @type {import('node:net').AddressInfo} */ (this.#server.address()).port
  }

  async close() {
    this.#server.close()
    this.#server.closeAllConnections()
    await once(this.#server, 'close')
  }

  /** @param {import('../tools/random.mjs').Random} random */
  async live(random) {
    while (!this.isOver) {
      this.mood = random.pick(MOODS)
      this.moods[this.mood] = (this.moods[this.mood] ?? 0) + 1
      if (this.mood === 'down') await this.close()
      await sleep(200 + random.below(1500))
      if (this.mood === 'down') await this.listen(this.port)
      this.#server.closeAllConnections()
    }
    this.mood = 'well'
  }
}

/**
 * Returns a response that never arrives.
 *
 * @param {import('node:http').ServerResponse} response
 */
function cut(response) {
  response.end = /** @type {never} */ (() => response.destroy())
  return response
}
