// Several processes that rotate one file, interleaved at each system call, stopped for long, and killed: no line is lost, none
// is doubled, and the numbers have no hole. A "process" is a handler; while one stands still in a system call, others go on.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeLogRecord, settings } from '@treeline/core'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type FileDriver, fileDriver } from '../files/fileDriver.js'
import { FileWriter } from '../files/writer.js'
import type { FolderDriver } from './folderDriver.js'
import { RotatingFileHandler } from './rotatingFileHandler.js'

const root = mkdtempSync(join(tmpdir(), 'treeline-shared-'))
let clockMs = 0
beforeEach(() => {
  settings.raiseExceptions = false
  vi.spyOn(performance, 'now').mockImplementation(() => clockMs)
})
afterEach(() => {
  settings.raiseExceptions = true
  vi.restoreAllMocks()
})
// Writers of one thread share the bytes of the line that is being written; those of several processes do not.
let slab: Uint8Array = new Uint8Array()
beforeAll(() => {
  const writeSync: FileDriver['writeSync'] = (_fd, bytes, _offset, length) => ((slab = bytes.subarray(0, 100)), length)
  new FileWriter(join(root, 'warm'), { driver: { ...fileDriver, writeSync } }).write('x')
})
afterAll(() => rmSync(root, { recursive: true }))

const PROCESSES = 3
const MAX_BYTES = 25
/** `p0 1234` and a newline, and one as Python counts. */
const LONGEST_LINE = 9
/** Longer than others respect the lock of a holder that stands still. */
const LONG_MS = 4000

/**
 * What happens after so many system calls, before the next one: others go on, they go on after a long time, or the process is
 * killed.
 */
interface Event {
  after: number
  kind: 'others' | 'stop' | 'kill'
  who: number
  lines: number
}

const event: fc.Arbitrary<Event> = fc.record({
  after: fc.nat(30),
  kind: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('others', 'stop') }, fc.constant('kill' as const)),
  who: fc.nat(PROCESSES - 1),
  lines: fc.integer({ min: 1, max: 12 }),
})

class World {
  readonly file: string
  readonly logged: string[] = []
  readonly killed = new Set<number>()
  private readonly running = new Set<number>()
  private readonly events: Event[]
  private readonly handlers: RotatingFileHandler[]
  private count = 0
  /** System calls since the last event. */
  private calls = 0

  constructor(folder: string, events: readonly Event[]) {
    this.file = join(folder, 'app.log')
    this.events = [...events]
    this.handlers = Array.from({ length: PROCESSES }, (_, who) => this.open(who))
  }

  /** Logs a line in a process that can run; notes it where the call has returned. */
  log(who: number): void {
    if (this.killed.has(who) || this.running.has(who)) return
    const line = `p${who} ${this.count++}`
    this.running.add(who)
    this.handlers[who]!.handle(makeLogRecord({ name: 'app', levelno: 20, levelname: 'INFO', msg: line }))
    this.running.delete(who)
    if (!this.killed.has(who)) this.logged.push(line)
  }

  close(): void {
    this.killed.clear()
    for (const handler of this.handlers) void handler.close()
  }

  private open(who: number): RotatingFileHandler {
    const driver = hooked(fileDriver, () => this.step(who)) as FileDriver
    const handler = new RotatingFileHandler(this.file, {
      maxBytes: MAX_BYTES,
      backupCount: 1000,
      multiprocess: true,
      driver,
    })
    const { driver: folders } = (handler as unknown as { backups: { driver: FolderDriver } }).backups
    Object.assign(
      folders,
      hooked(folders, () => this.step(who)),
    )
    return handler
  }

  private nextEvent(): Event | undefined {
    const [next] = this.events
    if (next === undefined || this.calls++ < next.after) return undefined
    this.calls = 0
    return this.events.shift()
  }

  private step(who: number): void {
    if (this.killed.has(who)) throw new Error('killed')
    const now = this.running.has(who) ? this.nextEvent() : undefined
    if (now === undefined) return
    if (now.kind === 'kill') {
      // One has to live, and to bring the others' files to their places.
      if (this.killed.size === PROCESSES - 1) return
      this.killed.add(who)
      throw new Error('killed')
    }
    if (now.kind === 'stop') clockMs += LONG_MS
    const bytes = Buffer.from(slab)
    for (let i = 0; i < now.lines; i++) this.log(now.who)
    slab.set(bytes)
  }
}

function hooked(driver: FileDriver | FolderDriver, step: () => void): object {
  return Object.fromEntries(
    Object.entries(driver).map(([name, call]: [string, (...given: unknown[]) => unknown]) => [
      name,
      (...given: unknown[]): unknown => {
        step()
        if (name !== 'pauseSync') return call(...given)
        return void (clockMs += given[0] as number)
      },
    ]),
  )
}

test('no line is lost or doubled', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(PROCESSES - 1), { maxLength: 60, size: 'max' }),
      fc.array(event, { maxLength: 60, size: 'max' }),
      (turns, events) => {
        const folder = mkdtempSync(join(root, 'run-'))
        const world = new World(folder, events)
        for (const who of turns) world.log(who)
        // Somebody meets the locks of the dead, and takes them over when time has gone on.
        for (let i = 0; i < 2; i++) {
          for (let who = 0; who < 9 * PROCESSES; who++) world.log(who % PROCESSES)
          clockMs += LONG_MS
        }
        for (let who = 0; who < 9 * PROCESSES; who++) world.log(who % PROCESSES)
        const names = readdirSync(folder).filter((name) => /^app\.log(\.\d+)?$/.test(name))
        const lines = names.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean))
        expect(lines.filter((line, i) => lines.indexOf(line) !== i)).toEqual([])
        expect(world.logged.filter((line) => !lines.includes(line))).toEqual([])
        expect(existsSync(`${world.file}.lock`)).toBe(false)
        // Who comes late rotates nothing: each rotated file was full.
        const sizes = names.filter((name) => name !== 'app.log').map((name) => statSync(join(folder, name)).size)
        expect(sizes.filter((size) => size + LONGEST_LINE < MAX_BYTES)).toEqual([])
        world.close()
        rmSync(folder, { recursive: true })
      },
    ),
    { numRuns: 150 },
  )
})
