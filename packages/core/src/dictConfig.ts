import { findObject, hasObject, signatureOf } from './classes.js'
import { construct, resolve } from './construct.js'
import { Filter, type FilterLike } from './filter.js'
import { Formatter } from './formatter.js'
import type { Filterer } from './filterer.js'
import { type Handler } from './handler.js'
import { checkLevel, type Level } from './levels.js'
import type { Logger } from './logger.js'
import { getLogger, isPlaceHolder, manager } from './manager.js'
import { registry } from './registry.js'
import { repr } from './repr.js'
import { shutdown } from './shutdown.js'

/** A configuration in Python's schema, version 1. */
export interface DictConfig {
  version: 1
  formatters?: Record<string, object>
  filters?: Record<string, object | FilterLike>
  handlers?: Record<string, object>
  loggers?: Record<string, LoggerConfig>
  root?: LoggerConfig
  /** Whether only levels (and `propagate`) of what is there change. Default false. */
  incremental?: boolean
  /** Whether loggers that exist and are not named fall silent. Default true, as in Python. */
  disable_existing_loggers?: boolean
  /** Anything else is left alone; `cfg://` can point at it. */
  [key: string]: unknown
}

/** A logger's part of a configuration. */
export interface LoggerConfig {
  level?: Level
  handlers?: readonly string[]
  filters?: readonly (string | FilterLike)[]
  propagate?: boolean
}

type Section = Record<string, unknown>

/** A reference to something that comes later in its section. */
class Deferred extends Error {}

/**
 * Reads a configuration and applies it. A subclass may override the `configure…` methods.
 *
 * Differs from Python: everything is built before anything is changed, so a configuration that is refused leaves logging as
 * it was; classes are found by a registry, never imported.
 */
export class DictConfigurator {
  readonly config: DictConfig
  private readonly formatters = new Map<string, Formatter>()
  private readonly filters = new Map<string, FilterLike>()
  private readonly handlers = new Map<string, Handler>()

  constructor(config: DictConfig) {
    this.config = config
  }

  /** @throws RangeError (Python's ValueError) that names the part and, as its cause, what is wrong with it */
  configure(): void {
    const { config } = this
    if (!isDict(config)) throw new TypeError('the configuration must be an object')
    if (!Object.hasOwn(config, 'version')) throw new RangeError("dictionary doesn't specify a version")
    if (Number(config.version) !== 1) throw new RangeError(`Unsupported version: ${repr(config.version)}`)
    if (config.incremental) this.configureIncrementally()
    else this.configureAnew()
  }

  // --- only levels -------------------------------------------------------------------------------------------------

  private configureIncrementally(): void {
    const changes: (() => void)[] = []
    for (const [name, part] of this.section('handlers')) {
      within('handler', name, () => {
        const handler = registry.handlersByName.get(name)
        if (handler === undefined) throw new RangeError(`No handler found with name ${repr(name)}`)
        const level = levelOf(dict(part, `handlers.${name}`))
        if (level !== undefined) changes.push(() => handler.setLevel(level))
      })
    }
    for (const [name, part] of this.loggerParts()) {
      within(name === null ? 'root logger' : 'logger', name, () => {
        const given = dict(part, name === null ? 'root' : `loggers.${name}`)
        const level = levelOf(given)
        changes.push(() => {
          const logger = getLogger(name)
          if (level !== undefined) logger.setLevel(level)
          if (name !== null) setPropagate(logger, given)
          if (name !== null) logger.disabled = false
        })
      })
    }
    for (const change of changes) change()
  }

  // --- the whole ---------------------------------------------------------------------------------------------------

  private configureAnew(): void {
    const before = [...registry.handlers]
    try {
      this.build()
    } catch (error) {
      void shutdown([...registry.handlers].filter((handler) => !before.includes(handler)))
      throw error
    }
    void shutdown(before)
    registry.handlersByName.clear()
    for (const [name, handler] of this.handlers) handler.name = name
    const existing = [...manager().loggerDict.keys()]
    for (const [name, part] of this.loggerParts()) this.applyLogger(getLogger(name), part as Section)
    this.disableOthers(existing)
  }

  private build(): void {
    for (const [name, part] of this.section('formatters')) {
      this.formatters.set(
        name,
        within('formatter', name, () => this.configureFormatter(this.converted(part, `formatters.${name}`))),
      )
    }
    for (const [name, part] of this.section('filters')) {
      this.filters.set(
        name,
        within('filter', name, () => this.configureFilter(part, `filters.${name}`)),
      )
    }
    this.buildHandlers()
    for (const [name, part] of this.loggerParts()) {
      within(name === null ? 'root logger' : 'logger', name, () =>
        this.checkLogger(part, name === null ? 'root' : `loggers.${name}`),
      )
    }
  }

