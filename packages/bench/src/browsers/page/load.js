// One way to keep records, in a realm of its own, while the page logs at a steady pace: how long a call keeps the page, and how late
// the page's timers come. The requests are real.
/* global logging */
const query = new URLSearchParams(location.search)
const load = query.get('load')
const TICK_MS = 10
/** The shortest time between the timers of a chain in browsers, ms. */
const PULSE_MS = 4
/** The shortest task that browsers call long, ms. */
const LONG_MS = 50
const perTick = (Number(query.get('perSecond')) * TICK_MS) / 1000

function handler() {
  const { handlers } = logging
  switch (load) {
    case 'storage':
      return new handlers.LocalStorageHandler({ key: load })
    case 'http':
      return new handlers.BufferingHTTPHandler('/intake')
    case 'journal':
      return new handlers.BufferingHTTPHandler('/intake', { journal: new handlers.Journal({ key: load }) })
    default:
      return new logging.NullHandler()
  }
}

const kept = handler()
logging.basicConfig({ handlers: [kept], level: 'INFO' })
const log = logging.getLogger('app.db')
let made = 0

function logOnce() {
  made++
  if (load === 'disabled') log.debug('user %s did %d', 'ann', made)
  else log.info('user %s did %d', 'ann', made)
}

/** Notes how late each timer of a chain comes, until the signal. */
function pulse(signal) {
  const late = []
  let due = performance.now() + PULSE_MS
  const beat = () => {
    const now = performance.now()
    late.push(Math.max(0, now - due))
    due = now + PULSE_MS
    if (!signal.aborted) setTimeout(beat, PULSE_MS)
  }
  setTimeout(beat, PULSE_MS)
  return late
}

/** Counts the tasks that the engine calls long. Returns a function that ends that and returns their number; undefined if not known. */
function countLongTasks() {
  if (!PerformanceObserver.supportedEntryTypes.includes('longtask')) return () => undefined
  let count = 0
  const observer = new PerformanceObserver((list) => (count += list.getEntries().length))
  observer.observe({ type: 'longtask' })
  return () => {
    count += observer.takeRecords().length
    observer.disconnect()
    return count
  }
}

/** Logs at a steady pace for a time. Returns the time of a call in each tick, ms. */
function paced(ms) {
  const calls = []
  const start = performance.now()
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const before = performance.now()
      if (load !== 'nothing') for (let i = 0; i < perTick; i++) logOnce()
      const now = performance.now()
      calls.push((now - before) / perTick)
      if (now - start < ms) return
      clearInterval(timer)
      resolve(calls)
    }, TICK_MS)
  })
}

/** Returns how many records are missing of those that should be kept. */
async function lost() {
  if (load === 'nothing' || load === 'disabled') return 0
  await kept.flush()
  const stats = kept.stats()
  return made - (load === 'storage' ? kept.read().length + stats.dropped : stats.acknowledged)
}

async function measured() {
  if (load === 'storage') kept.clear()
  await paced(Number(query.get('loadMs')) / 4)
  const end = new AbortController()
  const late = pulse(end.signal)
  const endCount = countLongTasks()
  const calls = await paced(Number(query.get('loadMs')))
  const longTasks = endCount()
  end.abort()
  return { calls, late, long: late.filter((ms) => ms >= LONG_MS).length, longTasks, made, lost: await lost() }
}

addEventListener('load', async () => {
  try {
    parent.postMessage(await measured())
  } catch (error) {
    parent.postMessage({ error: String(error), lost: -1 })
  }
})
