import { BaseConfigurator } from './baseConfigurator.js'
import { signatureOf } from './classes.js'
import { isMemoryHandlerClass, isQueueHandlerClass, listen, listenerOf, queueOf } from './configureQueue.js'
import { dict, isDict, isFilter, isHandler, levelno, list, type Section, text, truth, without } from './configValue.js'
import type { Factory, Kwargs } from './construct.js'
import { handleExistingLoggers } from './existingLoggers.js'
import { Filter, type FilterLike } from '../records/filter.js'
import type { Filterer } from '../records/filterer.js'
import { Formatter } from '../formatting/formatter.js'
import { report } from '../runtime/report.js'
import { type Handler, handlerRegistry } from '../handlers/handler.js'
import { KeyError } from '../text/keyError.js'
import type { Logger } from '../tree/logger.js'
import { getLogger, manager } from '../tree/manager.js'
import { replaceHandlers } from './replaceHandlers.js'
import { about, hint, noted, within } from './refusal.js'
import { repr, str } from '../text/repr.js'
import { allOrNothing, keepingTree } from './snapshot.js'
import { styleOf } from '../formatting/styles.js'
import { suggest } from './suggest.js'

/** How many keys of a part are looked at for typos. */
const MAX_KEYS = 100

type SectionName = 'formatters' | 'filters' | 'handlers' | 'loggers'

const KEYS: Readonly<Record<'top' | 'formatter' | 'logger', readonly string[]>> = {
  top: ['version', 'formatters', 'filters', 'handlers', 'loggers', 'root', 'incremental', 'disable_existing_loggers'],
  formatter: ['format', 'datefmt', 'style', 'validate', 'defaults', 'class', '()'],
  logger: ['level', 'handlers', 'filters', 'propagate'],
}

/**
 * Reads a configuration and applies it. A subclass may override any method; the names are Python's.
 *
 * Differs from Python: a configuration that is refused leaves logging as it was, so the handlers that were open are closed
 * last, and one that a factory gives again is not; classes are found in a registry, never imported.
 */
export class DictConfigurator extends BaseConfigurator {
  /** Keys that mean nothing and look like ones that do: told once the configuration is in force. */
  private readonly typos: string[] = []

  /**
   * Applies the configuration.
   *
   * @throws RangeError (Python's ValueError) with Python's text on its first line, and on its second the path of the key
   *   that is wrong and what was expected there; what Python would chain is its `cause`. TypeError for a section that is no
   *   object. Then nothing has changed.
   */
  configure(): void {
    const { config } = this
    if (config['version'] === undefined)
      throw new RangeError("dictionary doesn't specify a version\nversion: expected 1")
    const version = this.get(config, 'version')
    // Python's True is 1.
    if (version !== 1 && version !== true)
      throw new RangeError(`Unsupported version: ${str(version)}\nversion: expected 1`)
    this.look(config, KEYS.top, '')
    if (truth(this.get(config, 'incremental'))) allOrNothing(() => keepingTree(() => this.configureIncrementally()))
    else this.configureAnew()
    for (const typo of this.typos) report(this, new Error(typo))
  }

  private configureIncrementally(): void {
    const given = this.section('handlers')
    for (const name of Object.keys(given)) {
      const handler = handlerRegistry.byName.get(name)
      if (handler === undefined) {
        const help = hint(name, [...handlerRegistry.byName.keys()], 'names of handlers')
        throw new RangeError(`No handler found with name ${repr(name)}\nhandlers.${name}: ${help}`)
      }
      within(`Unable to configure handler ${repr(name)}`, `handlers.${name}`, () => {
        const level = this.get(dict(this.convertPart(given[name])), 'level')
        if (truth(level)) handler.setLevel(levelno(level))
      })
    }
    this.configureLoggers(true)
    this.configureTheRoot(true)
  }

