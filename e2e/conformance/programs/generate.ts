import {
  EXTRAS,
  FILTERS,
  FORMATS,
  GOOD_LEVELS,
  KEYWORDS_OF_BASIC_CONFIG,
  LEVELS,
  LOGGER_NAMES,
  MAPPINGS,
  MESSAGES,
  METHODS,
  SUFFIXES,
  VALUES,
  WEIGHTS,
  type OperationName,
} from './pools.js'
import { Random } from '../../tools/random.mjs'

/** One operation: its name and its arguments, as JSON. `L0 H0 F0 A0` name what earlier operations made; `L-` is the root. */
export type Operation = readonly [name: string, ...args: unknown[]]

export type Program = readonly Operation[]

/** Writes one program. */
class Writer {
  readonly operations: Operation[] = []
  private readonly random: Random
  private loggers = 0
  private handlers = 0
  private filters = 0
  private readonly echoes = new Set<string>()
  private adapters = 0

  constructor(random: Random) {
    this.random = random
  }

  write(length: number): Program {
    this.add('getLogger')
    this.add('handler')
    this.add('addHandler')
    while (this.operations.length < length) this.add(this.random.weighted<OperationName>(WEIGHTS))
    return this.operations
  }

  private add(name: OperationName): void {
    this.operations.push([name, ...this.args(name)])
  }

  // --- names of things ---------------------------------------------------------------------------------------------

  private logger(): string {
    return this.loggers === 0 || this.random.chance(0.2) ? 'L-' : `L${this.random.below(this.loggers)}`
  }

  private handler(): string {
    return `H${this.random.below(Math.max(this.handlers, 1))}`
  }

  private filter(): string {
    return `F${this.random.below(Math.max(this.filters, 1))}`
  }

  /** A logger or an adapter. */
  private target(): string {
    return this.adapters > 0 && this.random.chance(0.3) ? `A${this.random.below(this.adapters)}` : this.logger()
  }

  /** A handler made before this one, or none: no target is its own target, nor logs while Python walks the buffer. */
  private targetOf(handler: string): string | null {
    const number = Number(handler.slice(1))
    const target = `H${this.random.below(Math.max(number, 1))}`
    return number > 0 && this.random.chance(0.9) && !this.echoes.has(target) ? target : null
  }

  private level(): unknown {
    return this.random.pick<unknown>(this.random.chance(0.8) ? GOOD_LEVELS : LEVELS)
  }

  // --- arguments ---------------------------------------------------------------------------------------------------

  private args(name: OperationName): unknown[] {
    const { random } = this
    switch (name) {
      case 'getLogger':
        return [`L${this.loggers++}`, random.pick(LOGGER_NAMES)]
      case 'getChild':
        return [`L${this.loggers++}`, this.logger(), random.pick(SUFFIXES)]
      case 'setLevel':
        return [
          random.weighted({ logger: 6, handler: 3, adapter: 1 }) === 'handler' ? this.handler() : this.target(),
          this.level(),
        ]
      case 'level=':
        return [this.logger(), this.level()]
      case 'isEnabledFor':
        return [this.target(), random.pick([-1, 0, 5, 10, 15, 20, 30, 40, 50, 100])]
      case 'getEffectiveLevel':
      case 'hasHandlers':
        return [this.target()]
      case 'parent=':
        return [this.logger(), this.logger()]
      case 'getChildren':
        return [this.logger()]
      case 'addHandler':
      case 'removeHandler':
        return [this.logger(), this.handler()]
      case 'handlers':
        return [
          this.logger(),
          random.pick(['push', 'push', 'pop', 'reverse', 'clear', 'first', 'assign']),
          this.handler(),
        ]
      case 'propagate':
      case 'disabled':
        return [this.logger(), random.chance(0.4)]
      case 'filter':
        return [`F${this.filters++}`, ...random.pick(FILTERS)]
      case 'addFilter':
      case 'removeFilter':
        return [random.chance(0.5) ? this.logger() : this.handler(), this.filter()]
      case 'setFormatter':
        return [this.handler(), random.chance(0.1) ? null : random.pick(FORMATS)]
      case 'setName':
        return [this.handler(), random.pick(['one', 'two', 'one', '', null])]
      case 'setStream':
        return [this.handler(), random.below(3)]
      case 'flush':
      case 'close':
        return [this.handler()]
      case 'getHandlerByName':
        return [random.pick(['one', 'two', '', 'none'])]
      case 'repr':
        return [random.pick([this.target(), this.handler()])]
      case 'disable':
        return random.chance(0.3) ? [0] : random.chance(0.1) ? [] : [this.level()]
      case 'disable=':
        return [random.chance(0.5) ? 0 : this.level()]
      case 'addLevelName':
        return [random.pick([5, 15, 10, 20, 0, 31]), random.pick(['TRACE', 'INFO', 'VERBOSE', 'DEBUG', ''])]
      case 'getLevelName':
        return [this.level()]
      case 'setLogRecordFactory':
        return [random.pick(['plain', 'sub', 'tag', 'fail'])]
      case 'setLoggerClass':
      case 'managerLoggerClass':
        return [random.pick(['Logger', 'SubLogger', 'MarkingLogger', 'QuietLogger', 'Stream'])]
      case 'captureWarnings':
        return [random.chance(0.7)]
      case 'warn':
        return [random.pick(['careful', '100% sure', 'two\nlines\n'])]
      case 'setTarget':
        return this.setTargetArgs()
      case 'handler':
        return this.handlerArgs()
      case 'handle':
        return this.handleArgs()
      case 'adapter':
        return this.adapterArgs()
      case 'settings':
        return this.settingsArgs()
      case 'basicConfig':
        return this.basicConfigArgs()
      case 'log':
        return this.logArgs()
      default:
        return []
    }
  }

