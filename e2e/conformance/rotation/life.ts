import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { Formatter, getLogger, makeLogRecord } from 'treeline'
import type { FileHandler } from '@treeline/node'
import { RotatingFileHandler, TimedRotatingFileHandler, WatchedFileHandler } from '@treeline/node/handlers'
import type { Life } from './generate.js'

/** What a life left, the same from CPython (life.py) and from treeline. */
export interface Trace {
  /** Of each operation: what it gave, the handler's `rolloverAt`, and the files with their sizes. */
  readonly steps: readonly (readonly [outcome: unknown, rolloverAt: number | null, sizes: readonly string[]])[]
  /** The files at the end, with their contents. */
  readonly files: Readonly<Record<string, string>>
  /** How often the handler failed. */
  readonly errors: number
}

/** Every file that is written gets the time of the life's clock, which is before this. */
const REAL_MS = 1_767_225_600_000

const inFolder =
  (name: (base: string) => string) =>
  (path: string): string =>
    join(dirname(path), name(basename(path)))

const NAMERS: Readonly<Record<string, ((path: string) => string) | undefined>> = {
  suffix: (path) => `${path}.old`,
  logLast: inFolder((base) => `${base.replaceAll('.log', '')}.log`),
  inFront: inFolder((base) => `${base.replace(/^app\.log\./, '')}-app`),
  one: inFolder(() => 'app.before'),
}

const read = (path: string): string => fs.readFileSync(path, 'utf8')

const ROTATORS: Readonly<Record<string, ((source: string, dest: string) => void) | undefined>> = {
  wrapping(source, dest) {
    if (!fs.existsSync(source)) return
    fs.writeFileSync(dest, `<${read(source)}>`)
    fs.rmSync(source)
  },
  copying(source, dest) {
    if (!fs.existsSync(source)) return
    fs.writeFileSync(dest, read(source))
    fs.writeFileSync(source, '')
  },
  idle() {},
}

const isFile = (path: string): boolean => fs.statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
const isThere = (path: string): boolean => fs.lstatSync(path, { throwIfNoEntry: false }) !== undefined

type Watched = FileHandler & Partial<Pick<TimedRotatingFileHandler, 'rolloverAt' | 'getFilesToDelete' | 'doRollover'>>

/** A folder, a clock and the handler that is in them now. */
class World {
  private readonly life: Life
  private readonly folder: string
  private readonly base: string
  private handler!: Watched
  private errors = 0
  now: number

  constructor(life: Life, folder: string) {
    this.life = life
    this.folder = folder
    this.base = join(folder, 'app.log')
    this.now = life.start
    for (const [name, text, age] of life.files) this.put(name, text, this.now - age)
  }

  play(): Trace {
    this.begin({})
    const steps = this.life.operations.map(([name, ...args]): Trace['steps'][number] => {
      const outcome = (this.operations[name] as (...args: unknown[]) => unknown)(...args)
      this.touch()
      return [outcome ?? null, this.handler.rolloverAt ?? null, this.sizes()]
    })
    this.end()
    return { steps, files: this.files(), errors: this.errors }
  }

  private path(name: string): string {
    return join(this.folder, name)
  }

  private names(): string[] {
    return fs.readdirSync(this.folder).sort()
  }

  private put(name: string, text: string, ms: number): void {
    const path = this.path(name)
    if (text === '/') return void fs.mkdirSync(path, { recursive: true })
    if (text.startsWith('->')) {
      if (!isThere(path)) fs.symlinkSync(text.slice(2), path)
      return
    }
    fs.writeFileSync(path, text)
    fs.utimesSync(path, ms / 1000, ms / 1000)
  }

  /** Gives what was written the time of the life's clock. */
  private touch(): void {
    for (const path of this.names().map((name) => this.path(name)))
      if (isFile(path) && fs.statSync(path).mtimeMs > REAL_MS) fs.utimesSync(path, this.now / 1000, this.now / 1000)
  }

  private begin(changed: object): void {
    const { life, base } = this
    const options: Record<string, unknown> = {
      ...life.options,
      ...changed,
      encoding: 'utf-8',
      buffering: life.buffering,
    }
    const time = options['atTime'] as [number, number, number] | undefined
    if (time !== undefined) options['atTime'] = { hour: time[0], minute: time[1], second: time[2] }
    // A file that the handler makes has the time of the life's clock from the beginning.
    if (options['delay'] !== true && !fs.existsSync(base)) this.put('app.log', '', this.now)
    const Kind = { timed: TimedRotatingFileHandler, rotating: RotatingFileHandler, watched: WatchedFileHandler }[
      life.kind
    ]
    const handler = new Kind(base, options)
    const namer = NAMERS[life.namer]
    const rotator = ROTATORS[life.rotator]
    Object.assign(handler, namer && { namer }, rotator && { rotator })
    if (life.suffix !== null) Object.assign(handler, { suffix: life.suffix[0], extMatch: new RegExp(life.suffix[1]) })
    handler.handleError = () => void this.errors++
    // When a device was written is the machine's affair.
    if (handler instanceof TimedRotatingFileHandler && fs.existsSync(base) && !isFile(base))
      handler.rolloverAt = handler.computeRollover(Math.trunc(this.now / 1000))
    handler.setFormatter(new Formatter('%(message)s'))
    const logger = getLogger('life')
    logger.propagate = false
    logger.handlers = [handler]
    this.handler = handler
  }

  private end(): void {
    void this.handler.close()
    getLogger('life').handlers = []
  }

  private readonly operations: Readonly<Record<string, (...args: never[]) => unknown>> = {
    log: (text: string) => getLogger('life').warning('%s', text),
    wait: (ms: number) => void (this.now += ms),
    restart: (changed: object) => {
      this.end()
      this.begin(changed)
    },
    rollover: () => this.handler.doRollover!(),
    due: () => (this.handler as TimedRotatingFileHandler).shouldRollover(makeLogRecord({ msg: 'x' })),
    candidates: () => this.handler.getFilesToDelete!().map((path) => basename(path)),
    put: (name: string, text: string) => this.put(name, text, this.now),
    take: (number: number) => {
      const isWritten = (name: string): boolean => name === 'app.log' || name === 'real.txt'
      const names = this.names().filter((name) => !isWritten(name) && isFile(this.path(name)))
      if (names.length > 0) fs.rmSync(this.path(names[number % names.length]!))
    },
    empty: () => {
      if (isFile(this.base)) fs.truncateSync(this.base)
    },
    move: (name: string) => {
      if (isThere(this.base) && !fs.existsSync(this.path(name))) fs.renameSync(this.base, this.path(name))
    },
    delete: () => fs.rmSync(this.base, { force: true }),
  }

  private sizes(): string[] {
    if (this.life.buffering > 0) return this.names()
    return this.names().map((name) => {
      const path = this.path(name)
      return `${name}:${isFile(path) ? fs.statSync(path).size : '-'}`
    })
  }

  private files(): Record<string, string> {
    const paths = this.names().map((name) => [name, this.path(name)] as const)
    return Object.fromEntries(paths.map(([name, path]) => [name, isFile(path) ? read(path) : '-']))
  }
}

/** Plays a life on treeline. */
export function play(life: Life): Trace {
  const zone = process.env['TZ']
  const { now } = Date
  const folder = fs.mkdtempSync(join(tmpdir(), 'treeline-life-'))
  process.env['TZ'] = life.zone
  try {
    const world = new World(life, folder)
    Date.now = () => world.now
    return world.play()
  } finally {
    Date.now = now
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
    fs.rmSync(folder, { recursive: true })
  }
}