  private configureAnew(): void {
    const { byName } = handlerRegistry
    const before = [...handlerRegistry.open]
    allOrNothing(() => {
      const disables = this.get(this.config, 'disable_existing_loggers')
      // As in Python, where they are closed by now: names are free.
      byName.clear()
      this.build('formatters', (part, path) => {
        const config = dict(part)
        if (!config['class'] && !Object.hasOwn(config, '()')) this.look(config, KEYS.formatter, path)
        return made(this.configure_formatter(config), config, 'format')
      })
      this.build('filters', (part) => {
        if (isFilter(part)) return part
        const config = dict(part)
        const filter = this.configure_filter(config)
        return typeof filter === 'function' ? filter : made(filter, config, 'filter')
      })
      this.buildHandlers()
      keepingTree(() => {
        const existing = new Set(manager().loggerDict.keys())
        const named = this.configureLoggers(false)
        handleExistingLoggers(existing, named, disables === undefined || truth(disables))
        this.configureTheRoot(false)
      })
    })
    const names = [...byName]
    const inForce = new Set(Object.values(this.section('handlers')))
    replaceHandlers(before.filter((handler) => !inForce.has(handler)))
    // A handler that is closed takes its name along, though another may have it now.
    for (const [name, handler] of names) byName.set(name, handler)
  }

  /** Puts what a section describes in place of the descriptions. */
  private build(section: 'formatters' | 'filters', make: (part: unknown, path: string) => unknown): void {
    const parts = this.section(section)
    for (const name of Object.keys(parts)) {
      within(`Unable to configure ${section.slice(0, -1)} ${repr(name)}`, `${section}.${name}`, () => {
        parts[name] = make(this.convertPart(parts[name]), `${section}.${name}.`)
      })
    }
  }

  /** By name, as Python does; a handler that needs one that comes later waits for the second round. */
  private buildHandlers(): void {
    const parts = this.section('handlers')
    let waiting = Object.keys(parts).sort()
    for (let round = 0; waiting.length > 0; round++) {
      const deferred: string[] = []
      for (const name of waiting) {
        within(`Unable to configure handler ${repr(name)}`, `handlers.${name}`, () => {
          try {
            const handler = this.configure_handler(dict(this.convertPart(parts[name])))
            handler.name = name
            parts[name] = handler
          } catch (error) {
            if (round > 0 || !isEarly(error)) throw error
            deferred.push(name)
          }
        })
      }
      waiting = deferred
    }
  }

  /** @returns the loggers' names */
  private configureLoggers(incremental: boolean): ReadonlySet<string> {
    const parts = this.section('loggers')
    const names = Object.keys(parts)
    for (const name of names) {
      within(`Unable to configure logger ${repr(name)}`, `loggers.${name}`, () => {
        const part = dict(this.convertPart(parts[name]))
        this.look(part, KEYS.logger, `loggers.${name}.`)
        this.configure_logger(name, part, incremental)
      })
    }
    return new Set(names)
  }

  private configureTheRoot(incremental: boolean): void {
    const given = this.convertPart(this.config['root'])
    if (!truth(given)) return
    within('Unable to configure root logger', 'root', () => {
      const part = dict(given)
      this.look(part, KEYS.logger, 'root.')
      this.configure_root(part, incremental)
    })
  }

  // --- what a subclass may override ----------------------------------------------------------------------------------

  /**
   * Makes a formatter of its part of the configuration.
   *
   * @throws RangeError, TypeError for a style, a format string, a class that is none
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
    // The other keys were looked at.
    return about('format', () => this.make(klass, kwargs)) as Formatter
  }

  /** The keywords that Formatter has; Python leaves others aside, but here a derived class may want them. */
  private formatterKeywords(part: Section, only: boolean): Kwargs {
    const kwargs: Kwargs = only ? {} : this.keywords(without(part, 'format'))
    const format = this.get(part, 'format')
    if (truth(format)) kwargs['fmt'] = about('format', () => text(format))
    const datefmt = this.get(part, 'datefmt')
    if (truth(datefmt)) kwargs['datefmt'] = about('datefmt', () => text(datefmt))
    const defaults = this.get(part, 'defaults')
    if (truth(defaults)) kwargs['defaults'] = about('defaults', () => dict(defaults))
    const style = this.get(part, 'style')
    if (style !== undefined) about('style', () => styleOf((kwargs['style'] = style) as string))
    const validate = this.get(part, 'validate')
    if (validate !== undefined) kwargs['validate'] = truth(validate)
    return kwargs
  }

