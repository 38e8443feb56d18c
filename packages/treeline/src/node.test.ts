import { realmState, resetLogging } from '@treeline/core/testing'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { nodePlatform } from '@treeline/node'
import { dictConfig } from './config.node.js'
import { RotatingFileHandler } from './handlers.node.js'
import * as logging from './node.js'

let folder: string

beforeAll(() => {
  realmState.platform = nodePlatform
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-node-'))
})
afterEach(() => {
  resetLogging()
  rmSync(folder, { recursive: true, force: true })
})

test('basicConfig opens a file', () => {
  const filename = join(folder, 'app.log')
  logging.basicConfig({ filename, filemode: 'w', level: 'INFO' })
  logging.getLogger('app').info('é')
  expect(readFileSync(filename, 'utf8')).toBe('INFO:app:é\n')
  expect(logging.getLogger().handlers[0]).toBeInstanceOf(logging.FileHandler)
})

test('a file that cannot be opened leaves everything as it was', () => {
  expect(() => logging.basicConfig({ filename: join(folder, 'nowhere', 'app.log'), level: 'DEBUG' })).toThrow('ENOENT')
  expect([logging.getLogger().handlers.length, logging.getLogger().level]).toEqual([0, 30])
  expect(realmState.handlers.open.size).toBe(0)
})

test('a Python configuration with rotating files moves over unchanged', () => {
  const filename = join(folder, 'app.log')
  dictConfig(
    JSON.parse(`{
    "version": 1,
    "formatters": { "line": { "format": "%(levelname)-8s %(name)s %(message)s" }, "json": { "class": "logging.JSONFormatter" } },
    "handlers": {
      "file": { "class": "logging.handlers.RotatingFileHandler", "filename": ${JSON.stringify(filename)},
                "maxBytes": 1000000, "backupCount": 3, "encoding": "utf-8", "formatter": "line", "level": "INFO" },
      "json": { "class": "logging.FileHandler", "filename": ${JSON.stringify(`${filename}.json`)}, "mode": "w", "formatter": "json" },
      "out": { "class": "logging.StreamHandler", "stream": "ext://sys.stdout", "level": "CRITICAL" }
    },
    "loggers": { "app": { "level": "DEBUG", "handlers": ["file", "json", "out"], "propagate": false } }
  }`),
  )
  logging.getLogger('app.db').debug('low')
  logging.getLogger('app.db').info('rows: %d', 3, { extra: { table: 'users' } })
  expect(readFileSync(filename, 'utf8')).toBe('INFO     app.db rows: 3\n')
  expect(readFileSync(`${filename}.json`, 'utf8').split('\n')[1]).toMatch(
    /"level":"INFO","logger":"app.db","message":"rows: 3","table":"users"}$/,
  )
  expect(logging.getHandlerByName('file')).toBeInstanceOf(RotatingFileHandler)
})

test('an unknown keyword of a file handler is named', () => {
  const handlers = { file: { class: 'logging.FileHandler', filename: join(folder, 'x'), maxbytes: 5 } }
  expect(() => dictConfig({ version: 1, handlers })).toThrow("unexpected keyword argument 'maxbytes'")
  expect(realmState.handlers.open.size).toBe(0)
})
