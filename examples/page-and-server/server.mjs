// node server.mjs [--port N] [--logs FOLDER]: serves the two pages and takes their records. `npm start` builds and runs it.
import { mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { getHandlerByName, getLogger, shutdown } from 'treeline'
import { dictConfig } from 'treeline/config'
import { listener } from '@treeline/receiver/node'
import { configuration } from './logging.mjs'

const here = import.meta.dirname
const { values: options } = parseArgs({
  options: { port: { type: 'string', default: '8080' }, logs: { type: 'string', default: join(here, 'logs') } },
})

mkdirSync(options.logs, { recursive: true })
dictConfig(configuration(options.logs))
const log = getLogger('server')
const http = getLogger('server.http')

const scriptTag = fileURLToPath(import.meta.resolve('treeline/treeline.min.js'))
const FILES = {
  '/': 'public/index.html',
  '/favicon.svg': 'public/favicon.svg',
  '/actions.js': 'public/actions.js',
  '/live.js': 'public/live.js',
  '/logger-tree.js': 'public/logger-tree.js',
  '/script-tag.html': 'public/script-tag.html',
  '/script-tag.js': 'public/script-tag.js',
  '/spa/': 'spa/index.html',
  '/spa/main.js': 'spa/dist/main.js',
  '/spa/main.js.map': 'spa/dist/main.js.map',
  '/style.css': 'public/style.css',
  // A file's name with "log" in it is what ad blockers look for.
  '/treeline.min.js': scriptTag,
  '/treeline.min.js.map': `${scriptTag}.map`,
}
const TYPES = {
  css: 'text/css',
  html: 'text/html',
  js: 'text/javascript',
  map: 'application/json',
  svg: 'image/svg+xml',
}

// What pages send becomes records of this tree, below `page`.
const intake = listener({
  prefix: 'page',
  onError: (error, request) => http.warning('%s %s: %s', request.method, request.url, error.message),
})

const server = createServer((request, response) => {
  const startedAt = performance.now()
  response.on('close', () => {
    const ms = performance.now() - startedAt
    http.debug('%s %s %d %.1f ms', request.method, request.url, response.statusCode, ms)
  })
  const path = request.url.split('?', 1)[0]
  if (path === '/intake') intake(request, response)
  else if (path === '/live') getHandlerByName('live').stream(request, response)
  else serveFile(path, response)
})

function serveFile(path, response) {
  try {
    if (!Object.hasOwn(FILES, path)) return answer(response, 404, 'text/plain', 'Not found')
    const file = resolve(here, FILES[path])
    answer(response, 200, TYPES[file.split('.').pop()], readFileSync(file))
  } catch (error) {
    http.exception('could not serve %s', path, error)
    answer(response, 500, 'text/plain', 'The server failed')
  }
}

function answer(response, status, type, body) {
  response.writeHead(status, {
    'content-type': `${type};charset=utf-8`,
    'content-security-policy': "default-src 'self'",
    'cache-control': 'no-store',
  })
  response.end(body)
}

function stop(signal) {
  log.info('%s: stopping', signal)
  // Requests under way are answered first; the live streams have no end of their own.
  server.close(() => {
    log.info('stopped')
    void shutdown()
  })
  for (const client of getHandlerByName('live').clients) client.end()
}

server.on('error', (error) => {
  log.critical('cannot listen on port %s: %s', options.port, error.message)
  process.exitCode = 1
})
server.listen(Number(options.port), 'localhost', () => {
  log.info('logging to %s', options.logs)
  log.info('open http://localhost:%d/', server.address().port)
})
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop)
