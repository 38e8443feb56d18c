import { type Constructor, findObject, isRegistered, registeredNames, signatureOf } from './classes.js'
import { noted } from './refusal.js'
import { repr } from '../text/repr.js'
import { suggest } from './suggest.js'

/** Keywords of a configuration, by name. */
export type Kwargs = Record<string, unknown>

/** Returns what a dotted name stands for that is not registered, or undefined: the application's say in what a name may mean. */
export type Resolver = (name: string) => unknown

/** A class, or a function that takes all keywords in one object. */
export type Factory = Constructor | ((kwargs: Kwargs) => unknown)

/** Classes of Python's that treeline does not have on this platform, or not yet. */
const PYTHONS = /^logging\.(?:FileHandler|handlers\.(?:\w*File|Socket|Datagram|SysLog|NTEventLog|SMTP)Handler)$/

/**
 * Returns what a configuration means by a dotted name: what is registered under it, else what the resolver knows. Never
 * imports: a configuration may come from anywhere.
 *
 * @param resolver is asked for names that are not registered. Default none is.
 * @throws RangeError (Python's ValueError) for a name that stands for nothing
 */
export function resolveName(name: string, resolver?: Resolver): unknown {
  const found = findObject(name) ?? resolver?.(name)
  if (found === undefined || found === null) throw new RangeError(`Cannot resolve ${repr(name)}: ${reason(name)}`)
  return found
}

/**
 * Returns what a configuration means by a class or factory: the function itself, or what its dotted name stands for.
 *
 * @throws RangeError for a name that stands for nothing, TypeError for what cannot be called
 */
export function resolve(given: unknown, resolver?: Resolver): Factory {
  const found = typeof given === 'string' ? resolveName(given, resolver) : given
  if (typeof found === 'function') return found as Factory
  throw new TypeError(
    typeof given === 'string' ? `${given} is not callable` : `expected a class or a dotted name, not ${repr(given)}`,
  )
}

function reason(name: string): string {
  if (PYTHONS.test(name)) return 'there is no such class on this platform, or not yet'
  const names = registeredNames()
  const tail = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  const alike = suggest(name, names) ?? names.find((known) => known.toLowerCase().endsWith(`.${tail}`))
  const hint = alike === undefined ? `call registerClass(${repr(name)}, …) first` : `did you mean ${repr(alike)}?`
  return `nothing of that name is registered; ${hint}`
}

/** Returns whether it is a class, not a function: a registered one, one derived from it, or one written as a class. */
export function isClass(callable: unknown): callable is Constructor {
  for (let at = callable; typeof at === 'function'; at = Object.getPrototypeOf(at) as unknown) {
    if (isRegistered(at) || /^class\b/.test(Function.prototype.toString.call(at))) return true
  }
  return false
}

/**
 * Calls a class or a function with a configuration's keywords: the class's positional parameters from the keywords of their
 * names, the rest in one options object. A plain function gets all of them in one object.
 *
 * @throws TypeError for a keyword that the class does not have, or a required one that is missing
 */
export function construct(callable: Factory, kwargs: Kwargs): unknown {
  if (!isClass(callable)) return callable(kwargs)
  const { positional = [], required = [], keywords } = signatureOf(callable)
  const options: Kwargs = { ...kwargs }
  for (const name of positional) delete options[name]
  if (keywords !== undefined) refuseUnknown(callable, options, positional, keywords)
  const missing = required.find((name) => kwargs[name] === undefined)
  if (missing !== undefined) {
    const text = `${callable.name}() missing 1 required positional argument: ${repr(missing)}`
    throw noted(new TypeError(text), missing)
  }
  const parameters = positional.map((name) => (Object.hasOwn(kwargs, name) ? kwargs[name] : undefined))
  const klass = callable as new (...parameters: unknown[]) => unknown
  return Object.keys(options).length === 0 ? new klass(...parameters) : new klass(...parameters, options)
}

function refuseUnknown(
  { name }: Constructor,
  options: Kwargs,
  positional: readonly string[],
  keywords: readonly string[],
): void {
  const unknown = Object.keys(options).find((key) => !keywords.includes(key))
  if (unknown === undefined) return
  const known = [...positional, ...keywords]
  const alike = suggest(unknown, known)
  const help = alike === undefined ? `Its keywords are: ${known.join(', ') || 'none'}` : `Did you mean ${repr(alike)}?`
  throw noted(new TypeError(`${name}() got an unexpected keyword argument ${repr(unknown)}. ${help}`), unknown)
}
