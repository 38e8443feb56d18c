import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as logging from 'treeline'
import { registerObject } from 'treeline/config'
import { realmState, resetLogging, StringStream } from '@treeline/core/testing'
import { forgetLoggers } from '../../../packages/core/src/testing/realmState.js'
import { stdout } from '@treeline/node'
import { afterEach, beforeEach } from 'vitest'

/** Keeps the records that it is handed, whatever its formatter and filters. */
export class RecordingHandler extends logging.Handler {
  readonly records: logging.LogRecord[] = []

  override handle(record: logging.LogRecord): logging.LogRecord | false {
    this.records.push(logging.prepare(record))
    return record
  }

  /** The last record. */
  get last(): logging.LogRecord {
    return this.records.at(-1)!
  }
}

/** The root logger as most methods find it: at DEBUG, with one handler that writes to a string. */
export class Root {
  logger!: logging.Logger
  handler!: logging.StreamHandler
  stream!: StringStream

  /** What was written, each line as `name -> level: message`. */
  get lines(): string[] {
    return this.stream.lines
  }

  setUp(): void {
    this.logger = logging.getLogger()
    this.logger.setLevel(logging.DEBUG)
    this.stream = new StringStream()
    this.handler = new logging.StreamHandler(this.stream)
    this.handler.setFormatter(new logging.Formatter('%(name)s -> %(levelname)s: %(message)s'))
    this.logger.addHandler(this.handler)
  }
}

/** Cleans up after each test of the file: loggers, handlers, settings, and the level names. */
export function useCleanLogging(): void {
  let levelToName: [number, string][] = []
  let nameToLevel: [string, number][] = []
  beforeEach(() => {
    levelToName = [...realmState.levels.nameOf]
    nameToLevel = [...realmState.levels.numberOf]
  })
  afterEach(() => {
    resetLogging()
    forgetLoggers()
    refill(realmState.levels.nameOf, levelToName)
    refill(realmState.levels.numberOf, nameToLevel)
    Object.assign(logging.settings, {
      logThreads: true,
      logMultiprocessing: true,
      logProcesses: true,
      logAsyncioTasks: true,
    })
  })
}

function refill<Key, Value>(map: Map<Key, Value>, entries: readonly [Key, Value][]): void {
  map.clear()
  for (const [key, value] of entries) map.set(key, value)
}

/** Gives each test of the file the root logger with a handler that writes to a string. */
export function useRoot(): Root {
  const root = new Root()
  useCleanLogging()
  beforeEach(() => root.setUp())
  return root
}

/** Gives each test of the file a folder of its own: the function tells the path of a file there. */
export function useFolder(): (name: string) => string {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'treeline-test-logging-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  return (name) => join(folder, name)
}

/** Returns messages that count: `1`, `2` and so on, so that a comparison shows what is missing. */
export function counter(): () => string {
  let next = 0
  return () => String(++next)
}

/** The format string of a formatter, as it was given. */
export function formatOf(formatter: logging.Formatter): string {
  return (formatter._style as unknown as { _fmt: string })._fmt
}

/** Gives each test of the file a string that configurations know as `sys.stdout`. */
export function useStdout(): { stream: StringStream } {
  const own = { stream: new StringStream() }
  beforeEach(() => {
    own.stream = new StringStream()
    registerObject('sys.stdout', own.stream)
  })
  afterEach(() => registerObject('sys.stdout', stdout))
  return own
}

/** Formats an error on one line. */
export class OneLineFormatter extends logging.Formatter {
  override formatException(exc_info: unknown): string {
    return `because of ${exc_info instanceof Error ? exc_info.name : 'nothing'}`
  }
}
