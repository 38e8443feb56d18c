// The honest page beside the attack: logs without a pause, through the handler that pages use. It loses every tenth answer on
// purpose, as a bad network does, so that its records are sent again.
import { getLogger } from '../../packages/core/dist/index.js'
import { BufferingHTTPHandler } from '../../packages/http/dist/index.js'

const [url, address, seed] = JSON.parse(process.argv[2] ?? '[]')

const LOG_MS = 10
const LOST_ANSWER = 10
const PATIENCE_MS = 60_000

let state = Number(seed)
/** A sequence of numbers that the seed repeats. */
function random() {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return state / 2 ** 32
}

/** @type {Record<string, number>} */
const statuses = {}
let requests = 0
let slowestMs = 0
let src = ''
let last = 0
let body = ''

/** @param {string} target @param {RequestInit} init */
async function send(target, init) {
  body = String(init.body)
  const header = JSON.parse(body.slice(0, body.indexOf('\n')))
  src = header.src
  last = header.last
  const startedMs = performance.now()
  const response = await fetch(target, init)
  slowestMs = Math.max(slowestMs, performance.now() - startedMs)
  statuses[response.status] = (statuses[response.status] ?? 0) + 1
  return ++requests % LOST_ANSWER === 0 ? new Response(null, { status: 503 }) : response
}

const handler = new BufferingHTTPHandler(url, {
  capacity: 20,
  flushIntervalMs: 50,
  headers: { 'x-forwarded-for': address },
  fetch: send,
  random: () => random() / 10,
})
handler.handleError = () => {}
const log = getLogger('app.ui')
log.setLevel('DEBUG')
// The declarations of dist and build are not one to TypeScript.
log.addHandler(/** @type {any} */ (handler))

let logged = 0
function write() {
  logged++
  const level = ['debug', 'info', 'warning', 'error'][logged % 4]
  const method = /** @type {'debug' | 'info' | 'warning' | 'error'} */ (level)
  log[method]('honest %d', logged, { extra: { user: 'ü€😀', logged } })
}
write()
const timer = setInterval(write, LOG_MS)

/** Resolves when every record is acknowledged or lost, or when patience ends. */
async function drain() {
  clearInterval(timer)
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    await handler.flush()
    const { queued, inFlight } = handler.stats()
    if (queued + inFlight === 0 || performance.now() > end) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

process.on('message', async (/** @type {'state' | 'end'} */ question) => {
  if (question === 'end') await drain()
  process.send?.({ src, last, body, logged, slowestMs, statuses, delivery: handler.stats() })
})
process.send?.('ready')
