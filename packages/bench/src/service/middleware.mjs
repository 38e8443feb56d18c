// How each contestant logs a request of express and of hono: one line, by middleware.
import { closeSync, openSync, writeSync } from 'node:fs'
import { AsyncLocalStorage } from 'node:async_hooks'
import { expressRequests, honoRequests } from '@treeline/server'
import pino from 'pino'
import pinoHttp from 'pino-http'
import { basicConfig, FileHandler, getLogger, JSONFormatter, shutdown } from 'treeline'

/**
 * @typedef {object} Contestant
 * @property {string} from its package
 * @property {string} how what it is, for the page
 * @property {(file: string, framework: Framework) => { use?: unknown, end(): unknown }} open gives the framework's middleware
 *
 * @typedef {'express' | 'hono'} Framework
 */

const LOGGER = 'bench.service'
const MIN_LENGTH = 4096
const BUFFERING = 16_384

/** @type {Record<string, Contestant>} */
export const contestants = {
  none: { from: 'express', how: 'no logging: what the others are compared with', open: () => ({ end() {} }) },
  context: {
    from: 'node',
    how: 'a UUID and `AsyncLocalStorage.run` for each request, and nothing is written',
    open: (_file, framework) => ({ use: bare(framework, () => {}, inContext()), end() {} }),
  },
  limit: {
    from: 'node',
    how: '`JSON.stringify` of method, path, status and time, one concatenation and `fs.writeSync`; without a context',
    open: (file, framework) => openLimit(file, 0, framework),
  },
  'limit buffered': {
    from: 'node',
    how: 'the same, written in blocks of 16 KiB',
    open: (file, framework) => openLimit(file, BUFFERING, framework),
  },
  'limit in a context': {
    from: 'node',
    how: 'like `limit buffered`, within the context of `context`',
    open: (file, framework) => openLimit(file, BUFFERING, framework, inContext()),
  },
  pino: {
    from: 'pino',
    how: 'express: `pino-http`; hono: a middleware that logs the same fields as `limit`; `pino.destination({ sync: true })`',
    open: (file, framework) => openPino(file, { sync: true }, framework),
  },
  'pino blocks': {
    from: 'pino',
    how: 'the same with `{ sync: true, minLength: 4096 }`',
    open: (file, framework) => openPino(file, { sync: true, minLength: MIN_LENGTH }, framework),
  },
  'pino async': {
    from: 'pino',
    how: 'the same with `{ sync: false, minLength: 4096 }`',
    open: (file, framework) => openPino(file, { sync: false, minLength: MIN_LENGTH }, framework),
  },
  treeline: {
    from: 'treeline',
    how: '`expressRequests()` and `honoRequests()` of `@treeline/server`, each request in a context; `FileHandler` and `JSONFormatter`',
    open: (file, framework) => openTreeline(file, {}, framework),
  },
  'treeline buffered': {
    from: 'treeline',
    how: 'the same with `buffering: 16384`',
    open: (file, framework) => openTreeline(file, { buffering: BUFFERING }, framework),
  },
}

/** Runs each request's rest as it is. */
const asItIs = (rest) => rest()

function inContext() {
  const storage = new AsyncLocalStorage()
  return (rest) => storage.run({ request_id: crypto.randomUUID() }, rest)
}

/** Returns the least that a middleware can do to log a request's line once it has ended. */
function bare(framework, log, run = asItIs) {
  const line = (method, path, status, started) => {
    log({ method, path, status, duration_ms: Math.round((performance.now() - started) * 10) / 10 })
  }
  if (framework === 'hono') {
    return (context, next) => {
      const started = performance.now()
      const { incoming, outgoing } = context.env
      outgoing.once('close', () => line(incoming.method, incoming.url, outgoing.statusCode, started))
      return run(next)
    }
  }
  return (request, response, next) => {
    const started = performance.now()
    response.once('close', () => line(request.method, request.originalUrl, response.statusCode, started))
    run(next)
  }
}

function openLimit(file, buffering, framework, run) {
  const fd = openSync(file, 'a')
  let held = ''
  const flush = () => {
    if (held !== '') writeSync(fd, held)
    held = ''
  }
  const log = (fields) => {
    const time = new Date().toISOString()
    held += `{"time":"${time}","level":"INFO","logger":"${LOGGER}","message":"done",${JSON.stringify(fields).slice(1)}\n`
    if (held.length >= buffering) flush()
  }
  const end = () => {
    flush()
    closeSync(fd)
  }
  return { use: bare(framework, log, run), end }
}

function openPino(file, options, framework) {
  const stream = pino.destination({ dest: file, ...options })
  const logger = pino({ name: LOGGER }, stream)
  const use = framework === 'hono' ? bare(framework, (fields) => logger.info(fields, 'done')) : pinoHttp({ logger })
  const end = () => {
    const closed = new Promise((resolve) => stream.once('close', resolve))
    stream.end()
    return closed
  }
  return { use, end }
}

function openTreeline(file, options, framework) {
  const handler = new FileHandler(file, options)
  handler.setFormatter(new JSONFormatter())
  basicConfig({ handlers: [handler], level: 'INFO' })
  const requests = framework === 'hono' ? honoRequests : expressRequests
  return { use: requests({ logger: getLogger(LOGGER) }), end: () => shutdown() }
}
