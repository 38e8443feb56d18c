import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Formatter, getLogger, type Logger } from '@treeline/core'
import { registerDirect } from '@treeline/core/internal'
import { captureStderr, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FileHandler } from '../files/fileHandler.js'
import type { BaseRotatingHandler } from './baseRotatingHandler.js'
import { RotatingFileHandler, type RotatingFileHandlerOptions } from './rotatingFileHandler.js'
import { TimedRotatingFileHandler } from './timedRotatingFileHandler.js'

registerDirect()

let folder: string
let file: string
beforeEach(() => {
  vi.useFakeTimers()
  folder = mkdtempSync(join(tmpdir(), 'treeline-nested-'))
  file = join(folder, 'a.log')
})
afterEach(() => {
  vi.useRealTimers()
  resetLogging()
  rmSync(folder, { recursive: true, force: true })
})

/** Attaches handlers to a logger of their own. */
function loggerOf(name: string, ...handlers: readonly BaseRotatingHandler[]): Logger {
  const logger = getLogger(name)
  logger.setLevel('DEBUG')
  logger.propagate = false
  for (const handler of handlers) {
    handler.setFormatter(new Formatter('%(message)s'))
    logger.addHandler(handler)
  }
  return logger
}

const sized = (options: RotatingFileHandlerOptions = {}): RotatingFileHandler =>
  new RotatingFileHandler(file, { maxBytes: 30, backupCount: 99, ...options })

const MAKERS: Readonly<Record<string, () => BaseRotatingHandler>> = {
  'by size': sized,
  'by size, held back': () => sized({ buffering: 1000 }),
  'by size, opened late': () => sized({ delay: true }),
  'by time': () => new TimedRotatingFileHandler(file, { when: 'S' }),
  'by time and size': () => new TimedRotatingFileHandler(file, { when: 'D', maxBytes: 30 }),
}

/** Returns the lines of all files, in no order of the files. */
function lines(): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1))
}

test.each(Object.keys(MAKERS))('a rotator and a namer that log lose nothing, and nothing is told: %s', (name) => {
  const handler = MAKERS[name]!()
  const log = loggerOf('nested', handler)
  const nested: string[] = []
  const say = (text: string): void => {
    nested.push(`${text} ${nested.length}`)
    log.info(nested.at(-1)!)
  }
  handler.namer = (given) => (say('named'), given)
  handler.rotator = (source, dest) => {
    say('before')
    // Copied and then removed: what goes to the old file in between is gone.
    copyFileSync(source, dest)
    say('between')
    rmSync(source)
    say('after')
  }
  const sent = Array.from({ length: 6 }, (_, i) => `the line number ${i}`)
  const said = captureStderr(() => {
    for (const line of sent) {
      log.info(line)
      vi.advanceTimersByTime(1000)
    }
    void handler.close()
  })
  expect(said).toBe('')
  expect(nested.length).toBeGreaterThan(8)
  expect(lines().sort()).toEqual([...sent, ...nested].sort())
})

test('what is logged within a rollover comes into the new file, in order, before the record', () => {
  const handler = sized()
  const log = loggerOf('order', handler)
  handler.rotator = (source, dest) => {
    log.info('before')
    renameSync(source, dest)
    log.info('after %d', 1)
  }
  log.info('the first of them')
  log.info('the second of them')
  void handler.close()
  expect(readFileSync(`${file}.1`, 'utf8')).toBe('the first of them\n')
  expect(readFileSync(file, 'utf8')).toBe('before\nafter 1\nthe second of them\n')
})

test('two handlers whose rotators log to each other lose nothing', () => {
  const other = join(folder, 'b.log')
  const one = sized()
  const two = new RotatingFileHandler(other, { maxBytes: 30, backupCount: 99 })
  const logs = [loggerOf('one', one), loggerOf('two', two)]
  const nested: string[] = []
  const tell =
    (log: Logger) =>
    (source: string, dest: string): void => {
      nested.push(`rotates, number ${nested.length}`)
      log.info(nested.at(-1)!)
      renameSync(source, dest)
    }
  one.rotator = tell(logs[1]!)
  two.rotator = tell(logs[0]!)
  const sent = Array.from({ length: 8 }, (_, i) => `the line number ${i}`)
  const said = captureStderr(() => {
    for (const [i, line] of sent.entries()) logs[i % 2]!.info(line)
    for (const handler of [one, two]) void handler.close()
  })
  expect(said).toBe('')
  expect(nested.length).toBeGreaterThan(2)
  expect(lines().sort()).toEqual([...sent, ...nested].sort())
})