  private setTargetArgs(): unknown[] {
    const handler = this.handler()
    return [handler, this.targetOf(handler)]
  }

  private handlerArgs(): unknown[] {
    const { random } = this
    const key = `H${this.handlers++}`
    const kind = random.weighted({ stream: 10, memory: 5, null: 1, base: 1, buffering: 1, stderr: 1, echo: 1 })
    if (kind === 'echo') this.echoes.add(key)
    if (kind === 'stream') return [key, kind, { stream: random.pick([0, 0, 0, 1, 1, 1, 2]) }]
    if (kind === 'base') return [key, kind, { level: this.level() }]
    if (kind === 'buffering') return [key, kind, { capacity: random.below(4) }]
    if (kind !== 'memory') return [key, kind, {}]
    const options: Record<string, unknown> = { capacity: random.below(5) }
    if (random.chance(0.8)) options['target'] = this.targetOf(key)
    if (random.chance(0.5)) options['flushLevel'] = this.level()
    if (random.chance(0.3)) options['flushOnClose'] = random.chance(0.3)
    return [key, kind, options]
  }

  private handleArgs(): unknown[] {
    const { random } = this
    const [msg] = random.pick(MESSAGES)
    const levelno = random.pick([10, 20, 30, 40, 50, 15])
    const spec: Record<string, unknown> = {
      name: random.pick(['a', 'a.b', 'else']),
      levelno,
      levelname: `L${levelno}`,
      msg,
    }
    if (random.chance(0.5)) spec['args'] = random.chance(0.3) ? random.pick(MAPPINGS) : this.values(random.below(3))
    if (random.chance(0.3)) spec['user'] = random.pick(VALUES)
    return [random.chance(0.6) ? this.logger() : this.handler(), spec]
  }

  private adapterArgs(): unknown[] {
    const { random } = this
    const key = `A${this.adapters}`
    const target = this.target()
    this.adapters++
    const kind = random.weighted({ plain: 6, prefix: 4, fail: 1, quiet: 1 })
    return [key, kind, target, random.pick(EXTRAS), random.chance(0.4) ? { merge_extra: random.chance(0.8) } : {}]
  }

  private settingsArgs(): unknown[] {
    const { random } = this
    if (random.chance(0.5)) return ['raiseExceptions', random.chance(0.6)]
    return ['lastResort', random.pick([null, null, 'default', this.handler()])]
  }

  private basicConfigArgs(): unknown[] {
    const { random } = this
    const names = Object.keys(KEYWORDS_OF_BASIC_CONFIG)
    const options: Record<string, unknown> = {}
    for (let i = random.below(5); i > 0; i--) {
      const name = random.pick(names)
      options[name] = random.pick(KEYWORDS_OF_BASIC_CONFIG[name]!)
    }
    if (random.chance(0.5)) options['force'] = true
    return [options]
  }

  private values(count: number): unknown[] {
    return Array.from({ length: count }, () => this.random.pick(VALUES))
  }

  private logArgs(): unknown[] {
    const { random } = this
    const ref = random.chance(0.08) ? 'module' : this.target()
    const method = random.pick(METHODS)
    const [msg, takes] = random.pick(MESSAGES)
    const mapping = takes < 0 && random.chance(0.85)
    const right = mapping ? 1 : Math.max(takes, 0)
    const count = random.chance(0.85) ? right : random.below(5)
    const args = mapping && count === 1 ? [random.pick(MAPPINGS)] : this.values(count)
    const level =
      method === 'log'
        ? [random.chance(0.9) ? random.pick([5, 10, 20, 30, 40, 50, 0, -5, 100, 2 ** 31]) : this.level()]
        : []
    // call-keywords: an object that the format string takes is no keywords.
    const free = takes < 0 ? count >= 1 : count >= takes
    return [ref, method, [...level, msg, ...args], free && random.chance(0.35) ? this.keywords() : {}]
  }

  private keywords(): Record<string, unknown> {
    const { random } = this
    const keywords: Record<string, unknown> = {}
    if (random.chance(0.4)) keywords['extra'] = random.pick(EXTRAS)
    if (random.chance(0.4))
      keywords['exc_info'] = random.pick([null, false, 0, '', true, { error: 'boom' }, { error: '' }])
    if (random.chance(0.2)) keywords['stack_info'] = random.chance(0.5)
    if (random.chance(0.2)) keywords['stacklevel'] = random.pick<unknown>([1, 2, 0, -3, 1000, 1.5, 'x', null, [], {}])
    return keywords
  }
}

/** Returns the program with that number among those of a seed. */
export function makeProgram(seed: number, index: number): Program {
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b))
  return new Writer(random).write(5 + Math.floor(random.next() ** 2 * 36))
}
