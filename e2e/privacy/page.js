// The page: plants the secrets, logs random values at random places, and tells what was kept in the storage.
import { Random } from './random.mjs'
import { plant, planted } from './secrets.js'

const settings = await (await fetch('/settings')).json()

/** Where a value stands in a call; `index` finds the call again. */
const POSITIONS = {
  message: (log, value) => log.error(value),
  'argument %s': (log, value, index) => log.error('%d: %s', index, value),
  'argument %r': (log, value, index) => log.error('%d: %r', index, value),
  'argument %a': (log, value, index) => log.error('%d: %a', index, value),
  'argument %.500s': (log, value, index) => log.error('%d: %.500s', index, value),
  surplus: (log, value, index) => log.error('%d', index, value),
  'surplus of a text': (log, value) => log.error('text', value),
  mapping: (log, value, index) => log.error('mapped', { index, value }),
  'mapping %(value)s': (log, value, index) => log.error('%(index)d %(value)s', { index, value }),
  'mapping behind arguments': (log, value, index) => log.error('%d', index, { value }),
  'error field': (log, value, index) => log.error('mapped', { index, err: value, error: value, e: value }),
  extra: (log, value, index) => log.error('extra', { extra: { index, value } }),
  'whole extra': (log, value) => log.error('extra', { extra: value }),
  exc_info: (log, value, index) => log.error('%d', index, { exc_info: value }),
  exception: (log, value) => log.exception('exception', value),
  adapter: (log, value, index) => new logging.LoggerAdapter(log, { index, value }).error('adapted'),
  'whole adapter': (log, value) => new logging.LoggerAdapter(log, value).error('adapted'),
  'inner adapter': (log, value, index) =>
    new logging.LoggerAdapter(log, value, { merge_extra: true }).error('adapted', { extra: { index } }),
  'outer extra': (log, value, index) =>
    new logging.LoggerAdapter(log, { index }, { merge_extra: true }).error('adapted', { extra: value }),
  'one of two extras': (log, value, index) => log.error('extra', { extra: value }, { extra: { index } }),
  template: (log, value, index) => log.error`${index}: ${value}`,
  'lazy message': (log, value) => log.error(() => value),
}

plant()
// They make secrets of their own.
const { VALUES, WRAPPINGS } = await import('./values.js')

const http = new logging.handlers.BufferingHTTPHandler('/intake', { flushIntervalMs: 3_600_000, capacity: 10_000 })
const form = new logging.handlers.HTTPHandler(location.host, '/form', { method: 'POST' })
const storage = new logging.handlers.LocalStorageHandler({ key: 'journal', maxBytes: 4_000_000 })
const log = logging.getLogger('app')
for (const handler of [http, form, storage]) log.addHandler(handler)
log.propagate = false
// What cannot be merged is reported; the console is no place that is sent.
logging.settings.raiseExceptions = false

const random = new Random(settings.seed)
const problems = []
let logged = 0

/** Returns what the handler of the storage has kept; the application's own keys are its own. */
function kept() {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith('journal'))
    .map((key) => localStorage.getItem(key))
}

async function send(path, body) {
  await fetch(path, { method: 'POST', body: JSON.stringify(body) })
}

/** What has to be said of a page's objects is looked for in each run: these are once logged as they are. */
const SAID = ['window', 'button', 'localStorage', 'key']

/** Returns how a value is hidden, and where it stands: at random, and once not. */
function placeOf(name, isFirst) {
  const [wrapping, position] = [random.pick(Object.keys(WRAPPINGS)), random.pick(Object.keys(POSITIONS))]
  return isFirst && SAID.includes(name) ? ['itself', 'argument %s'] : [wrapping, position]
}

/** Where a function is no value: as the message it is called for one, and an adapter refuses it when it is made. */
const NO_FUNCTION = ['message', 'whole adapter', 'inner adapter']

/** Every value at least once, then any. */
const names = Object.keys(VALUES)
for (let index = 0; index < settings.count; index++) {
  const isFirst = index < names.length
  const name = isFirst ? names[index] : random.pick(names)
  const [wrapping, place] = placeOf(name, isFirst)
  let value
  try {
    value = WRAPPINGS[wrapping](VALUES[name]())
  } catch (error) {
    problems.push(`${name} in ${wrapping} cannot be made: ${error}`)
    continue
  }
  const position = typeof value === 'function' && NO_FUNCTION.includes(place) ? 'argument %s' : place
  try {
    POSITIONS[position](log, value, index)
    logged++
  } catch (error) {
    problems.push(`${name} in ${wrapping} as ${position} threw: ${error?.stack}`)
  }
  if (index % 50 === 49) {
    await Promise.all([http.flush(), form.flush(), storage.flush()])
    await send('/kept', kept())
    storage.clear()
  }
}
await Promise.all([http.flush(), form.flush(), storage.flush()])
await send('/kept', kept())
await send('/report', { secrets: planted(), problems, logged, stats: http.stats() })
