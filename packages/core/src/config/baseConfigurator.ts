import { dict, isContainer, type Section, truth } from './configValue.js'
import { construct, type Factory, keywordOf, type Kwargs, resolve, resolveName, type Resolver } from './construct.js'
import { KeyError } from '../text/keyError.js'
import { isDict } from '../text/kinds.js'
import { asObject } from '../text/mapObject.js'
import { setOwn } from '../records/record.js'
import { about, allOf, noted } from './refusal.js'
import { ofType, shown } from '../runtime/checks.js'
import { repr } from '../text/repr.js'

/** The optional parameters of the configurators and of `dictConfig`. */
export interface ConfiguratorOptions {
  /**
   * Returns the object of a dotted name that is not registered: `(name) => known.get(name)`. Default knows none. It is called for
   * classes, factories and `ext://` names; the names are as trustworthy as the configuration.
   */
  resolver?: Resolver | undefined
}

/** The greatest depth of values, `cfg://` included: deeper ones would overflow the stack of some engine. */
const MAX_DEPTH = 200

const CONVERSION = /^([a-z]+):\/\/(.*)$/
const WORD = /\s*([\p{L}\p{N}_]+)\s*/uy
const DOT = /\.\s*([\p{L}\p{N}_]+)\s*/uy
const INDEX = /\[([^[\]]*)\]\s*/y

/**
 * Checks a keyword's name as Python does.
 *
 * @throws RangeError `Not a valid Python identifier: 'a-b'`
 */
export function valid_ident(s: string): true {
  if (/^[a-z_][a-z0-9_]*$/i.test(s)) return true
  throw new RangeError(`Not a valid Python identifier: ${repr(s)}`)
}

/**
 * The base of configurators: converts values that stand for others (`ext://…`, `cfg://…`) and makes objects by factories.
 *
 * Differs from Python: values are converted at any depth when they are read, as there is no dict that converts what is got from
 * it; names are looked up in a registry, never imported.
 *
 * @param config the configuration, which is not changed
 * @throws TypeError for a configuration that is no object, and for a resolver that is no function
 */
export class BaseConfigurator {
  /** The names of the methods that convert the values of each prefix. */
  readonly value_converters: Readonly<Record<string, string>> = { ext: 'ext_convert', cfg: 'cfg_convert' }
  /** Returns the object of a whole dotted name that is not registered, or undefined. Differs from Python: no import. */
  readonly importer: Resolver | undefined
  /** The configuration; its parts are replaced by the objects made from them. */
  readonly config: Section
  /** The copies of containers, while a value is being converted. */
  private readonly copies = new Map<object, unknown>()
  /** The `cfg://` paths that are being walked. */
  private readonly walking = new Set<string>()
  private depth = 0

  constructor(config: object, options: ConfiguratorOptions = {}) {
    if (!isDict(config)) throw new TypeError(`the configuration must be an object, not ${shown(config)}`)
    this.config = { ...(asObject(config) as Section) }
    if (options.resolver) ofType('resolver', options.resolver, 'function')
    this.importer = options.resolver
  }

  /**
   * Returns the object of a dotted name.
   *
   * @throws RangeError `Cannot resolve 'nope.X': …`
   */
  resolve(s: string): unknown {
    return resolveName(s, this.importer)
  }

  /**
   * Converts the name behind `ext://`.
   *
   * @throws RangeError for an unknown name
   */
  ext_convert(value: string): unknown {
    return this.resolve(value)
  }

  /**
   * Converts the path behind `cfg://`: `handlers.file.filename` or `a[0].b[key]` within the configuration.
   *
   * @throws KeyError, RangeError, TypeError for a path that leads nowhere
   */
  cfg_convert(value: string): unknown {
    if (this.walking.has(value)) throw new RangeError(`Unable to convert ${repr(value)}: it leads back to itself`)
    this.walking.add(value)
    let found: unknown
    try {
      found = this.walk(value)
    } catch (error) {
      throw noted(
        error,
        undefined,
        `cfg://${value} leads nowhere: ${error instanceof Error ? error.message : repr(error)}`,
      )
    } finally {
      this.walking.delete(value)
    }
    return this.convert(found)
  }

  private walk(path: string): unknown {
    let at = 0
    const match = (pattern: RegExp): string | undefined => {
      pattern.lastIndex = at
      const found = pattern.exec(path)
      if (found !== null) at = pattern.lastIndex
      return found?.[1]
    }
    const word = match(WORD)
    if (word === undefined) throw new RangeError(`Unable to convert ${repr(path)}`)
    let value = this.item(this.config, word)
    while (at < path.length) {
      const key = match(DOT) ?? match(INDEX)
      if (key === undefined) throw new RangeError(`Unable to convert ${repr(path)} at ${repr(path.slice(at))}`)
      value = this.item(value, key)
    }
    return value
  }