test('a rollover that fails loses nothing of what was logged within it', () => {
  const handler = sized()
  const log = loggerOf('fails', handler)
  handler.rotator = () => {
    log.info('within')
    throw new Error('no rotation today')
  }
  log.info('the first of them')
  const said = captureStderr(() => log.info('the second of them'))
  void handler.close()
  expect(said).toContain('no rotation today')
  expect(readFileSync(file, 'utf8')).toBe('the first of them\nwithin\nthe second of them\n')
})

test('a doRollover of the application’s that logs loses nothing, and the order stays', () => {
  const log = getLogger('own')
  class Own extends RotatingFileHandler {
    override doRollover(): void {
      log.info('before')
      super.doRollover()
      log.info('after')
    }
  }
  loggerOf('own', new Own(file, { maxBytes: 30, backupCount: 2 }))
  log.info('the first of them')
  log.info('the second of them')
  expect(readFileSync(file, 'utf8')).toBe('before\nafter\nthe second of them\n')
})

test('a rotator that asks for a rollover has one already', () => {
  const handler = sized()
  let calls = 0
  handler.rotator = (source, dest) => {
    calls++
    handler.doRollover()
    renameSync(source, dest)
  }
  const log = loggerOf('again', handler)
  log.info('the first of them')
  log.info('the second of them')
  void handler.close()
  expect([calls, readdirSync(folder)]).toEqual([1, ['a.log', 'a.log.1']])
})

test('within a rollover that is asked for by hand, nothing is written either', () => {
  // Without a limit, a line would be far from it, and written without a record.
  const handler = new RotatingFileHandler(file, { mode: 'w', backupCount: 2 })
  const log = loggerOf('by hand', handler)
  handler.rotator = (source, dest) => {
    log.info('within')
    renameSync(source, dest)
  }
  log.info('first')
  handler.doRollover()
  log.info('second')
  void handler.close()
  expect([readFileSync(`${file}.1`, 'utf8'), readFileSync(file, 'utf8')]).toEqual(['first\n', 'within\nsecond\n'])
})

test('a handler that its own rotator closes has what was logged before', () => {
  const handler = new RotatingFileHandler(file, { mode: 'w', backupCount: 2 })
  const log = loggerOf('closed', handler)
  handler.rotator = () => {
    log.info('within')
    void handler.close()
    expect(readFileSync(file, 'utf8')).toBe('first\nwithin\n')
    throw new Error('the program ends here')
  }
  log.info('first')
  expect(() => handler.doRollover()).toThrow('the program ends here')
  void handler.close()
  expect(readFileSync(file, 'utf8')).toBe('first\nwithin\n')
})

test('an async rotator that logs loses nothing, and nothing is told', async () => {
  const handler = sized()
  const log = loggerOf('async', handler)
  let isDone = false
  handler.rotator = async (source, dest) => {
    log.info('begins')
    await Promise.resolve()
    renameSync(source, dest)
    log.info('moved')
    await Promise.resolve()
    log.info('ends')
    isDone = true
  }
  log.info('the first of them')
  log.info('the second of them')
  await vi.waitFor(() => expect(isDone).toBe(true))
  await handler.close()
  expect(lines().sort()).toEqual(['begins', 'ends', 'moved', 'the first of them', 'the second of them'])
})

test('of two handlers of one process, neither calls the other another process', () => {
  const one = sized()
  const plain = new FileHandler(join(folder, 'unrelated.log'))
  const two = sized()
  const said = captureStderr(() => {
    for (let i = 0; i < 3; i++)
      for (const [name, each] of Object.entries({ one, two })) loggerOf(name, each).info('%s, line %d', name, i)
    for (const handler of [one, two, plain]) void handler.close()
  })
  expect(said).toContain(`another handler of this process moves ${file} too`)
  expect(said).not.toContain('another process')
  expect(existsSync(`${file}.1`)).toBe(true)
})

test('a computeRollover that logs within a write to a shared file does not touch what is being written', () => {
  const other = new FileHandler(join(folder, 'other.log'))
  const elsewhere = loggerOf('elsewhere')
  elsewhere.addHandler(other)
  class Own extends TimedRotatingFileHandler {
    override computeRollover(now: number): number {
      elsewhere.info('computes')
      return super.computeRollover(now)
    }
  }
  const [one, two] = [1, 2].map(() => new Own(file, { when: 'S', multiprocess: true })) as [Own, Own]
  const logs = [loggerOf('shared one', one), loggerOf('shared two', two)]
  const sent = Array.from({ length: 8 }, (_, i) => `the line number ${i}`)
  // Two that rotate within a second want one name.
  captureStderr(() => {
    for (const [i, line] of sent.entries()) {
      logs[i % 2]!.info(line)
      vi.advanceTimersByTime(i % 3 === 0 ? 1000 : 0)
    }
    for (const handler of [one, two, other]) void handler.close()
  })
  expect(
    lines()
      .filter((line) => line !== 'computes')
      .sort(),
  ).toEqual(sent)
})