  private customFormatter(config: Section): Formatter {
    const format = this.get(config, 'format')
    const renamed: Section = { ...without(config, 'format'), fmt: format }
    const given = this.get(config, '()')
    const { positional } = signatureOf(typeof given === 'string' ? this.factory(given, '()') : given)
    if (positional?.includes('fmt') && truth(format) && !Object.hasOwn(config, 'fmt')) {
      about('format', () => text(format))
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

  /** Makes a filter of its part of the configuration. */
  configure_filter(config: Section): FilterLike {
    if (Object.hasOwn(config, '()')) return this.configure_custom(config) as FilterLike
    const name = this.get(config, 'name')
    return new Filter(name === undefined ? '' : about('name', () => text(name)))
  }

  /**
   * Makes a handler of its part of the configuration.
   *
   * @throws RangeError, TypeError, KeyError for a name that is not there, a level, a class or a keyword that is none
   */
  configure_handler(config: Section): Handler {
    const formatter = this.get(config, 'formatter')
    const format = truth(formatter) ? this.formatterNamed(formatter) : undefined
    const level = this.get(config, 'level')
    const filters = this.get(config, 'filters')
    const part = without(config, 'formatter', 'level', 'filters')
    const custom = Object.hasOwn(part, '()')
    const handler = (custom ? this.handlerByFactory(part) : this.handlerByClass(part)) as Handler
    made(handler, part, 'handle')
    if (format !== undefined) handler.setFormatter(format)
    if (level !== undefined && level !== null) handler.setLevel(about('level', () => levelno(level)))
    if (truth(filters)) this.add_filters(handler, filters as readonly unknown[])
    this.assign(handler, config)
    return handler
  }

  private handlerByFactory(part: Section): unknown {
    return this.make(this.factory(this.get(part, '()'), '()'), this.keywords(part))
  }

  private handlerByClass(config: Section): unknown {
    if (!Object.hasOwn(config, 'class')) {
      throw noted(new KeyError('class'), 'class', "expected a class or a dotted name, or '()' with a factory")
    }
    const klass = this.factory(this.get(config, 'class'), 'class')
    const part = without(config, 'class')
    if (isQueueHandlerClass(klass)) return this.queueHandler(klass, part)
    if (!isMemoryHandlerClass(klass)) return this.make(klass, this.keywords(part))
    const { target, flushLevel } = part
    const kwargs: Kwargs = {}
    if (flushLevel !== undefined) kwargs['flushLevel'] = about('flushLevel', () => levelno(this.convert(flushLevel)))
    if (target !== undefined) kwargs['target'] = this.handlerNamed(this.get(part, 'target'), 'target', 'target handler')
    return this.make(klass, { ...this.keywords(without(part, 'target', 'flushLevel')), ...kwargs })
  }

  private queueHandler(klass: Factory, part: Section): Handler {
    const queue = about('queue', () => queueOf(this, this.get(part, 'queue')))
    const makeListener = about('listener', () => listenerOf(this, this.get(part, 'listener')))
    const names = Object.hasOwn(part, 'handlers') ? about('handlers', () => list(this.get(part, 'handlers'))) : []
    const handlers = names.map((name, i) => this.handlerNamed(name, `handlers[${i}]`, 'required handler'))
    const respects = truth(this.get(part, 'respect_handler_level'))
    const rest = without(part, 'queue', 'listener', 'handlers', 'respect_handler_level')
    const handler = this.make(klass, { ...this.keywords(rest), queue }) as Handler
    listen(handler, queue, makeListener, handlers, respects)
    return handler
  }

  /** Adds filters, given by their names or as such, to a logger or a handler. @throws RangeError for one that is none */
  add_filters(filterer: Filterer, filters: readonly unknown[]): void {
    for (const [i, given] of about('filters', () => list(filters)).entries()) {
      const filter = isFilter(given)
        ? given
        : (this.named('filters', given, `filters[${i}]`, 'add filter') as FilterLike)
      filterer.addFilter(filter)
    }
  }

  /** Adds handlers, given by their names, to a logger. @throws RangeError for one that is none */
  add_handlers(logger: Logger, handlers: readonly unknown[]): void {
    for (const [i, name] of about('handlers', () => list(handlers)).entries()) {
      logger.addHandler(this.named('handlers', name, `handlers[${i}]`, 'add handler') as Handler)
    }
  }

  /** Gives a logger or the root its level and, unless that is all that changes, its handlers and filters. */
  common_logger_config(logger: Logger, config: Section, incremental = false): void {
    const level = this.get(config, 'level')
    if (level !== undefined && level !== null) logger.setLevel(about('level', () => levelno(level)))
    if (incremental) return
    for (const handler of [...logger.handlers]) logger.removeHandler(handler)
    const handlers = this.get(config, 'handlers')
    if (truth(handlers)) this.add_handlers(logger, handlers as readonly unknown[])
    const filters = this.get(config, 'filters')
    if (truth(filters)) this.add_filters(logger, filters as readonly unknown[])
  }

  /** Configures the logger of that name. */
  configure_logger(name: string, config: Section, incremental = false): void {
    const logger = getLogger(name)
    this.common_logger_config(logger, config, incremental)
    logger.disabled = false
    const propagate = this.get(config, 'propagate')
    if (propagate !== undefined && propagate !== null) logger.propagate = truth(propagate)
  }

  /** Configures the root logger. */
  configure_root(config: Section, incremental = false): void {
    this.common_logger_config(getLogger(), config, incremental)
  }

  // --- names ---------------------------------------------------------------------------------------------------------

  /** Returns a section as an object of this configurator's own, whose values may be replaced. */
  private section(name: SectionName): Section {
    if (this.config[name] === undefined) return {}
    const given = this.convertPart(this.config[name])
    if (!isDict(given) && !(Array.isArray(given) && given.length === 0)) {
      throw new TypeError(`${name}: expected an object, not ${repr(given)}`)
    }
    return (this.config[name] = { ...given }) as Section
  }

  /** Follows a value that stands for something else; what is within waits until it is read. */
  private convertPart(part: unknown): unknown {
    return typeof part === 'string' ? this.convert(part) : part
  }

  /** Returns what a section has under a name. */
  private named(section: SectionName, name: unknown, key: string, what: string): unknown {
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

  /** Returns a handler that another handler needs. */
  private handlerNamed(name: unknown, key: string, what: string): Handler {
    if (isHandler(name)) return name
    const handler = this.named('handlers', name, key, `set ${what}`)
    if (isHandler(handler)) return handler
    const early = what.startsWith('target')
      ? 'target not configured yet'
      : `Required handler ${repr(name)} is not configured yet`
    throw noted(new RangeError(`Unable to set ${what} ${repr(name)}`, { cause: new TypeError(early) }), key, early)
  }

  /** Notes the keys that mean nothing but look like one that does, and is not there. */
  private look(part: Section, keys: readonly string[], path: string): void {
    for (const key of Object.keys(part).slice(0, MAX_KEYS)) {
      if (keys.includes(key)) continue
      const alike = suggest(key, keys)
      if (alike === undefined || Object.hasOwn(part, alike)) continue
      this.typos.push(`dictConfig: ${path}${key} means nothing; did you mean ${repr(alike)}?`)
    }
  }
}

/** Returns whether a handler could not be made because it needs one that comes later. */
function isEarly(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && cause.message.includes(' not configured yet')
}

/**
 * Returns what was made of a part.
 *
 * @throws TypeError for something without the method that it is there for
 */
function made<Made>(thing: Made, part: Section, method: string): Made {
  if (isDict(thing) && typeof thing[method] === 'function') return thing
  const key = Object.hasOwn(part, '()') ? '()' : 'class'
  throw noted(new TypeError(`expected what makes something with a method ${repr(method)}`), key)
}
