import { classNames, type Constructor, findClass, findObject, hasObject, signatureOf } from './classes.js'
import { repr } from './repr.js'

/** Keywords of a configuration, by name. */
export type Kwargs = Record<string, unknown>

/** Classes of Python's that treeline does not have on this platform, or not yet. */
const PYTHONS = new Set([
  'logging.FileHandler',
  'logging.handlers.RotatingFileHandler',
  'logging.handlers.TimedRotatingFileHandler',
  'logging.handlers.WatchedFileHandler',
  'logging.handlers.SocketHandler',
  'logging.handlers.DatagramHandler',
  'logging.handlers.SysLogHandler',
  'logging.handlers.NTEventLogHandler',
  'logging.handlers.SMTPHandler',
  'logging.handlers.QueueHandler',
  'logging.handlers.QueueListener',
])

/**
 * Gives what a configuration means by a class: the class itself, or the one registered under a dotted name. Never imports:
 * a configuration may come from anywhere.
 *
 * @throws RangeError for a name that is not registered
 */
export function resolve(given: unknown): Constructor | ((kwargs: Kwargs) => unknown) {
  if (typeof given === 'function') return given as Constructor
  if (typeof given !== 'string') throw new TypeError(`expected a class or a dotted name, not ${repr(given)}`)
  const klass = findClass(given)
  if (klass !== undefined) return klass
  if (hasObject(given) && typeof findObject(given) === 'function') return findObject(given) as Constructor
  throw new RangeError(`Cannot resolve ${repr(given)}: ${reason(given)}`)
}

function reason(name: string): string {
  if (PYTHONS.has(name)) return 'there is no such class on this platform, or not yet'
  const last = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  const alike = classNames().find((known) => known.toLowerCase().endsWith(`.${last}`))
  const hint = alike === undefined ? `call registerClass(${repr(name)}, …) first` : `did you mean ${repr(alike)}?`
  return `no class of that name is registered; ${hint}`
}

function isClass(callable: unknown): boolean {
  return typeof callable === 'function' && /^class\b/.test(Function.prototype.toString.call(callable))
}

/**
 * Calls a class or a function with a configuration's keywords: the class's positional parameters from the keywords of their
 * names, the rest in one options object. A plain function gets all of them in one object.
 *
 * @throws TypeError for a keyword that the class does not have
 */
export function construct(callable: Constructor | ((kwargs: Kwargs) => unknown), kwargs: Kwargs): unknown {
  const { positional = [], keywords } = signatureOf(callable as Constructor)
  const registered = positional.length > 0 || keywords !== undefined
  if (!registered && !isClass(callable)) return (callable as (kwargs: Kwargs) => unknown)(kwargs)
  const rest: Kwargs = { ...kwargs }
  const parameters = positional.map((name) => {
    const value = rest[name]
    delete rest[name]
    return value
  })
  refuseUnknown(callable, rest, keywords)
  const construct = callable as new (...parameters: unknown[]) => unknown
  return Object.keys(rest).length === 0 ? new construct(...parameters) : new construct(...parameters, rest)
}

function refuseUnknown(callable: { name: string }, kwargs: Kwargs, keywords: readonly string[] | undefined): void {
  if (keywords === undefined) return
  const unknown = Object.keys(kwargs).find((key) => !keywords.includes(key))
  if (unknown === undefined) return
  const expected = keywords.length === 0 ? 'none' : keywords.join(', ')
  throw new TypeError(
    `${callable.name} got an unexpected keyword argument ${repr(unknown)}; its keywords are: ${expected}`,
  )
}
