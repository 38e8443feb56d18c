// How each contestant of the service logs a request: in fastify's own place for a logger, or in hooks.
import { closeSync, openSync, writeSync } from 'node:fs'
import pino from 'pino'
import { basicConfig, FileHandler, getLogger, JSONFormatter, shutdown } from 'treeline'

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

const LOGGER = 'bench.service'
const MIN_LENGTH = 4096
const BUFFERING = 16_384
const SYNC = { sync: true }
const BLOCKS = { sync: true, minLength: MIN_LENGTH }
const ASYNC = { sync: false, minLength: MIN_LENGTH }

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
  const fd = openSync(file, 'a')
  let held = ''
  const flush = () => {
    if (held !== '') writeSync(fd, held)
    held = ''
  }
  const hooks = hooksOf((message, fields) => {
    const time = new Date().toISOString()
    held += `{"time":"${time}","level":"INFO","logger":"${LOGGER}","message":"${message}",${JSON.stringify(fields).slice(1)}\n`
    if (held.length >= buffering) flush()
  })
  const end = () => {
    flush()
    closeSync(fd)
  }
  return { hooks, end }
}

function openPino(file, options) {
  const stream = pino.destination({ dest: file, ...options })
  return { options: { logger: { name: LOGGER, stream } }, end: () => ended(stream) }
}

function openPinoHooks(file, options) {
  const stream = pino.destination({ dest: file, ...options })
  const logger = pino({ name: LOGGER }, stream)
  return { hooks: hooksOf((message, fields) => logger.info(fields, message)), end: () => ended(stream) }
}

function ended(stream) {
  return new Promise((resolve) => {
    stream.once('close', resolve)
    stream.end()
  })
}

function openTreeline(file, options) {
  const handler = new FileHandler(file, options)
  handler.setFormatter(new JSONFormatter())
  basicConfig({ handlers: [handler], level: 'INFO' })
  const logger = getLogger(LOGGER)
  return { hooks: hooksOf((message, fields) => logger.info(message, fields)), end: () => shutdown() }
}
