import { Random } from '../../tools/random.mjs'
import { changes, FIRST, LAST, offsetAt, ZONES, type Zone } from './zones.js'

/** One thing that happens in a life, as JSON: its name and its arguments. */
export type Operation = readonly [name: string, ...args: unknown[]]

/** What a handler goes through, the same here and in CPython. */
export interface Life {
  readonly zone: Zone
  readonly kind: 'timed' | 'rotating' | 'watched'
  /** The clock at the start, in milliseconds since 1970. */
  readonly start: number
  /** What is in the folder before: a name, a text (`/` is a folder, `->` a link), and how many milliseconds ago it was written. */
  readonly files: readonly (readonly [name: string, text: string, ageMs: number])[]
  /** By Python's names; a time of the day as hour, minute and second. */
  readonly options: Readonly<Record<string, unknown>>
  readonly namer: string
  readonly rotator: string
  /** The handler's `suffix`, and the source of its `extMatch`; null for its own. */
  readonly suffix: readonly [suffix: string, extMatch: string] | null
  /** How many characters treeline's handler holds back. Python's holds none. */
  readonly buffering: number
  readonly operations: readonly Operation[]
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const WAITS = [0, 250, SECOND, 3 * SECOND, 59 * SECOND, MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 6 * HOUR]
const LONG_WAITS = [12 * HOUR, 23 * HOUR, DAY, 25 * HOUR, 3 * DAY, 7 * DAY, 30 * DAY, 180 * DAY]
const WHEN = ['S', 's', 'M', 'm', 'H', 'h', 'D', 'd', 'midnight', 'MIDNIGHT', 'W0', 'w1', 'W2', 'W3', 'w4', 'W5', 'W6']
/** By the unit of `when`: the characters of an ISO time that its names have. */
const STAMPS: Readonly<Record<string, number>> = { S: 19, M: 16, H: 13 }

const SUFFIXES = [
  ['%Y%m%d_%H%M%S', '^\\d{8}_\\d{6}$'],
  ['%d.%m.%Y', '\\d{2}\\.\\d{2}\\.\\d{4}'],
  ['%Y-%j', '(?<!\\d)\\d{4}-\\d{3}(?!\\d)'],
  // Finds nothing that the suffix writes.
  ['%Y%m%d', '\\d{4}-\\d{2}-\\d{2}'],
] as const

const STRANGERS = [
  ...['app.log.bak', 'other.log.2020-01-01', 'app.log.2020-01-01.gz', 'app.log.12020-01-01', 'app.log.2020-01-011'],
  ...['app.2020-01-01.log', 'app.log.2020-01-01.old', 'app.log.1.old', '2020-01-01-app', 'app.log.1', 'app.log.2'],
  ...['app.log.3', 'app.log.2020-01-01_10', 'app.log.2020-01-01.0001', 'app.before', 'app.log.x.2020-01-01'],
] as const

const CHANCES: Readonly<Record<Life['kind'], Readonly<Record<string, number>>>> = {
  timed: { log: 40, wait: 40, restart: 5, rollover: 2, due: 3, candidates: 3, put: 3, take: 3, empty: 1 },
  rotating: { log: 60, wait: 5, restart: 5, rollover: 3, due: 3, put: 2, take: 4 },
  watched: { log: 50, wait: 3, restart: 5, move: 8, delete: 5, put: 5, base: 8, empty: 3 },
}

/** Writes one life. */
class Writer {
  private readonly random: Random
  private readonly zone: Zone
  private readonly kind: Life['kind']
  private readonly options: Record<string, unknown>
  private readonly start: number
  private now: number
  private logged = 0

  constructor(random: Random) {
    this.random = random
    this.zone = random.pick(ZONES)
    this.kind = random.weighted({ timed: 14, rotating: 4, watched: 2 })
    this.start = this.now = this.firstTime()
    this.options = this.optionsOf()
  }

  write(): Life {
    const { random, zone, kind, start, options } = this
    const isTimed = kind === 'timed'
    return {
      zone,
      kind,
      start,
      files: this.filesBefore(),
      options,
      namer: kind === 'watched' || random.chance(0.5) ? 'none' : random.pick(this.namers()),
      rotator: kind === 'watched' || random.chance(0.7) ? 'none' : random.pick(this.rotators()),
      suffix: isTimed && random.chance(0.15) ? random.pick(SUFFIXES) : null,
      // With it, what is written when is another matter than in Python.
      buffering: kind === 'rotating' ? random.pick([0, 0, 10, 16_384]) : 0,
      operations: Array.from({ length: 5 + random.below(30) }, () => this.operation()),
    }
  }

  /** Mostly where clocks are put forward or back. */
  private firstTime(): number {
    const { random } = this
    const instants = changes(this.zone)
    if (instants.length === 0 || random.chance(0.4)) return FIRST + random.below((LAST - FIRST) / SECOND) * SECOND
    return Math.max(FIRST, random.pick(instants) + this.sharp(random.below(4 * DAY) - 3 * DAY))
  }

