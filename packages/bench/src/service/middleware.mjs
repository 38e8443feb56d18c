// How each contestant logs a request of express and of hono: one line, by middleware.
import { AsyncLocalStorage } from 'node:async_hooks'
import { expressRequests, honoRequests } from '@treeline/server'
import pino from 'pino'
import pinoHttp from 'pino-http'
import { ASYNC, BLOCKS, BUFFERING, LOGGER, openLimitLog, openPinoStream, openTreelineLog, SYNC } from './logs.mjs'

/**
 * @typedef {object} Contestant
 * @property {string} from its package
 * @property {string} how what it is, for the page
 * @property {(file: string, framework: Framework) => { use?: unknown, end(): unknown }} open gives the framework's middleware
 *
 * @typedef {'express' | 'hono'} Framework
 */

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
    open: (file, framework) => openPino(file, SYNC, framework),
  },
  'pino blocks': {
    from: 'pino',
    how: 'the same with `{ sync: true, minLength: 4096 }`',
    open: (file, framework) => openPino(file, BLOCKS, framework),
  },
  'pino async': {
    from: 'pino',
    how: 'the same with `{ sync: false, minLength: 4096 }`',
    open: (file, framework) => openPino(file, ASYNC, framework),
  },
  'pino in a context': {
    from: 'pino',
    how: 'like `limit in a context`, by pino with `{ sync: true, minLength: 4096 }`, which puts the id on the line by its `mixin`',
    open: openPinoInContext,
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

function inContext(storage = new AsyncLocalStorage()) {
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
  const { log, end } = openLimitLog(file, buffering)
  return { use: bare(framework, (fields) => log('done', fields), run), end }
}

function openPino(file, options, framework) {
  const { stream, end } = openPinoStream(file, options)
  const logger = pino({ name: LOGGER }, stream)
  const use = framework === 'hono' ? bare(framework, (fields) => logger.info(fields, 'done')) : pinoHttp({ logger })
  return { use, end }
}

function openPinoInContext(file, framework) {
  const { stream, end } = openPinoStream(file, BLOCKS)
  const storage = new AsyncLocalStorage()
  const logger = pino({ name: LOGGER, mixin: () => storage.getStore() ?? {} }, stream)
  return { use: bare(framework, (fields) => logger.info(fields, 'done'), inContext(storage)), end }
}

function openTreeline(file, options, framework) {
  const { logger, end } = openTreelineLog(file, options)
  const requests = framework === 'hono' ? honoRequests : expressRequests
  return { use: requests({ logger }), end }
}
