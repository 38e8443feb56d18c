import { findObject, registeredNames } from '../classes.js'
import { CRITICAL, DEBUG, ERROR, FATAL, INFO, NOTSET, WARN, WARNING } from '../../records/levels.js'

/** The constants of Python's `logging` and `logging.handlers`. */
const CONSTANTS: ReadonlyMap<string, unknown> = new Map(
  Object.entries({
    CRITICAL,
    FATAL,
    ERROR,
    WARNING,
    WARN,
    INFO,
    DEBUG,
    NOTSET,
    'handlers.DEFAULT_TCP_LOGGING_PORT': 9020,
    'handlers.DEFAULT_UDP_LOGGING_PORT': 9021,
    'handlers.DEFAULT_HTTP_LOGGING_PORT': 9022,
    'handlers.DEFAULT_SOAP_LOGGING_PORT': 9023,
    'handlers.SYSLOG_UDP_PORT': 514,
    'handlers.SYSLOG_TCP_PORT': 514,
  }),
)

const MODULE = 'logging.'

/**
 * Returns the value of a name in an ini file: a constant of Python's, a registered object or class, or a constant of such a
 * class; undefined for an unknown name. The file is read as if it were part of Python's module `logging`, so `handlers.X` is
 * `logging.handlers.X`.
 */
export function findConfigName(name: string): unknown {
  const own = inModule(name)
  if (CONSTANTS.has(own)) return CONSTANTS.get(own)
  return findHere(MODULE + own) ?? findHere(name)
}

function inModule(name: string): string {
  return name.startsWith(MODULE) ? name.slice(MODULE.length) : name
}

/** Returns a registered object, or a constant of a registered class. */
function findHere(name: string): unknown {
  const found = findObject(name)
  if (found !== undefined) return found
  const dot = name.lastIndexOf('.')
  const klass = findObject(name.slice(0, dot))
  const constant = name.slice(dot + 1)
  if (typeof klass !== 'function' || !Object.hasOwn(klass, constant)) return undefined
  const value = (klass as unknown as Record<string, unknown>)[constant]
  return typeof value === 'number' || typeof value === 'string' ? value : undefined
}

/** Returns the names that an ini file may use, as it would write them. */
export function configNames(): string[] {
  return [...CONSTANTS.keys(), ...registeredNames().map(inModule)]
}
