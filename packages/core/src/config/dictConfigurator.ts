import { dict, flag, isFilter, levelno, type Section, truth } from './configValue.js'
import { isDict } from '../text/kinds.js'
import { shown } from '../runtime/checks.js'
import { asObject } from '../text/mapObject.js'
import { handleExistingLoggers } from './existingLoggers.js'
import { Formatter } from '../formatting/formatter.js'
import { report } from '../runtime/report.js'
import { handlerRegistry } from '../handlers/handler.js'
import { manager } from '../tree/manager.js'
import { replaceHandlers } from './replaceHandlers.js'
import { made, PartsConfigurator, type SectionName } from './partsConfigurator.js'
import { about, dismiss, errorsOf, hint, lineOf } from './refusal.js'
import { repr, str } from '../text/repr.js'
import { allOrNothing, keepingTree } from './snapshot.js'
import { filterTyposIn, KEYS, typosIn } from './typos.js'

/**
 * The class that reads a configuration and applies it. A subclass may override any method; the names are Python's.
 *
 * Differs from Python: a refused configuration leaves logging as it was, so the handlers that were open are closed last, and not
 * if a factory returns them again; classes are found in a registry, never imported.
 */
export class DictConfigurator extends PartsConfigurator {
  /** Unknown keys that look like known ones: reported once the configuration is in force. */
  private readonly typos: string[] = []

  /**
   * Applies the configuration.
   *
   * @throws RangeError (Python's ValueError) with Python's text on its first line, and on its second the path of the key that is
   *   wrong and what was expected there; its `cause` is the error that Python would chain. TypeError for a section that is no
   *   object. Further problems follow, a line for each key. Then nothing has changed
   */
  configure(): void {
    const { config } = this
    const version = this.get(config, 'version')
    // Python's True is 1.
    if (version !== undefined && version !== 1 && version !== true)
      throw new RangeError(`Unsupported version: ${str(version)}\nversion: expected 1`)
    if (version === undefined) this.problems.add("dictionary doesn't specify a version", 'version: expected 1')
    this.look(config, KEYS.top, '')
    if (this.says('incremental', false))
      allOrNothing(() => keepingTree(() => this.gather(() => this.configureIncrementally())))
    else this.configureAnew()
    for (const typo of this.typos) report(this, new Error(`dictConfig: ${typo}`))
  }

  /** Returns the flag under one of the configuration's own keys; a value that is neither true nor false is a problem. */
  private says(key: string, absent: boolean): boolean {
    const given = this.get(this.config, key)
    try {
      return given === undefined ? absent : flag(given)
    } catch (error) {
      this.problems.addLine(lineOf(key, error))
      return absent
    }
  }

  private gather(work: () => void): void {
    this.problems.gather(work, this.typos)
  }

  private configureIncrementally(): void {
    const given = this.section('handlers')
    for (const name of Object.keys(given)) {
      const handler = handlerRegistry.byName.get(name)
      if (handler === undefined) {
        const help = hint(name, [...handlerRegistry.byName.keys()], 'names of handlers')
        const line = `handlers.${name}: no open handler has this name; ${help}`
        this.problems.add(`No handler found with name ${repr(name)}`, line)
        continue
      }
      this.problems.within(`Unable to configure handler ${repr(name)}`, `handlers.${name}`, () => {
        const level = this.get(dict(this.convertPart(given[name])), 'level')
        if (truth(level)) about('level', () => handler.setLevel(levelno(level)))
      })
    }
    this.configureLoggers(true)
    this.configureTheRoot(true)
  }

  private configureAnew(): void {
    const { byName } = handlerRegistry
    const before = [...handlerRegistry.open]
    allOrNothing(() => {
      // As in Python, where they are closed by now: names are free.
      byName.clear()
      this.gather(() => this.buildAll())
    })
    const names = [...byName]
    const inForce = new Set(Object.values(this.section('handlers')))
    replaceHandlers(before.filter((handler) => !inForce.has(handler)))
    // Closing a handler removes its name, though another may have it now.
    for (const [name, handler] of names) byName.set(name, handler)
  }

