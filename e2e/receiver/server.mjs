// A server that keeps what it takes in a file, and knows after a restart what it has. It can end itself where that hurts most.
import { createServer } from 'node:http'
import { join } from 'node:path'
import { getLogger, JSONFormatter } from '../../packages/core/dist/index.js'
import { FileHandler } from '../../packages/node/dist/index.js'
import { listener, SeenFile } from '../../packages/receiver/dist/node.js'

/** @typedef {{ port: number, folder: string, endAt?: 'emit' | 'flush' | 'added', remembers: boolean, buffering?: number }} Plan */

/** @type {Plan} */
const { port, folder, endAt, remembers, buffering } = JSON.parse(process.argv[2] ?? '{}')
/** The record, of those that this process gets, at which it ends itself. */
const LAST = 25

const end = () => process.kill(process.pid, 'SIGKILL')

class Ledger extends FileHandler {
  count = 0

  /** @override @param {import('../../packages/core/dist/index.js').LogRecord} record */
  emit(record) {
    super.emit(record)
    if (++this.count === LAST && endAt === 'emit') end()
  }
}

class Store extends SeenFile {
  /** @override @param {string} src @param {string[]} keys */
  add(src, keys) {
    if (endAt === 'flush' && ledger.count >= LAST) end()
    super.add(src, keys)
    if (endAt === 'added' && ledger.count >= LAST) end()
  }
}

const ledger = new Ledger(join(folder, 'page.log'), { buffering: buffering ?? 0 })
// The declarations of dist and build are not one to TypeScript.
ledger.setFormatter(/** @type {any} */ (new JSONFormatter()))
getLogger('page').addHandler(/** @type {any} */ (ledger))
getLogger('page').propagate = false
const deduplicate = remembers ? new Store(join(folder, 'seen.log')) : true
const server = createServer(listener({ deduplicate, rate: null, origins: '*' })).listen(port, '127.0.0.1', () => {
  process.send?.(/** @type {import('node:net').AddressInfo} */ (server.address()).port)
})
