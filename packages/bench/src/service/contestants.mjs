// How each contestant of the service logs a request: in fastify's own place for a logger, or in hooks.
import pino from 'pino'
import { ASYNC, BLOCKS, BUFFERING, LOGGER, openLimitLog, openPinoStream, openTreelineLog, SYNC } from './logs.mjs'

/**
 * @typedef {object} Contestant
 * @property {string} from its package
 * @property {string} how what it is, for the page
 * @property {(file: string) => Opened} open
 *
 * @typedef {object} Opened
 * @property {object} [options] fastify's
 * @property {Hooks} [hooks]
 * @property {() => unknown} end returns, or resolves, once the last line is in the file
 *
 * @typedef {object} Hooks
 * @property {import('fastify').onRequestHookHandler} onRequest
 * @property {import('fastify').onResponseHookHandler} onResponse
 */

/** @type {Record<string, Contestant>} */
export const contestants = {
  none: { from: 'fastify', how: 'no logging: what the others are compared with', open: () => ({ end() {} }) },
  hooks: { from: 'fastify', how: 'the hooks read the same fields, and nothing is written', open: openHooks },
  limit: {
    from: 'node',
    how: '`JSON.stringify` of the fields, one concatenation and `fs.writeSync` in the same hooks',
    open: (file) => openLimit(file, 0),
  },
  'limit buffered': {
    from: 'node',
    how: 'the same, written in blocks of 16 KiB',
    open: (file) => openLimit(file, BUFFERING),
  },
  pino: {
    from: 'pino',
    how: "fastify's own logger and its own lines, `pino.destination({ sync: true })`",
    open: (file) => openPino(file, SYNC),
  },
  'pino blocks': {
    from: 'pino',
    how: 'the same with `{ sync: true, minLength: 4096 }`',
    open: (file) => openPino(file, BLOCKS),
  },
  'pino async': {
    from: 'pino',
    how: 'the same with `{ sync: false, minLength: 4096 }`',
    open: (file) => openPino(file, ASYNC),
  },
  'pino in hooks': { from: 'pino', how: 'like `pino`, by the hooks', open: (file) => openPinoHooks(file, SYNC) },
  'pino async in hooks': {
    from: 'pino',
    how: 'like `pino async`, by the hooks',
    open: (file) => openPinoHooks(file, ASYNC),
  },
  treeline: {
    from: 'treeline',
    how: '`FileHandler` and `JSONFormatter`, by the hooks',
    open: (file) => openTreeline(file, {}),
  },
  'treeline buffered': {
    from: 'treeline',
    how: 'the same with `buffering: 16384`',
    open: (file) => openTreeline(file, { buffering: BUFFERING }),
  },
}

/**
 * The hooks of those who log a message and a mapping.
 *
 * @param {(message: string, fields: object) => void} log
 * @returns {Hooks}
 */
function hooksOf(log) {
  return {
    onRequest(request, _reply, done) {
      const { method, url, host, ip: remoteAddress } = request
      log('incoming request', { method, url, host, remoteAddress })
      done()
    },
    onResponse(_request, reply, done) {
      log('request completed', { statusCode: reply.statusCode, responseTime: reply.elapsedTime })
      done()
    },
  }
}

function openHooks() {
  let last
  return { hooks: hooksOf((_message, fields) => (last = fields)), end: () => last }
}

function openLimit(file, buffering) {
  const { log, end } = openLimitLog(file, buffering)
  return { hooks: hooksOf(log), end }
}

function openPino(file, options) {
  const { stream, end } = openPinoStream(file, options)
  return { options: { logger: { name: LOGGER, stream } }, end }
}

function openPinoHooks(file, options) {
  const { stream, end } = openPinoStream(file, options)
  const logger = pino({ name: LOGGER }, stream)
  return { hooks: hooksOf((message, fields) => logger.info(fields, message)), end }
}

function openTreeline(file, options) {
  const { logger, end } = openTreelineLog(file, options)
  return { hooks: hooksOf((message, fields) => logger.info(message, fields)), end }
}