  /** By name, as Python does; a handler that needs another waits for the second round. */
  private buildHandlers(): void {
    let waiting = [...this.section('handlers')].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    for (let round = 0; waiting.length > 0; round++) {
      const deferred: typeof waiting = []
      for (const [name, part] of waiting) {
        within('handler', name, () => {
          try {
            const handler = this.configureHandler(this.converted(part, `handlers.${name}`))
            this.handlers.set(name, handler)
          } catch (error) {
            if (!(error instanceof Deferred) || round > 0) throw error
            deferred.push([name, part])
          }
        })
      }
      waiting = deferred
    }
  }

  /** Makes a formatter of its part of the configuration. */
  configureFormatter(part: Section): Formatter {
    if ('()' in part) return this.custom(part) as Formatter
    const klass = 'class' in part ? resolve(part['class']) : Formatter
    const { class: _, ...kwargs } = part
    // A class like JSONFormatter has no format string, so there `format` is no other name of `fmt`.
    const takesFormat = signatureOf(klass as typeof Formatter).positional?.includes('fmt')
    if (!takesFormat) return construct(klass, kwargs) as Formatter
    const { format: fmt, ...rest } = kwargs
    return construct(klass, { ...rest, fmt }) as Formatter
  }

  /** Makes a filter of its part of the configuration; a filter object or function is one already. */
  configureFilter(part: unknown, path: string): FilterLike {
    if (isFilter(part)) return part
    const given = this.converted(part, path)
    if ('()' in given) return this.custom(given) as FilterLike
    return new Filter(typeof given['name'] === 'string' ? given['name'] : '')
  }

  /** Makes a handler of its part of the configuration. */
  configureHandler(part: Section): Handler {
    const { level, formatter, filters, class: klass, '()': factory, '.': attributes, ...kwargs } = part
    const format = formatter === undefined || formatter === null ? undefined : this.formatterNamed(formatter)
    const levelno = level === undefined || level === null ? undefined : checkLevel(level)
    const passes = this.filtersNamed(filters)
    if (factory === undefined && klass === undefined)
      throw new TypeError("class: expected a class or a dotted name, or '()'")
    if ('target' in kwargs) kwargs['target'] = this.targetNamed(kwargs['target'])
    const callable = resolve(factory ?? klass)
    const handler = construct(callable, kwargs) as Handler
    if (typeof handler?.handle !== 'function') throw new TypeError('class: expected something that makes a handler')
    if (format !== undefined) handler.setFormatter(format)
    if (levelno !== undefined) handler.setLevel(levelno)
    for (const filter of passes) handler.addFilter(filter)
    if (attributes !== undefined) assign(handler, dict(attributes, '.'))
    return handler
  }

  /** Calls the factory under `()` with the other keys. */
  private custom(part: Section): unknown {
    const { '()': factory, '.': attributes, ...kwargs } = part
    const made = construct(resolve(factory), kwargs)
    if (attributes !== undefined) assign(made as object, dict(attributes, '.'))
    return made
  }

  private formatterNamed(name: unknown): Formatter {
    if (typeof name === 'object' && name !== null && typeof (name as Formatter).format === 'function')
      return name as Formatter
    const formatter = this.formatters.get(name as string)
    if (formatter === undefined) throw new RangeError(`Unable to set formatter ${repr(name)}`)
    return formatter
  }

  private filtersNamed(names: unknown): FilterLike[] {
    if (names === undefined || names === null) return []
    return list(names, 'filters').map((name) => {
      if (isFilter(name)) return name
      const filter = this.filters.get(name as string)
      if (filter === undefined) throw new RangeError(`Unable to add filter ${repr(name)}`)
      return filter
    })
  }

  private targetNamed(name: unknown): unknown {
    if (typeof name !== 'string') return name
    const target = this.handlers.get(name)
    if (target !== undefined) return target
    const known = [...this.section('handlers')].some(([other]) => other === name)
    throw known
      ? new Deferred(`Unable to set target handler ${repr(name)}`)
      : new RangeError(`Unable to set target handler ${repr(name)}`)
  }

  private handlersNamed(names: unknown): Handler[] {
    if (names === undefined || names === null) return []
    return list(names, 'handlers').map((name) => {
      const handler = this.handlers.get(name as string)
      if (handler === undefined) throw new RangeError(`Unable to add handler ${repr(name)}`)
      return handler
    })
  }

  private checkLogger(part: unknown, path: string): void {
    const given = dict(part, path)
    levelOf(given)
    this.handlersNamed(given['handlers'])
    this.filtersNamed(given['filters'])
  }

