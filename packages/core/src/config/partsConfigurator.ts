import { BaseConfigurator } from './baseConfigurator.js'
import { signatureOf } from './classes.js'
import {
  isMemoryHandlerClass,
  isQueueHandlerClass,
  listen,
  type ListenerFactory,
  listenerOf,
  queueOf,
} from './configureQueue.js'
import { dict, flag, isFilter, isHandler, levelno, list, type Section, text, truth, without } from './configValue.js'
import { isDict } from '../text/kinds.js'
import type { Factory, Kwargs } from './construct.js'
import { Filter, type FilterLike } from '../records/filter.js'
import { Filterer } from '../records/filterer.js'
import { Formatter } from '../formatting/formatter.js'
import { empties } from '../handlers/fileMode.js'
import { type Handler } from '../handlers/handler.js'
import { KeyError } from '../text/keyError.js'
import type { Logger } from '../tree/logger.js'
import { getLogger } from '../tree/manager.js'
import { Problems } from './problems.js'
import { about, allOf, consequence, hint, noted, within } from './refusal.js'
import { repr } from '../text/repr.js'
import { KEYS, typosIn } from './typos.js'
import { styleOf } from '../formatting/styles.js'

/** A section of a configuration that has parts with names. */
export type SectionName = 'formatters' | 'filters' | 'handlers' | 'loggers'

/**
 * The base class that makes formatters, filters, handlers and loggers from their parts of a configuration. The names are
 * Python's.
 */
export class PartsConfigurator extends BaseConfigurator {
  /** @internal */
  readonly problems: Problems = new Problems()
  /** @internal The paths of parts that could not be made, as `handlers.file`: naming one of them is no further problem. */
  readonly broken: Set<string> = new Set()
  /** Whether the configuration is refused anyhow: no file is emptied for it. */
  private spares = false

  /**
   * Makes a formatter from its part of the configuration.
   *
   * @throws RangeError, TypeError for a wrong style, format string or class
   */
  configure_formatter(config: Section): Formatter {
    if (Object.hasOwn(config, '()')) return this.customFormatter(config)
    const given = this.get(config, 'class')
    const klass = truth(given) ? this.factory(given, 'class') : Formatter
    const { positional, keywords } = signatureOf(klass)
    const rest = without(config, 'class')
    // A class like JSONFormatter has no format string, so there `format` is no other name of `fmt`.
    if (!positional?.includes('fmt')) return this.make(klass, this.keywords(rest)) as Formatter
    const kwargs = this.formatterKeywords(rest, keywords !== undefined)
    // The other keys have been checked.
    return about('format', () => this.make(klass, kwargs)) as Formatter
  }

  /** Returns the keywords of Formatter; Python ignores others, but here a derived class may have them. */
  private formatterKeywords(part: Section, only: boolean): Kwargs {
    const kwargs: Kwargs = only ? {} : this.keywords(without(part, 'format'))
    // Another class may take a list of names.
    const anything = (value: unknown): unknown => value
    const take =
      (key: string, check: (value: unknown) => unknown, keyword = key) =>
      (): void => {
        const value = this.get(part, key)
        if (truth(value)) kwargs[keyword] = about(key, () => check(value))
      }
    allOf(take('format', only ? text : anything, 'fmt'), take('datefmt', text), take('defaults', dict), () => {
      const style = this.get(part, 'style')
      if (style === undefined) return
      kwargs['style'] = style
      // Another class may know styles of its own.
      if (only) about('style', () => styleOf(style as string))
    })
    for (const key of ['validate', 'escapeControls']) {
      const value = this.get(part, key)
      if (value !== undefined) kwargs[key] = truth(value)
    }
    return kwargs
  }

  private customFormatter(config: Section): Formatter {
    const format = this.get(config, 'format')
    const renamed: Section = { ...without(config, 'format'), fmt: format }
    const given = this.get(config, '()')
    const { positional, keywords } = signatureOf(typeof given === 'string' ? this.factory(given, '()') : given)
    if (positional?.includes('fmt') && truth(format) && !Object.hasOwn(config, 'fmt')) {
      if (keywords !== undefined) about('format', () => text(format))
      return this.configure_custom(renamed) as Formatter
    }
    try {
      return this.configure_custom(config) as Formatter
    } catch (error) {
      // Python's way for factories that call it fmt.
      const retries = error instanceof TypeError && error.message.includes("'format'") && format !== undefined
      if (!retries) throw error
      return this.configure_custom(renamed) as Formatter
    }
  }

  /**
   * Makes a filter from its part of the configuration.
   *
   * Differs from Python: a `class` is refused, as nothing reads it there. Without its class a Redactor would not be made, and
   * secrets would pass.
   *
   * @throws TypeError for a `class`, or a name that is no text; what the factory throws
   */
  configure_filter(config: Section): FilterLike {
    if (Object.hasOwn(config, '()')) return this.configure_custom(config) as FilterLike
    const given = this.get(config, 'class')
    if (truth(given) && given !== Filter && given !== 'logging.Filter') {
      const text = "a filter's class is named by '()'"
      throw noted(new TypeError(text), 'class', `${text}: { '()': ${repr(given)} }`)
    }
    const name = this.get(config, 'name')
    return new Filter(name === undefined ? '' : about('name', () => text(name)))
  }

