import type { ConfiguratorOptions } from './baseConfigurator.js'
import { DictConfigurator } from './dictConfigurator.js'
import type { FilterLike } from '../records/filter.js'
import type { Level } from '../records/levels.js'
import { checkNamedOptions } from '../runtime/namedOptions.js'
import { repr } from '../text/repr.js'

/** The known parts of a configuration. */
export interface DictConfigParts {
  /** The version, 1. A number, as a module of JSON has it. */
  version: number
  formatters?: Record<string, object> | undefined
  filters?: Record<string, object | FilterLike> | undefined
  handlers?: Record<string, object> | undefined
  loggers?: Record<string, LoggerConfig> | undefined
  root?: LoggerConfig | undefined
  /** Whether only levels and `propagate` change, of what is there. Default false. */
  incremental?: boolean | undefined
  /** Whether to disable loggers that exist and are not named. Default true, as in Python. */
  disable_existing_loggers?: boolean | undefined
}

/** A configuration in Python's schema, version 1. */
export interface DictConfig extends DictConfigParts {
  /** Other keys are ignored; `cfg://` can point at them. */
  [key: string]: unknown
}

/** A logger's part of a configuration. */
export interface LoggerConfig {
  level?: Level | undefined
  handlers?: readonly string[] | undefined
  filters?: readonly (string | FilterLike)[] | undefined
  propagate?: boolean | undefined
}

/** A class that applies configurations: DictConfigurator, or one that derives from it. */
export type ConfiguratorClass = new (config: DictConfig, options?: ConfiguratorOptions) => { configure(): void }

let dictConfigClass: ConfiguratorClass = DictConfigurator

/** Returns the class that `dictConfig` uses. Differs from Python: there it is the module's `dictConfigClass`. */
export function getDictConfigClass(): ConfiguratorClass {
  return dictConfigClass
}

/**
 * Sets the class that `dictConfig` uses.
 *
 * @throws TypeError for anything but a class with `configure`
 */
export function setDictConfigClass(klass: ConfiguratorClass): void {
  if (typeof (klass?.prototype as { configure?: unknown } | undefined)?.configure !== 'function') {
    throw new TypeError(`expected a class with a method configure, not ${repr(klass)}`)
  }
  dictConfigClass = klass
}

/**
 * Configures logging from an object in Python's schema, such as a parsed JSON file.
 *
 * @param config a `DictConfig`; a module of JSON, or an interface of one's own
 * @throws RangeError, TypeError that name the key that is wrong and what was expected; then nothing has changed
 * @example
 * dictConfig({
 *   version: 1,
 *   handlers: { console: { class: 'logging.StreamHandler' } },
 *   root: { level: 'INFO', handlers: ['console'] },
 * })
 */
export function dictConfig<Config extends DictConfigParts>(config: Config, options: ConfiguratorOptions = {}): void {
  checkNamedOptions({ name: 'dictConfig' }, options, 'resolver')
  new dictConfigClass(config as DictConfigParts as DictConfig, options).configure()
}
