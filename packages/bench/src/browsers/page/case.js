// One case, in a realm of its own: stubs the console before the script comes, then times one kind of call.
/* global logging, log, debug */
const query = new URLSearchParams(location.search)
const call = query.get('call')
const name = 'ann'

/** The number of calls that reached their end. */
let arrived = 0
const sink = () => {
  arrived++
}
for (const method of ['debug', 'error', 'info', 'log', 'trace', 'warn']) console[method] = sink

/** The number of calls before a queue has its turn. */
const TURN = 1000

// Each gives the call, and what it is to wait for and to count at the end; `count` is undefined when nothing is to arrive.
const START = {
  empty: () => ({ line: () => {} }),
  treeline: startTreeline,
  'treeline.full': startTreeline,
  loglevel() {
    const here = log.getLogger('app.db')
    if (call.startsWith('sink')) here.methodFactory = () => sink
    here.setLevel('info', false)
    return { line: lines(here), count: () => arrived }
  },
  debug() {
    debug.enable('app:*')
    const here = debug(call.startsWith('disabled') ? 'other:db' : 'app:db')
    if (call.startsWith('sink')) here.log = sink
    return { line: lines({ debug: here, info: here }), count: () => arrived }
  },
}

function startTreeline() {
  const { handler, count, settle } = treelineHandler()
  logging.basicConfig({ handlers: [handler], level: 'INFO' })
  return { line: lines(logging.getLogger('app.db')), count, settle }
}

function lines(log) {
  switch (call.replace(/^(sink|console)-/, '')) {
    case 'disabled-literal':
      return () => log.debug('ready')
    case 'disabled-args':
      return (i) => log.debug('user %s did %d', name, i)
    case 'disabled-object':
      return (i) => log.debug('started', { port: i })
    case 'literal':
      return () => log.info('ready')
    default:
      return (i) => log.info('user %s did %d', name, i)
  }
}

function treelineHandler() {
  if (call.startsWith('storage')) {
    const handler = new logging.handlers.LocalStorageHandler({ key: call })
    handler.clear()
    return { handler, settle: () => handler.flush(), count: () => stored(handler) }
  }
  if (call.startsWith('http')) {
    const fetch = () => Promise.resolve(new Response(null, { status: 204, headers: { treeline: '1' } }))
    const handler = new logging.handlers.BufferingHTTPHandler('/intake', { fetch })
    return { handler, settle: () => handler.flush(), count: () => handler.stats().acknowledged }
  }
  if (call.startsWith('console')) return { handler: new logging.ConsoleHandler(), count: () => arrived }
  class Counter extends logging.Handler {
    emit() {
      arrived++
    }
  }
  return { handler: new Counter(), count: () => arrived }
}

/** Returns how many records the ring has, or dropped for want of room. */
function stored(handler) {
  return handler.read().length + handler.stats().dropped
}

const now = () => performance.now()

async function measured() {
  const { line, count, settle } = START[query.get('by')]()
  let made = 0
  const time = async (calls) => {
    const start = now()
    made += calls
    if (settle === undefined) for (let i = 0; i < calls; i++) line(i)
    else
      for (let i = 0; i < calls; i++) {
        line(i)
        if (i % TURN === TURN - 1 || i === calls - 1) await settle()
      }
    return now() - start
  }
  // Long enough for a coarse clock, and compiled by then.
  let calls = TURN
  for (let ms = await time(calls); ms < Number(query.get('leastMs')); ms = await time(calls)) calls *= 2
  const times = []
  for (let i = 0; i < Number(query.get('rounds')); i++) times.push(((await time(calls)) * 1e6) / calls)
  const due = call === 'empty' || call.startsWith('disabled') ? 0 : made
  return { times, calls, counted: due, lost: due - (count?.() ?? 0) }
}

addEventListener('load', async () => {
  try {
    parent.postMessage(await measured())
  } catch (error) {
    parent.postMessage({ error: String(error), lost: -1 })
  }
})
