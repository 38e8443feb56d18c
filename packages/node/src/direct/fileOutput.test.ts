import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Formatter, getLogger, JSONFormatter, type Logger, StreamHandler } from '@treeline/core'
import { registerDirect } from '@treeline/core/internal'
import { resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type FileDriver, fileDriver } from '../files/fileDriver.js'
import { FileHandler } from '../files/fileHandler.js'
import { RotatingFileHandler } from '../rotation/rotatingFileHandler.js'
import { registerFileOutputs } from './fileOutput.js'
import { rotatingOutput } from './rotatingOutput.js'

registerDirect()
registerFileOutputs()

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-output-'))
  file = join(folder, 'app.log')
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
  resetLogging()
  rmSync(folder, { recursive: true, force: true })
})

function logger(name: string): Logger {
  const made = getLogger(name)
  made.setLevel('INFO')
  made.propagate = false
  return made
}

const content = (): string => readFileSync(file, 'utf8')

function contents(): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  )
}

describe('calls that make no record', () => {
  test('a line that another file interrupts is not torn', () => {
    const other = logger('other')
    other.addHandler(new FileHandler(join(folder, 'other.log')))
    const handler = new FileHandler(file)
    let asked = 0
    Object.defineProperty(handler, 'terminator', {
      get: () => {
        if (++asked < 5) other.info('terminator asked for')
        return '\n'
      },
    })
    const log = logger('app')
    log.addHandler(handler)
    handler.setFormatter(new Formatter('%(message)s'))
    log.info('user %s did %d', 'ann', 1)
    log.info('user %s did %d', 'ann', 2)
    expect(readFileSync(file, 'utf8')).toBe('user ann did 1\nuser ann did 2\n')
    expect(readFileSync(join(folder, 'other.log'), 'utf8')).toBe('terminator asked for\n'.repeat(4))
  })

  test('a field whose getter logs to the same file comes behind what it logs', () => {
    const log = logger('app')
    for (const buffering of [0, 16_384]) {
      const handler = new FileHandler(file, { buffering, mode: 'w' })
      handler.setFormatter(new JSONFormatter({ keys: { message: 'message' } }))
      log.addHandler(handler)
      log.info('first')
      log.info('outer', {
        get inner() {
          log.info('inner')
          return 'value'
        },
      })
      log.info('last')
      log.removeHandler(handler)
      void handler.close()
      expect(readFileSync(file, 'utf8')).toBe(
        '{"message":"first"}\n{"message":"inner"}\n{"message":"outer","inner":"value"}\n{"message":"last"}\n',
      )
    }
  })

  test('two handlers of one file write the line once each', () => {
    const handler = new FileHandler(file, { buffering: 16_384 })
    const other = new StreamHandler(handler.stream)
    handler.setFormatter(new Formatter('%(message)s'))
    other.setFormatter(new JSONFormatter({ keys: { message: 'message' } }))
    const log = logger('app')
    log.addHandler(handler)
    log.addHandler(other)
    for (let i = 0; i < 3; i++) log.info('user %s did %d', 'ann', i)
    const lines = [0, 1, 2].map((i) => `user ann did ${i}\n{"message":"user ann did ${i}"}\n`)
    expect(content()).toBe(lines.join(''))
  })

  test('a full disk keeps their lines too, in their order', () => {
    let full = false
    const writeSync: FileDriver['writeSync'] = (...write) => {
      if (full) throw Object.assign(new Error('no room'), { code: 'ENOSPC' })
      return fileDriver.writeSync(...write)
    }
    const handler = new FileHandler(file, { buffering: 40, driver: { ...fileDriver, writeSync } })
    handler.setFormatter(new Formatter('%(message)s'))
    const failures: unknown[] = []
    handler.handleError = (_record, error) => void failures.push(error)
    const log = logger('app')
    log.addHandler(handler)
    const lines = Array.from({ length: 20 }, (_, i) => `user ann did ${i}\n`)
    for (let i = 0; i < 20; i++) {
      full = i > 4 && i < 12
      log.info('user %s did %d', 'ann', i)
    }
    void handler.close()
    expect(failures.length).toBeGreaterThan(0)
    expect(readFileSync(file, 'utf8')).toBe(lines.join(''))
  })
})

test.each([0, 500])(
  'calls far from the limit make no record, and the files are the same, with buffering %d',
  (buffering) => {
    const write = vi.spyOn(rotatingOutput, 'write')
    const files = [false, true].map((seesRecords) => {
      const handler = new RotatingFileHandler(file, { maxBytes: 400, backupCount: 3, buffering })
      handler.setFormatter(new Formatter('%(message)s'))
      if (seesRecords) handler.addFilter(() => true)
      const logger = getLogger('rotating')
      logger.setLevel('DEBUG')
      logger.addHandler(handler)
      for (let i = 0; i < 100; i++) logger.debug('naïve i = %d', i)
      logger.removeHandler(handler)
      void handler.close()
      const withoutRecord = write.mock.results.filter(({ value }) => value === true).length
      write.mockClear()
      expect(withoutRecord > 80).toBe(!seesRecords)
      const found = contents()
      for (const name of Object.keys(found)) rmSync(join(folder, name))
      return found
    })
    expect(files[0]).toEqual(files[1])
    expect(Object.keys(files[0]!)).toHaveLength(4)
  },
)