  /**
   * Makes a handler from its part of the configuration.
   *
   * @throws RangeError, TypeError, KeyError for an unknown name, a wrong level, class or keyword
   */
  configure_handler(config: Section): Handler {
    const part = without(config, 'formatter', 'level', 'filters')
    let handler: Handler | undefined
    let formatter: Formatter | undefined
    let level: unknown
    let filters: unknown
    // In Python's order: Python raises the first error.
    allOf(
      () => {
        const name = this.get(config, 'formatter')
        if (truth(name)) formatter = this.formatterNamed(name)
      },
      () => (level = this.get(config, 'level')),
      () => (filters = this.get(config, 'filters')),
      (failed) => {
        this.spares = failed || this.problems.any
        const custom = Object.hasOwn(part, '()')
        handler = made((custom ? this.handlerByFactory(part) : this.handlerByClass(part)) as Handler, part, 'handle')
        if (formatter !== undefined) handler.setFormatter(formatter)
      },
      () => {
        if (level === undefined || level === null) return
        const number = about('level', () => levelno(level))
        handler?.setLevel(number)
      },
      // Names are checked without a handler too: their errors are reported with the rest.
      () => truth(filters) && this.add_filters(handler ?? new Filterer(), filters as readonly unknown[]),
      () => this.assign(handler ?? {}, config),
    )
    return handler!
  }

  private handlerByFactory(part: Section): unknown {
    return this.makeHandler(this.factory(this.get(part, '()'), '()'), this.handlerKeywords(part))
  }

  /** Returns a handler's keywords, with the journal made if it has one. */
  private handlerKeywords(part: Section): Kwargs {
    const kwargs = this.keywords(part)
    const journal = Object(kwargs['journal']) as Section
    if (Object.hasOwn(journal, '()')) kwargs['journal'] = within('journal', () => this.configure_custom(journal))
    return kwargs
  }

  private handlerByClass(config: Section): unknown {
    if (!Object.hasOwn(config, 'class')) {
      const hints = ["expected a class or a dotted name, or '()' with a factory", ...typosIn(config, ['class'], '')]
      throw noted(new KeyError('class'), 'class', hints.join('; '))
    }
    const klass = this.factory(this.get(config, 'class'), 'class')
    const part = without(config, 'class')
    if (isQueueHandlerClass(klass)) return this.queueHandler(klass, part)
    if (!isMemoryHandlerClass(klass)) return this.makeHandler(klass, this.handlerKeywords(part))
    const kwargs: Kwargs = {}
    allOf(
      () => {
        if (part['target'] !== undefined)
          kwargs['target'] = this.handlerNamed(this.get(part, 'target'), 'target', 'target handler')
      },
      () => Object.assign(kwargs, this.keywords(without(part, 'target', 'flushLevel'))),
      () => {
        const flushLevel = this.get(part, 'flushLevel')
        if (flushLevel !== undefined) kwargs['flushLevel'] = about('flushLevel', () => levelno(flushLevel))
      },
    )
    return this.make(klass, kwargs, KEYS.handler)
  }

  private makeHandler(factory: Factory, kwargs: Kwargs): unknown {
    if (this.spares && empties(kwargs['mode'])) throw consequence('the file would be emptied')
    return this.make(factory, kwargs, KEYS.handler)
  }

  private queueHandler(klass: Factory, part: Section): Handler {
    let queue!: object
    let makeListener!: ListenerFactory
    let kwargs: Kwargs = {}
    const handlers: Handler[] = []
    const made = <T>(key: string, make: (configurator: this, given: unknown) => T): T => {
      const given = this.get(part, key)
      return within(key, () => make(this, given))
    }
    allOf(
      () => (queue = made('queue', queueOf)),
      () => (makeListener = made('listener', listenerOf)),
      () => {
        if (!Object.hasOwn(part, 'handlers')) return
        const names = about('handlers', () => list(this.get(part, 'handlers')))
        const look = (name: unknown, i: number): void => {
          handlers.push(this.handlerNamed(name, `handlers[${i}]`, 'required handler'))
        }
        allOf(...names.map((name, i) => () => look(name, i)))
      },
      () => (kwargs = this.keywords(without(part, 'queue', 'listener', 'handlers', 'respect_handler_level'))),
    )
    const respects = about('respect_handler_level', () => flag(this.get(part, 'respect_handler_level')))
    const handler = this.make(klass, { ...kwargs, queue }, KEYS.queueHandler, part) as Handler
    listen(handler, queue, makeListener, handlers, respects)
    return handler
  }