  /**
   * Returns Python's `container[key]`, where digits are an index of a list.
   *
   * @throws TypeError, RangeError, KeyError for an item that does not exist
   */
  private item(container: unknown, key: string): unknown {
    if (Array.isArray(container) || typeof container === 'string') {
      if (!/^\d+$/.test(key)) throw new TypeError(`list indices must be integers or slices, not ${repr(key)}`)
      const items = typeof container === 'string' ? [...container] : container
      if (Number(key) >= items.length) throw new RangeError('list index out of range')
      return this.text(items[Number(key)])
    }
    if (typeof container !== 'object' || container === null) throw new TypeError(`${shown(container)} has no items`)
    if (!Object.hasOwn(container, key)) throw new KeyError(key)
    return this.text((container as Section)[key])
  }

  private text(value: unknown): unknown {
    return typeof value === 'string' ? this.convert(value) : value
  }

  /**
   * Replaces `ext://…` and `cfg://…`, at any depth, by their values. Objects that are not plain stay as they are; cycles stay
   * cycles.
   *
   * @throws RangeError for a name that is unknown, and for values that are nested too deeply; KeyError, RangeError, TypeError for
   *   a path that leads nowhere
   */
  convert(value: unknown): unknown {
    if (typeof value !== 'string' && !isContainer(value)) return value
    if (this.depth >= MAX_DEPTH) throw new RangeError(`nested too deeply: more than ${MAX_DEPTH} levels`)
    this.depth++
    try {
      return typeof value === 'string' ? this.convertText(value) : this.copy(value)
    } finally {
      if (--this.depth === 0) this.copies.clear()
    }
  }

  private convertText(text: string): unknown {
    const found = CONVERSION.exec(text)
    if (found === null || !Object.hasOwn(this.value_converters, found[1]!)) return text
    const converter = this.value_converters[found[1]!] as 'cfg_convert'
    return this[converter](found[2]!)
  }

  private copy(container: object): unknown {
    const known = this.copies.get(container)
    if (known !== undefined) return known
    const copy: unknown[] | Section = Array.isArray(container) ? [] : {}
    this.copies.set(container, copy)
    for (const key of Object.keys(container)) setOwn(copy, key, this.convert((container as Section)[key]))
    return copy
  }

  /** Returns a key's value, converted; undefined for an absent key. */
  protected get(part: Section, key: string): unknown {
    return Object.hasOwn(part, key) ? about(key, () => this.convert(part[key])) : undefined
  }

  /**
   * Calls the factory under `()` with the other keys as keywords, then assigns the attributes under `.`.
   *
   * @throws RangeError for a name that is unknown or is no identifier, TypeError for a factory that cannot be called; what the
   *   factory throws
   */
  configure_custom(config: Section): unknown {
    const factory = this.factory(this.get(config, '()'), '()')
    const made = this.make(factory, this.keywords(config))
    this.assign(made, config)
    return made
  }

  /** Returns the class or factory that a value names. */
  protected factory(given: unknown, key: string): Factory {
    return about(key, () => resolve(typeof given === 'string' ? this.resolve(given) : given))
  }

  /** Returns the keywords of a part: all of its keys except `()` and `.`, converted. */
  protected keywords(part: Section): Kwargs {
    const kwargs: Kwargs = {}
    const take = (key: string): void => {
      about(key, () => valid_ident(key))
      setOwn(kwargs, key, this.get(part, key))
    }
    const keys = Object.keys(part).filter((key) => key !== '()' && key !== '.')
    allOf(...keys.map((key) => () => take(key)))
    return kwargs
  }

  /**
   * Calls a class or factory. An error that mentions a keyword counts as about that keyword.
   *
   * @param keys the keys that the part may have beside keywords, for suggestions
   * @param given the keywords that the part has itself. Default all
   * @throws what the class or factory throws
   */
  protected make(factory: Factory, kwargs: Kwargs, keys: readonly string[] = [], given: Kwargs = kwargs): unknown {
    try {
      return construct(factory, kwargs, keys, given)
    } catch (error) {
      throw noted(error, keywordOf(error, kwargs))
    }
  }

  /** Assigns the attributes under `.` in a part to the object that was made of the part. */
  protected assign(made: unknown, part: Section): void {
    const attributes = this.get(part, '.')
    if (!truth(attributes)) return
    about('.', () => {
      for (const [name, value] of Object.entries(dict(attributes))) {
        // An own property, as in Python; assigning would replace the prototype.
        if (name === '__proto__') setOwn(made as object, name, value)
        else (made as Section)[name] = value
      }
    })
  }

  /** Returns the value. Python turns lists into tuples for sockets; here both are arrays. */
  as_tuple<T>(value: T): T {
    return value
  }
}
