import { mkdtempSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigParser, dictConfig, fileConfig } from './config.node.js'
import { TimedRotatingFileHandler, WatchedFileHandler } from './handlers.node.js'
import { getHandlerByName, getLogger } from './node.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-rotation-classes-'))
})
afterEach(() => {
  resetLogging()
  rmSync(folder, { recursive: true, force: true })
})

function configured(handler: object): unknown {
  const file = { filename: join(folder, 'app.log'), ...handler }
  dictConfig({ version: 1, handlers: { file } } as never)
  return getHandlerByName('file')
}

/** Reads an ini file with one handler. */
function fromIni(klass: string, args: string, kwargs = '{}'): unknown {
  const parser = new ConfigParser()
  parser.read_string(
    [
      '[loggers]\nkeys=root\n[handlers]\nkeys=file\n[formatters]\nkeys=\n[logger_root]\nhandlers=file',
      `[handler_file]\nclass=${klass}\nargs=${args}\nkwargs=${kwargs}`,
    ].join('\n'),
  )
  fileConfig(parser)
  return getLogger().handlers[0]
}

describe('dictConfig', () => {
  test('makes a TimedRotatingFileHandler by Python’s names, and ours', () => {
    const handler = configured({
      class: 'logging.handlers.TimedRotatingFileHandler',
      ...{
        when: 'midnight',
        interval: 2,
        backupCount: 7,
        encoding: 'utf-8',
        delay: true,
        utc: true,
        errors: 'replace',
      },
      ...{ atTime: '03:30:00', maxBytes: 1000, buffering: 16_384, flushLevel: 'WARNING' },
      '.': { suffix: '%Y%m%d' },
    })
    expect(handler).toBeInstanceOf(TimedRotatingFileHandler)
    expect(handler).toMatchObject({ when: 'MIDNIGHT', interval: 2 * 86_400, backupCount: 7, utc: true, maxBytes: 1000 })
    expect(handler).toMatchObject({ atTime: { hour: 3, minute: 30, second: 0 }, suffix: '%Y%m%d', flushLevel: 30 })
  })

  test('makes a WatchedFileHandler', () => {
    const handler = configured({ class: 'logging.handlers.WatchedFileHandler', mode: 'w', delay: true, buffering: 100 })
    expect(handler).toBeInstanceOf(WatchedFileHandler)
    expect(handler).toMatchObject({ mode: 'w', delay: true })
  })

  test.each<[object, string]>([
    [{ class: 'logging.handlers.TimedRotatingFileHandler', when: 'X' }, 'Invalid rollover interval specified: X'],
    [{ class: 'logging.handlers.TimedRotatingFileHandler', interval: '1' }, 'interval: expected a number above 0'],
    [{ class: 'logging.handlers.TimedRotatingFileHandler', atTime: 'noon' }, 'atTime: expected a time such as'],
    [{ class: 'logging.handlers.TimedRotatingFileHandler', mode: 'w' }, "unexpected keyword argument 'mode'"],
    [{ class: 'logging.handlers.WatchedFileHandler', when: 'H' }, "unexpected keyword argument 'when'"],
  ])('refuses %o', (part, message) => {
    expect(() => configured(part)).toThrow(/^Unable to configure handler 'file'/)
    expect(() => configured(part)).toThrow(message)
  })
})

describe.each(['RotatingFileHandler', 'TimedRotatingFileHandler'])('what every %s takes', (name) => {
  const options = { compress: 'gzip', maxTotalBytes: 1e6, maxAgeSeconds: 60, link: 'current.log', multiprocess: true }

  test('comes from a dictionary and from an ini file', async () => {
    const handlers = [
      configured({ class: `logging.handlers.${name}`, backupCount: 3, ...options }),
      fromIni(
        `handlers.${name}`,
        `('${join(folder, 'app.log')}',)`,
        "{'backupCount': 3, 'compress': 'gzip', 'maxTotalBytes': 1000000, 'maxAgeSeconds': 60, 'link': 'current.log', 'multiprocess': True}",
      ),
    ]
    expect(readlinkSync(join(folder, 'current.log'))).toBe('app.log')
    for (const handler of handlers) {
      expect(handler).toMatchObject({ options, mode: 'a' })
      await (handler as TimedRotatingFileHandler).close()
    }
  })

  test.each<[object, string]>([
    [{ compress: 'bzip2' }, "compress: expected one of 'gzip', null, not 'bzip2'"],
    [{ maxTotalBytes: '1 GB' }, "maxTotalBytes: expected a number above 0, not '1 GB'"],
    [{ maxAgeSeconds: -1 }, 'maxAgeSeconds: expected a number above 0, not -1'],
    [{ link: 5 }, 'link: expected a path, not 5'],
    [{ multiprocess: 'yes' }, "multiprocess: expected true or false, not 'yes'"],
    [{ multiProcess: true }, "unexpected keyword argument 'multiProcess'"],
  ])('%o is refused', (part, message) => {
    expect(() => configured({ class: `logging.handlers.${name}`, ...part })).toThrow(message)
  })
})

describe('fileConfig', () => {
  test('takes arguments in Python’s order', () => {
    const name = join(folder, 'app.log')
    const args = `('${name}', 'W0', 2, 5, None, True, True, '03:30', 'replace')`
    const handler = fromIni('handlers.TimedRotatingFileHandler', args)
    expect(handler).toBeInstanceOf(TimedRotatingFileHandler)
    expect(handler).toMatchObject({ when: 'W0', interval: 14 * 86_400, backupCount: 5, encoding: null, delay: true })
    expect(handler).toMatchObject({ utc: true, atTime: { hour: 3, minute: 30 }, errors: 'replace' })

    const watched = fromIni('handlers.WatchedFileHandler', `('${name}', 'w', 'ascii', True)`)
    expect(watched).toBeInstanceOf(WatchedFileHandler)
    expect(watched).toMatchObject({ mode: 'w', encoding: 'ascii', delay: true })
  })

  test('and ours by name', () => {
    const name = join(folder, 'app.log')
    const handler = fromIni('handlers.TimedRotatingFileHandler', `('${name}', 'H')`, "{'maxBytes': 50, 'delay': True}")
    expect(handler).toMatchObject({ when: 'H', maxBytes: 50, delay: true })
  })
})
