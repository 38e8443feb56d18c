import { type Constructor, findObject, isRegistered, registeredNames, signatureOf } from './classes.js'
import { allOf, noted } from './refusal.js'
import { noteOf } from '../runtime/note.js'
import { repr } from '../text/repr.js'
import { suggest } from '../runtime/suggest.js'

/** Keywords of a configuration, by name. */
export type Kwargs = Record<string, unknown>

/**
 * Returns the object of a dotted name that is not registered, or undefined: here the application decides what a name may mean.
 */
export type Resolver = (name: string) => unknown

/** A class, or a function that takes all keywords in one object. */
export type Factory = Constructor | ((kwargs: Kwargs) => unknown)

/** Python's classes that treeline does not have on this platform. */
const PYTHONS = /^logging\.(?:FileHandler|handlers\.(?:\w*File|Socket|Datagram|SysLog|NTEventLog|SMTP)Handler)$/

/**
 * Returns the object that a configuration names: the registered one, else the resolver's. Never imports: a configuration may come
 * from anywhere.
 *
 * @param resolver is called for names that are not registered. Default none is known.
 * @throws RangeError (Python's ValueError) for an unknown name
 */
export function resolveName(name: string, resolver?: Resolver): unknown {
  const found = findObject(name) ?? resolver?.(name)
  if (found === undefined || found === null) throw new RangeError(`Cannot resolve ${repr(name)}: ${reason(name)}`)
  return found
}

/**
 * Returns the class or factory that a configuration names: the function itself, or the one of its dotted name.
 *
 * @throws RangeError for an unknown name, TypeError for a value that cannot be called
 */
export function resolve(given: unknown, resolver?: Resolver): Factory {
  const found = typeof given === 'string' ? resolveName(given, resolver) : given
  if (typeof found === 'function') return found as Factory
  throw new TypeError(
    typeof given === 'string' ? `${given} is not callable` : `expected a class or a dotted name, not ${repr(given)}`,
  )
}

function reason(name: string): string {
  if (PYTHONS.test(name)) return 'there is no such class on this platform'
  const meant = suggestName(name, registeredNames())
  if (meant !== undefined) return `nothing of that name is registered; did you mean ${repr(meant)}?`
  const tail = tailOf(name)
  // As both languages write classes.
  const register = /^[A-Z]/.test(tail) ? 'registerClass' : 'registerObject'
  const call = `${register}(${repr(name)}, ${/^\w+$/.test(tail) ? tail : '…'})`
  return `nothing of that name is registered; import { ${register} } from 'treeline/config' and call ${call} first`
}

const KIND = /(?:Formatter|Filter|Handler|Listener|Queue)$/

/**
 * Returns the registered name whose last part is the same or similar. The ending that all handlers' names have does not count.
 */
function suggestName(name: string, names: readonly string[]): string | undefined {
  const tail = tailOf(name)
  const [kind = ''] = KIND.exec(tail) ?? []
  const same = names.find((known) => tailOf(known).toLowerCase() === tail.toLowerCase())
  if (same !== undefined) return same
  const stems = names.map((known) => {
    const other = tailOf(known)
    return kind !== '' && other.endsWith(kind) ? other.slice(0, -kind.length) : other
  })
  const stem = suggest(tail.slice(0, tail.length - kind.length), stems)
  return stem === undefined ? undefined : names[stems.indexOf(stem)]
}

function tailOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

/** Returns whether it is a class, not a function: a registered one, one derived from it, or one written as a class. */
export function isClass(callable: unknown): callable is Constructor {
  for (let at = callable; typeof at === 'function'; at = Object.getPrototypeOf(at) as unknown) {
    if (isRegistered(at) || /^class\b/.test(Function.prototype.toString.call(at))) return true
  }
  return false
}

/**
 * Calls a class or a function with a configuration's keywords: a class's positional parameters get the keywords of their names,
 * one options object the rest. A plain function gets all of them in one object.
 *
 * @param keys other keys, for suggestions: a keyword that the class does not have may be a misspelt one
 * @param given the keywords that the configuration itself has. Default all
 * @throws TypeError for a keyword that the class does not have, or a required one that is missing; what the class or function
 *   throws
 */
export function construct(
  callable: Factory,
  kwargs: Kwargs,
  keys: readonly string[] = [],
  given: Kwargs = kwargs,
): unknown {
  if (!isClass(callable)) return callable(kwargs)
  const { positional = [], required = [], keywords, keywordOnly = [] } = signatureOf(callable)
  const options: Kwargs = { ...kwargs }
  for (const name of positional) delete options[name]
  const known = keywords && [...positional, ...keywords, ...keywordOnly]
  const unknown = known ? Object.keys(options).filter((key) => !known.includes(key)) : []
  const missing = required.filter((name) => kwargs[name] === undefined)
  allOf(
    ...unknown.map((key) => () => refuseUnknown(callable, key, known!, given, keys)),
    ...missing.map((name) => () => refuseMissing(callable, name)),
  )
  const parameters = positional.map((name) => (Object.hasOwn(kwargs, name) ? kwargs[name] : undefined))
  const klass = callable as new (...parameters: unknown[]) => unknown
  return Object.keys(options).length === 0 ? new klass(...parameters) : new klass(...parameters, options)
}

function refuseUnknown(
  callable: Constructor,
  key: string,
  known: readonly string[],
  given: Kwargs,
  keys: readonly string[],
): never {
  const meant = suggest(key, [...known, ...keys])
  const help =
    meant === undefined || Object.hasOwn(given, meant)
      ? `Its keywords are: ${known.join(', ') || 'none'}`
      : `Did you mean ${repr(meant)}?`
  throw noted(new TypeError(`${callable.name}() got an unexpected keyword argument ${repr(key)}. ${help}`), key)
}

/** Returns the keyword that an error of a call is about, by the error's note or text; undefined for none. */
export function keywordOf(error: unknown, kwargs: Kwargs): string | undefined {
  const message = error instanceof Error ? error.message : ''
  const first = /^\w+/.exec(message)?.[0]
  return noteOf(error)?.key ?? Object.keys(kwargs).find((name) => name === first || message.includes(`'${name}'`))
}

function refuseMissing({ name }: Constructor, missing: string): never {
  const text = `${name}() missing 1 required positional argument: ${repr(missing)}`
  throw noted(new TypeError(text), missing)
}