  /** Gives a logger its level, handlers and filters; what it had of handlers is dropped, as in Python. */
  private applyLogger(logger: Logger, part: Section): void {
    const level = levelOf(part)
    if (level !== undefined) logger.setLevel(level)
    for (const handler of [...logger.handlers]) logger.removeHandler(handler)
    for (const handler of this.handlersNamed(part['handlers'])) logger.addHandler(handler)
    for (const filter of this.filtersNamed(part['filters'])) (logger as Filterer).addFilter(filter)
    if (logger === manager().root) return
    setPropagate(logger, part)
    logger.disabled = false
  }

  /** Silences loggers that were there and are not named; what is below a named one is reset instead. */
  private disableOthers(existing: readonly string[]): void {
    const named = new Set([...this.section('loggers')].map(([name]) => name))
    const disables = this.config.disable_existing_loggers ?? true
    for (const name of existing) {
      const logger = manager().loggerDict.get(name)
      if (logger === undefined || isPlaceHolder(logger) || named.has(name)) continue
      if ([...named].some((other) => name.startsWith(`${other}.`))) {
        logger.setLevel(0)
        logger.handlers = []
        logger.propagate = true
      } else {
        logger.disabled = disables
      }
    }
  }

  // --- values ------------------------------------------------------------------------------------------------------

  private section(key: 'formatters' | 'filters' | 'handlers' | 'loggers'): [string, unknown][] {
    const section = this.config[key]
    return section === undefined || section === null ? [] : Object.entries(dict(section, key))
  }

  /** The named loggers, then the root under null. */
  private loggerParts(): [string | null, unknown][] {
    const parts: [string | null, unknown][] = this.section('loggers')
    const { root } = this.config
    if (root !== undefined && root !== null && !isEmpty(root)) parts.push([null, root])
    return parts
  }

  private converted(part: unknown, path: string): Section {
    return this.convert(dict(part, path)) as Section
  }

  /** Puts in place of `ext://…` and `cfg://…`, at any depth, what they stand for. */
  convert(value: unknown): unknown {
    if (typeof value === 'string') return this.convertText(value)
    if (Array.isArray(value)) return value.map((item) => this.convert(item))
    if (!isDict(value) || Object.getPrototypeOf(Object.getPrototypeOf(value) ?? Object.prototype) !== null) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.convert(inner)]))
  }

  private convertText(text: string): unknown {
    if (text.startsWith('ext://')) {
      const name = text.slice(6)
      if (hasObject(name)) return findObject(name)
      return resolve(name)
    }
    return text.startsWith('cfg://') ? this.convert(this.lookUp(text.slice(6))) : text
  }

  /** Walks `handlers.file.filename` and `a[0].b[key]` through the configuration. */
  private lookUp(path: string): unknown {
    let value: unknown = this.config
    const steps = path.match(/^\w+|\.\w+|\[[^[\]]+\]/g)
    if (steps === null || steps.join('') !== path) throw new RangeError(`Unable to convert ${repr(path)}`)
    for (const step of steps) {
      const key = step.replace(/^[.[]|\]$/g, '')
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) {
        throw new RangeError(`Unable to convert ${repr(path)}: nothing at ${repr(step)}`)
      }
      value = (value as Section)[key]
    }
    return value
  }
}

function setPropagate(logger: Logger, part: Section): void {
  const { propagate } = part
  if (propagate !== undefined && propagate !== null) logger.propagate = Boolean(propagate)
}

function assign(target: object, attributes: Section): void {
  for (const [key, value] of Object.entries(attributes)) (target as Section)[key] = value
}

function levelOf(part: Section): number | undefined {
  const { level } = part
  return level === undefined || level === null ? undefined : checkLevel(level)
}

function isDict(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0
}

function isFilter(value: unknown): value is FilterLike {
  return (
    typeof value === 'function' ||
    (typeof value === 'object' && value !== null && typeof (value as Filter).filter === 'function')
  )
}

function dict(value: unknown, path: string): Section {
  if (isDict(value)) return value
  throw new TypeError(`${path}: expected an object, not ${repr(value)}`)
}

function list(value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw new TypeError(`${path}: expected a list, not ${repr(value)}`)
}

/** Runs the work on one part of the configuration; what it throws comes out under the part's name. */
function within<T>(kind: string, name: string | null, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const part = name === null ? kind : `${kind} ${repr(name)}`
    const why = error instanceof Error ? error.message : repr(error)
    throw new RangeError(`Unable to configure ${part}: ${why}`, { cause: error })
  }
}

/**
 * Configures logging from an object in Python's schema, such as a parsed JSON file.
 *
 * @throws RangeError, TypeError that name the part that is wrong; then nothing has changed
 */
export function dictConfig(config: DictConfig): void {
  new DictConfigurator(config).configure()
}