  /** A number of milliseconds, often whole half hours: that is when days end. */
  private sharp(ms: number): number {
    const { random } = this
    if (random.chance(0.5)) return ms
    return Math.round(ms / (HOUR / 2)) * (HOUR / 2) + random.pick([0, 0, -SECOND, SECOND, -1])
  }

  private optionsOf(): Record<string, unknown> {
    const { random, kind } = this
    const options: Record<string, unknown> = {}
    if (random.chance(0.3)) options['delay'] = true
    if (kind === 'watched') return options
    options['backupCount'] = random.below(4)
    if (kind === 'rotating') {
      options['maxBytes'] = random.pick([0, 1, 10, 20, 50, 100])
      if (random.chance(0.2)) options['mode'] = 'w'
      return options
    }
    options['when'] = random.pick(WHEN)
    if (random.chance(0.4)) options['interval'] = random.pick([1, 2, 3, 5, 24])
    if (random.chance(0.2)) options['utc'] = true
    if (random.chance(0.4))
      options['atTime'] = [random.pick([0, 1, 2, 3, 12, 23]), random.pick([0, 0, 30, 59]), random.pick([0, 0, 1, 59])]
    return options
  }

  private namers(): readonly string[] {
    // With one name for all, Python's RotatingFileHandler deletes the file that it renames then.
    return this.kind === 'timed' ? ['suffix', 'logLast', 'inFront', 'one'] : ['suffix', 'inFront']
  }

  private rotators(): readonly string[] {
    // Where nothing is rotated, Python's RotatingFileHandler has deleted the last file all the same.
    return this.kind === 'timed' ? ['wrapping', 'copying', 'idle'] : ['wrapping', 'copying']
  }

  private filesBefore(): [string, string, number][] {
    const { random } = this
    const files: [string, string, number][] = Array.from({ length: random.below(6) }, () => [
      this.name(),
      `${random.below(100)}\n`,
      random.below(40 * DAY),
    ])
    if (random.chance(0.03)) files.push(['sub', '/', 0])
    if (random.chance(0.05)) files.push(['app.log', random.pick(['->real.txt', '->/dev/null']), 0])
    else if (random.chance(0.5))
      files.push(['app.log', random.pick(['', 'before\n']), random.below(random.pick([MINUTE, DAY, 40 * DAY]))])
    return files
  }

  /** The name of a file that the handler has made, or of another one. */
  private name(): string {
    const { random } = this
    if (random.chance(0.4)) return random.pick(STRANGERS)
    const local =
      this.now + offsetAt(this.zone, this.now) + (random.below(7) - 4) * random.pick([SECOND, HOUR, DAY, DAY])
    const unit = String(this.options['when'] ?? 'D')[0]!.toUpperCase()
    const stamp = new Date(local).toISOString().slice(0, STAMPS[unit] ?? 10)
    return `app.log.${stamp.replace('T', '_').replaceAll(/(?<=_.*):/g, '-')}`
  }

  private operation(): Operation {
    const { random } = this
    const name = random.weighted(CHANCES[this.kind])
    switch (name) {
      case 'log':
        return [name, this.text()]
      case 'wait':
        return [name, this.wait()]
      case 'restart':
        return [name, this.kind !== 'watched' && random.chance(0.3) ? { backupCount: random.below(4) } : {}]
      case 'due':
      case 'rollover':
        // Where there is no file yet, Python's RotatingFileHandler opens one to say that it need not be rotated, and deletes the
        // last rotated file to rotate nothing.
        return this.kind === 'rotating' && this.options['delay'] === true ? ['wait', 0] : [name]
      case 'put':
        return [name, this.name(), `${random.below(100)}\n`]
      case 'base':
        return ['put', 'app.log', 'new\n']
      case 'take':
        return [name, random.below(5)]
      case 'move':
        return [name, random.pick(['app.log.1', 'moved', 'app.log-old'])]
      default:
        return [name]
    }
  }

  private text(): string {
    const { random } = this
    const text = `${this.logged++}${random.pick(['', ' é', ' 😀', '\nmore', ' words of some length'])}`
    return random.chance(0.1) ? text.repeat(1 + random.below(12)) : text
  }

  private wait(): number {
    const { random } = this
    const ms = random.pick(random.chance(0.6) ? WAITS : LONG_WAITS)
    const wanted = random.chance(0.08) ? -ms : random.chance(0.3) ? Math.floor(ms * random.next()) : ms
    // To a half hour, often: that is when days end.
    const end = random.chance(0.3) ? this.sharp(this.now + wanted) : this.now + wanted
    const bounded = Math.min(Math.max(end, FIRST), LAST)
    const waited = bounded - this.now
    this.now = bounded
    return waited
  }
}

/** Returns the life with that number among those of a seed. */
export function makeLife(seed: number, index: number): Life {
  return new Writer(new Random(seed * 1_000_003 + index)).write()
}
