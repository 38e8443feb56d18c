import { dict, isContainer, type Section, truth } from './configValue.js'
import { construct, type Factory, keywordOf, type Kwargs, resolve, resolveName, type Resolver } from './construct.js'
import { KeyError } from '../text/keyError.js'
import { isDict } from '../text/kinds.js'
import { setOwn } from '../records/record.js'
import { about, allOf, noted } from './refusal.js'
import { ofType } from '../runtime/options.js'
import { repr } from '../text/repr.js'

/** The optional parameters of the configurators and of `dictConfig`. */
export interface ConfiguratorOptions {
  /**
   * Returns what a dotted name stands for that is not registered: `(name) => known.get(name)`. Default none is known. It is
   * asked for classes, factories and `ext://` names; the names are as trustworthy as the configuration.
   */
  resolver?: Resolver | undefined
}

/** How far values may be nested, `cfg://` included: what is deeper would overflow the stack of some engine. */
const MAX_DEPTH = 200

const CONVERSION = /^([a-z]+):\/\/(.*)$/
const WORD = /\s*([\p{L}\p{N}_]+)\s*/uy
const DOT = /\.\s*([\p{L}\p{N}_]+)\s*/uy
const INDEX = /\[([^[\]]*)\]\s*/y

/** Python's check of a keyword's name. @throws RangeError `Not a valid Python identifier: 'a-b'` */
export function valid_ident(s: string): true {
  if (/^[a-z_][a-z0-9_]*$/i.test(s)) return true
  throw new RangeError(`Not a valid Python identifier: ${repr(s)}`)
}

/**
 * What configurators share: values that stand for something else (`ext://…`, `cfg://…`) and objects made by factories.
 *
 * Differs from Python: values are converted as deep as they go when they are read, for there is no dict that converts what
 * is got from it; names are looked up in a registry, never imported.
 *
 * @param config is not changed
 * @throws TypeError for a configuration that is no object
 */
export class BaseConfigurator {
  /** Which method converts the values of each prefix. */
  readonly value_converters: Readonly<Record<string, string>> = { ext: 'ext_convert', cfg: 'cfg_convert' }
  /** Returns what a whole dotted name stands for that is not registered, or undefined. Differs from Python: no import. */
  readonly importer: Resolver | undefined
  /** The configuration; its parts are replaced by what is made of them. */
  readonly config: Section
  /** What containers were converted to, while a value is being converted. */
  private readonly copies = new Map<object, unknown>()
  /** The `cfg://` paths that are being walked. */
  private readonly walking = new Set<string>()
  private depth = 0

  constructor(config: object, options: ConfiguratorOptions = {}) {
    if (!isDict(config)) throw new TypeError(`the configuration must be an object, not ${repr(config)}`)
    this.config = { ...config }
    if (options.resolver) ofType('resolver', options.resolver, 'function')
    this.importer = options.resolver
  }

  /**
   * Returns what a dotted name stands for.
   *
   * @throws RangeError `Cannot resolve 'nope.X': …`
   */
  resolve(s: string): unknown {
    return resolveName(s, this.importer)
  }

  /** Converts what stands behind `ext://`. @throws RangeError for a name that stands for nothing */
  ext_convert(value: string): unknown {
    return this.resolve(value)
  }

  /**
   * Converts what stands behind `cfg://`: `handlers.file.filename` or `a[0].b[key]` within the configuration.
   *
   * @throws KeyError, RangeError for a path that leads nowhere
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

  /** Python's `container[key]`, where digits are an index of a list. */
  private item(container: unknown, key: string): unknown {
    if (Array.isArray(container) || typeof container === 'string') {
      if (!/^\d+$/.test(key)) throw new TypeError(`list indices must be integers or slices, not ${repr(key)}`)
      const items = typeof container === 'string' ? [...container] : container
      if (Number(key) >= items.length) throw new RangeError('list index out of range')
      return this.text(items[Number(key)])
    }
    if (typeof container !== 'object' || container === null) throw new TypeError(`${repr(container)} has no items`)
    if (!Object.hasOwn(container, key)) throw new KeyError(key)
    return this.text((container as Section)[key])
  }

  private text(value: unknown): unknown {
    return typeof value === 'string' ? this.convert(value) : value
  }

  /**
   * Puts in place of `ext://…` and `cfg://…`, at any depth, what they stand for. Objects that are not plain stay as they are;
   * cycles stay cycles.
   *
   * @throws RangeError for what stands for nothing or is nested too deeply
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

  /** Returns a key's value, converted; undefined where it is not there. */
  protected get(part: Section, key: string): unknown {
    return Object.hasOwn(part, key) ? about(key, () => this.convert(part[key])) : undefined
  }

  /**
   * Calls the factory under `()` with the other keys as keywords, then assigns the attributes under `.`.
   *
   * @throws RangeError for a name that stands for nothing or is no identifier, TypeError for what cannot be called
   */
  configure_custom(config: Section): unknown {
    const factory = this.factory(this.get(config, '()'), '()')
    const made = this.make(factory, this.keywords(config))
    this.assign(made, config)
    return made
  }

  /** Returns what is meant by a class or factory. */
  protected factory(given: unknown, key: string): Factory {
    return about(key, () => resolve(typeof given === 'string' ? this.resolve(given) : given))
  }

  /** Returns the keywords of a part: all of its keys but `()` and `.`, converted. */
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
   * Calls a class or factory; what it throws is taken to be about the keyword that it mentions.
   *
   * @param keys that the part may have beside keywords, for suggestions
   * @param given what of the keywords the part has. Default all
   */
  protected make(factory: Factory, kwargs: Kwargs, keys: readonly string[] = [], given: Kwargs = kwargs): unknown {
    try {
      return construct(factory, kwargs, keys, given)
    } catch (error) {
      throw noted(error, keywordOf(error, kwargs))
    }
  }

  /** Assigns what stands under `.` in a part to the object that was made of it. */
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

  /** Python turns lists into tuples where sockets want them; here both are arrays. */
  as_tuple<T>(value: T): T {
    return value
  }
}
