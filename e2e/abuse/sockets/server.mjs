// The server under attack: what an application writes, with a handler that counts the records of the honest sender.
import { Formatter, getLogger, Handler, JSONFormatter, settings } from '../../../packages/core/dist/index.js'
import { SocketReceiver } from '../../../packages/receiver/dist/node.js'

const SAMPLE_MS = 20
const [options, isSlow] = JSON.parse(process.argv[2] ?? '[]')

/** Counts the records of the honest sender, in their order, and those of the attacker. */
class Ledger extends Handler {
  /** @type {string[]} */
  honest = []
  attacks = 0
  text = new Formatter('%(asctime)s %(levelname)s %(name)s %(message)s')
  json = new JSONFormatter()

  /**
   * @override
   * @param {import('../../../packages/core/dist/index.js').LogRecord} record
   */
  emit(record) {
    const message = record.getMessage()
    this.text.format(record)
    this.json.format(record)
    if (record.name === 'honest.app') {
      this.honest.push(message)
      return
    }
    this.attacks++
    if (isSlow) for (const end = performance.now() + 1; performance.now() < end;);
  }
}

settings.raiseExceptions = false
const ledger = new Ledger()
getLogger().addHandler(ledger)
const receiver = new SocketReceiver({ port: 0, ...options })

let most = 0
const sample = () => (most = Math.max(most, process.memoryUsage.rss()))
setInterval(sample, SAMPLE_MS)

process.on('message', (/** @type {'begin' | 'verdict'} */ question) => {
  if (question === 'begin') most = 0
  sample()
  process.send?.({
    rss: most,
    honest: ledger.honest,
    attacks: ledger.attacks,
    stats: receiver.stats(),
    loggers: getLogger().manager.loggerDict.size,
    polluted: Object.keys(Object.prototype).length > 0,
  })
})
await receiver.start()
process.send?.(receiver.port)