  private buildAll(): void {
    const disables = this.says('disable_existing_loggers', true)
    this.build('formatters', (part, path) => {
      const config = dict(part)
      if (!Object.hasOwn(config, '()') && this.readsFormat(config)) this.look(config, KEYS.formatter, path)
      return made(this.configure_formatter(config), config, 'format')
    })
    this.build('filters', (part, path) => {
      if (isFilter(part)) return part
      const config = dict(part)
      if (!Object.hasOwn(config, '()')) this.typos.push(...filterTyposIn(config, path))
      const filter = this.configure_filter(config)
      return typeof filter === 'function' ? filter : made(filter, config, 'filter')
    })
    this.buildHandlers()
    keepingTree(() =>
      this.gather(() => {
        const existing = new Set(manager().loggerDict.keys())
        const named = this.configureLoggers(false)
        handleExistingLoggers(existing, named, disables)
        this.configureTheRoot(false)
      }),
    )
  }

  /** Replaces the descriptions in a section by the objects made from them. */
  private build(section: 'formatters' | 'filters', make: (part: unknown, path: string) => unknown): void {
    const parts = this.section(section)
    for (const name of Object.keys(parts)) {
      const path = `${section}.${name}`
      const done = this.problems.within(`Unable to configure ${section.slice(0, -1)} ${repr(name)}`, path, () => {
        parts[name] = make(this.convertPart(parts[name]), `${path}.`)
      })
      if (!done) this.broken.add(path)
    }
  }

  /** Makes the handlers by name, as Python does; a handler that needs a later one waits for the second round. */
  private buildHandlers(): void {
    const parts = this.section('handlers')
    let waiting = Object.keys(parts).sort()
    for (let round = 0; waiting.length > 0; round++) {
      const deferred: string[] = []
      for (const name of waiting) {
        const path = `handlers.${name}`
        const done = this.problems.within(`Unable to configure handler ${repr(name)}`, path, () => {
          try {
            const handler = this.configure_handler(dict(this.convertPart(parts[name])))
            handler.name = name
            parts[name] = handler
          } catch (error) {
            const errors = errorsOf(error)
            if (round === 0 && isEarly(errors[0])) return void deferred.push(name)
            // A handler that fails for another reason does not wait. What it needs may still come.
            if (round === 0) errors.filter(isEarly).forEach(dismiss)
            throw error
          }
        })
        if (!done) this.broken.add(path)
      }
      waiting = deferred
    }
  }

  /**
   * Configures the loggers of the section.
   *
   * @returns the loggers' names
   */
  private configureLoggers(incremental: boolean): ReadonlySet<string> {
    const parts = this.section('loggers')
    const names = Object.keys(parts)
    for (const name of names) {
      this.problems.within(`Unable to configure logger ${repr(name)}`, `loggers.${name}`, () => {
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
    this.problems.within('Unable to configure root logger', 'root', () => {
      const part = dict(given)
      this.look(part, KEYS.logger, 'root.')
      this.configure_root(part, incremental)
    })
  }

  /** Returns whether keys are checked for typos: other classes have options of their own. */
  private readsFormat(config: Section): boolean {
    const klass = config['class']
    return !klass || klass === Formatter || klass === 'logging.Formatter'
  }

  /** Returns a section as an object of this configurator's own, whose values may be replaced. */
  private section(name: SectionName): Section {
    if (this.config[name] === undefined) return {}
    const given = this.convertPart(this.config[name])
    if (!isDict(given) && !(Array.isArray(given) && given.length === 0)) {
      this.problems.addLine(`${name}: expected an object, not ${shown(given)}`)
      this.broken.add(name)
      return (this.config[name] = {})
    }
    return (this.config[name] = { ...(asObject(given) as Section) })
  }

  /** Notes unknown keys that look like a known one which is absent. */
  private look(part: Section, keys: readonly string[], path: string): void {
    this.typos.push(...typosIn(part, keys, path))
  }
}

/** Returns whether a handler could not be made because it needs a later one. */
function isEarly(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && cause.message.includes(' not configured yet')
}