  /**
   * Adds filters, given by their names or as such, to a logger or a handler.
   *
   * @throws RangeError for an unknown filter
   */
  add_filters(filterer: Filterer, filters: readonly unknown[]): void {
    const add = (given: unknown, i: number): void => {
      const filter = isFilter(given) ? given : this.named('filters', given, `filters[${i}]`, 'add filter')
      filterer.addFilter(filter as FilterLike)
    }
    allOf(...about('filters', () => list(filters)).map((given, i) => () => add(given, i)))
  }

  /**
   * Adds handlers, given by their names, to a logger.
   *
   * @throws RangeError for an unknown handler
   */
  add_handlers(logger: Logger, handlers: readonly unknown[]): void {
    const add = (name: unknown, i: number): void => {
      logger.addHandler(this.named('handlers', name, `handlers[${i}]`, 'add handler') as Handler)
    }
    allOf(...about('handlers', () => list(handlers)).map((name, i) => () => add(name, i)))
  }

  /**
   * Sets the level of a logger or the root and, unless `incremental`, its handlers and filters.
   *
   * @param incremental whether only the level changes; default false
   * @throws RangeError, TypeError for a wrong level, or an unknown handler or filter
   */
  common_logger_config(logger: Logger, config: Section, incremental = false): void {
    const setLevel = (): void => {
      const level = this.get(config, 'level')
      if (level !== undefined && level !== null) logger.setLevel(about('level', () => levelno(level)))
    }
    if (incremental) return setLevel()
    allOf(
      setLevel,
      () => {
        for (const handler of [...logger.handlers]) logger.removeHandler(handler)
        const handlers = this.get(config, 'handlers')
        if (truth(handlers)) this.add_handlers(logger, handlers as readonly unknown[])
      },
      () => {
        const filters = this.get(config, 'filters')
        if (truth(filters)) this.add_filters(logger, filters as readonly unknown[])
      },
    )
  }

  /**
   * Configures the logger of that name.
   *
   * @throws RangeError, TypeError for a wrong level or flag, or an unknown handler or filter
   */
  configure_logger(name: string, config: Section, incremental = false): void {
    const logger = getLogger(name)
    allOf(
      () => this.common_logger_config(logger, config, incremental),
      () => {
        const propagate = this.get(config, 'propagate')
        if (propagate !== undefined && propagate !== null) logger.propagate = about('propagate', () => flag(propagate))
      },
    )
    logger.disabled = false
  }

  /**
   * Configures the root logger.
   *
   * @throws RangeError, TypeError for a wrong level, or an unknown handler or filter
   */
  configure_root(config: Section, incremental = false): void {
    this.common_logger_config(getLogger(), config, incremental)
  }

  // --- names ---------------------------------------------------------------------------------------------------------

  /** Converts a value that stands for another; values inside wait until they are read. */
  protected convertPart(part: unknown): unknown {
    return typeof part === 'string' ? this.convert(part) : part
  }

  /**
   * Returns the object of a name in a section.
   *
   * @throws RangeError for an unknown name
   */
  private named(section: SectionName, name: unknown, key: string, what: string): unknown {
    if (this.broken.has(section) || this.broken.has(`${section}.${String(name)}`))
      throw consequence(`${String(name)} was not made`)
    const parts = this.config[section]
    if (typeof name === 'string' && isDict(parts) && Object.hasOwn(parts, name)) return parts[name]
    const names = isDict(parts) ? Object.keys(parts) : []
    const text = `nothing in ${section} is named ${repr(name)}; ${hint(name, names, section)}`
    throw noted(new RangeError(`Unable to ${what} ${repr(name)}`, { cause: new KeyError(name) }), key, text)
  }

  private formatterNamed(name: unknown): Formatter {
    if (isDict(name) && typeof name['format'] === 'function') return name as unknown as Formatter
    return this.named('formatters', name, 'formatter', 'set formatter') as Formatter
  }

  /**
   * Returns a handler that another handler needs.
   *
   * @throws RangeError for an unknown name, or a handler that is not made yet
   */
  private handlerNamed(name: unknown, key: string, what: string): Handler {
    if (isHandler(name)) return name
    const handler = this.named('handlers', name, key, `set ${what}`)
    if (isHandler(handler)) return handler
    const early = what.startsWith('target')
      ? 'target not configured yet'
      : `Required handler ${repr(name)} is not configured yet`
    throw noted(new RangeError(`Unable to set ${what} ${repr(name)}`, { cause: new TypeError(early) }), key, early)
  }
}

/**
 * Returns what was made of a part.
 *
 * @throws TypeError for an object without the method that it is needed for
 */
export function made<Made>(thing: Made, part: Section, method: string): Made {
  if (isDict(thing) && typeof thing[method] === 'function') return thing
  const key = Object.hasOwn(part, '()') ? '()' : 'class'
  throw noted(new TypeError(`expected what makes something with a method ${repr(method)}`), key)
}
