import type { ConfiguratorOptions } from './baseConfigurator.js'
import { DictConfigurator } from './dictConfigurator.js'
import type { FilterLike } from '../records/filter.js'
import type { Level } from '../records/levels.js'
import { checkNamedOptions } from '../runtime/namedOptions.js'
import { repr } from '../text/repr.js'

/** The parts of a configuration that mean something. */
export interface DictConfigParts {
  /** 1. A number, as a module of JSON has it. */
  version: number
  formatters?: Record<string, object> | undefined
  filters?: Record<string, object | FilterLike> | undefined
  handlers?: Record<string, object> | undefined
  loggers?: Record<string, LoggerConfig> | undefined
  root?: LoggerConfig | undefined
  /** Whether only levels (and `propagate`) of what is there change. Default false. */
  incremental?: boolean | undefined
  /** Whether loggers that exist and are not named fall silent. Default true, as in Python. */
  disable_existing_loggers?: boolean | undefined
}

/** A configuration in Python's schema, version 1. */
export interface DictConfig extends DictConfigParts {
  /** Anything else is left alone; `cfg://` can point at it. */
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

/** Returns the class that `dictConfig` works with. Differs from Python: there it is the module's `dictConfigClass`. */
export function getDictConfigClass(): ConfiguratorClass {
  return dictConfigClass
}

/** Has `dictConfig` work with another class from now on. @throws TypeError for what is no class with `configure` */
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
 */
export function dictConfig<Config extends DictConfigParts>(config: Config, options: ConfiguratorOptions = {}): void {
  checkNamedOptions({ name: 'dictConfig' }, options, 'resolver')
  new dictConfigClass(config as DictConfigParts as DictConfig, options).configure()
}
