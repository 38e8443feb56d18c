import type { ConfiguratorOptions } from './baseConfigurator.js'
import { DictConfigurator } from './dictConfigurator.js'
import type { FilterLike } from '../records/filter.js'
import type { Level } from '../records/levels.js'
import { checkNamedOptions } from '../runtime/namedOptions.js'
import { repr } from '../text/repr.js'

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
 * @throws RangeError, TypeError that name the key that is wrong and what was expected; then nothing has changed
 */
export function dictConfig(config: DictConfig, options: ConfiguratorOptions = {}): void {
  checkNamedOptions({ name: 'dictConfig' }, options, 'resolver')
  new dictConfigClass(config, options).configure()
}
