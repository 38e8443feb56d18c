import { DuplicateOptionError, DuplicateSectionError, NoOptionError, NoSectionError } from './configParserError.js'
import { DEFAULTSECT, IniReader, type Options, strip } from './iniReader.js'
import { checkSyntax, interpolate } from './interpolation.js'
import { repr, str } from '../../text/repr.js'

/** A source of text such as Python's open files: read whole, or line by line until `''`. */
export interface TextSource {
  /** Returns the whole text. */
  read?(): string
  /** Returns the next line with its end; `''` at the end of the text. */
  readline?(): string
  /** The name of the source in errors. Default `<???>`. */
  readonly name?: unknown
}

/** The optional parameters of `ConfigParser.get`. */
export interface ConfigGetOptions<Fallback = never> {
  /** Whether `%(name)s` stays as it is written. Default false. */
  raw?: boolean | undefined
  /** The value if section or option do not exist. Default: an error is thrown. */
  fallback?: Fallback
}

/**
 * A reader of ini files: the part of Python's ConfigParser that logging needs. It has sections and options, `%(name)s` in values,
 * a section `[DEFAULT]` whose options all others have, values over several indented lines, comments behind `#` and `;` at the
 * start of a line. Option names are in lower case unless `optionxform` is overridden.
 *
 * Differs from Python: it has the methods that read and none that write files; its parameters (`delimiters`, `strict`, …) are
 * Python's defaults and fixed.
 *
 * @param defaults options of `[DEFAULT]`; other values than strings become strings
 * @throws TypeError for a default that is null; DuplicateOptionError for two whose names differ in case only
 */
export class ConfigParser {
  private readonly bySection = new Map<string, Options>()
  private readonly inDefault: Options = new Map()

  constructor(defaults: object | null = null) {
    for (const [name, value] of Object.entries(defaults ?? {})) {
      const option = this.optionxform(name)
      if (this.inDefault.has(option)) throw new DuplicateOptionError(DEFAULTSECT, option, '<dict>')
      this.inDefault.set(option, valueText(value))
    }
  }

  /** Returns the key of an option's name. Override it to keep the case: `parser.optionxform = (name) => name`. */
  optionxform(option: string): string {
    return option.toLowerCase()
  }

  // --- reading -----------------------------------------------------------------------------------------------------

  /**
   * Reads a text.
   *
   * @param source the name of the text in errors
   * @throws ParsingError, MissingSectionHeaderError, DuplicateSectionError, DuplicateOptionError
   */
  read_string(text: string, source: string = '<string>'): void {
    new IniReader(this, this.bySection, this.inDefault, source).read(text)
  }

  /**
   * Reads an open file.
   *
   * @param source the name of the file in errors; default its `name`
   * @throws as `read_string`; TypeError for an object without `read` and `readline`, or whose text is no string
   */
  read_file(file: TextSource, source?: string): void {
    const name = source ?? (file.name === undefined ? '<???>' : str(file.name))
    this.read_string(textOf(file), name)
  }

  /**
   * Reads an object of sections, each an object of options.
   *
   * @param source the name of the object in errors; default `<dict>`
   * @throws RangeError for a value with a wrong `%`, TypeError for a value that is null; DuplicateOptionError for two options
   *   whose names differ in case only
   */
  read_dict(dictionary: Readonly<Record<string, Readonly<Record<string, unknown>>>>, source: string = '<dict>'): void {
    for (const [section, options] of Object.entries(dictionary)) {
      if (section !== DEFAULTSECT && !this.bySection.has(section)) this.add_section(section)
      const added = new Set<string>()
      for (const [name, value] of Object.entries(options)) {
        const option = this.optionxform(name)
        if (added.has(option)) throw new DuplicateOptionError(section, option, source)
        added.add(option)
        this.set(section, option, valueText(value))
      }
    }
  }

  // --- asking ------------------------------------------------------------------------------------------------------

  /** Returns the options of `[DEFAULT]`, as they are written. */
  defaults(): ReadonlyMap<string, string> {
    return this.inDefault
  }

  /** Returns the names of the sections, without `DEFAULT`. */
  sections(): string[] {
    return [...this.bySection.keys()]
  }

  /** Returns whether there is a section of that name; `DEFAULT` is none. */
  has_section(section: string): boolean {
    return this.bySection.has(section)
  }

  /**
   * Returns the names of a section's options, and `DEFAULT`'s behind them.
   *
   * @throws NoSectionError for an unknown section
   */
  options(section: string): string[] {
    const options = this.bySection.get(section)
    if (options === undefined) throw new NoSectionError(section)
    return [...new Set([...options.keys(), ...this.inDefault.keys()])]
  }

  /** Returns whether a section, or `DEFAULT` for it, has an option; without a section, whether `DEFAULT` has. */
  has_option(section: string | null, option: string): boolean {
    const key = this.optionxform(option)
    if (!section || section === DEFAULTSECT) return this.inDefault.has(key)
    const options = this.bySection.get(section)
    return options !== undefined && (options.has(key) || this.inDefault.has(key))
  }

  /**
   * Returns the value of an option.
   *
   * @throws NoSectionError, NoOptionError without a `fallback`; InterpolationError for a wrong `%` in it
   */
  get<Fallback = never>(section: string, option: string, options: ConfigGetOptions<Fallback> = {}): string | Fallback {
    const fallback = 'fallback' in options
    const own = this.bySection.get(section)
    if (own === undefined && section !== DEFAULTSECT) {
      if (fallback) return options.fallback as Fallback
      throw new NoSectionError(section)
    }
    const lookUp = (key: string): string | undefined => own?.get(key) ?? this.inDefault.get(key)
    const key = this.optionxform(option)
    const value = lookUp(key)
    if (value === undefined) {
      if (fallback) return options.fallback as Fallback
      throw new NoOptionError(key, section)
    }
    if (options.raw || !value.includes('%')) return value
    return interpolate(value, { section, option: key, lookUp, optionxform: (name) => this.optionxform(name) })
  }

  /**
   * Returns the value of an option as an integer.
   *
   * @throws RangeError `invalid literal for int() with base 10: 'x'`, and what `get` throws
   */
  getint<Fallback = never>(
    section: string,
    option: string,
    options: ConfigGetOptions<Fallback> = {},
  ): number | Fallback {
    if ('fallback' in options && !this.has_option(section, option)) return options.fallback as Fallback
    const value = this.get(section, option, { raw: options.raw ?? false })
    const digits = strip(value)
    if (!/^[+-]?\d+(?:_\d+)*$/.test(digits))
      throw new RangeError(`invalid literal for int() with base 10: ${repr(value)}`)
    return Number(digits.replaceAll('_', ''))
  }

  /**
   * Returns the options of a section, `DEFAULT`'s among them, with their values.
   *
   * @throws NoSectionError for an unknown section; InterpolationError for a wrong `%` in a value
   */
  items(section: string, options: { raw?: boolean | undefined } = {}): [string, string][] {
    const own = section === DEFAULTSECT ? [] : [...this.options(section)]
    const names = new Set([...this.inDefault.keys(), ...own])
    return [...names].map((name) => [name, this.get(section, name, options)])
  }

  // --- changing ----------------------------------------------------------------------------------------------------

  /**
   * Adds an empty section.
   *
   * @throws DuplicateSectionError for a section that exists; RangeError for `DEFAULT`
   */
  add_section(section: string): void {
    if (section === DEFAULTSECT) throw new RangeError(`Invalid section name: ${repr(section)}`)
    if (this.bySection.has(section)) throw new DuplicateSectionError(section)
    this.bySection.set(section, new Map())
  }

  /**
   * Sets the value of an option.
   *
   * @throws NoSectionError for an unknown section; RangeError for a value with a wrong `%`; TypeError for a value that is no
   *   string
   */
  set(section: string, option: string, value: string): void {
    if (typeof value !== 'string') throw new TypeError('option values must be strings')
    checkSyntax(value)
    const options = !section || section === DEFAULTSECT ? this.inDefault : this.bySection.get(section)
    if (options === undefined) throw new NoSectionError(section)
    options.set(this.optionxform(option), value)
  }
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) throw new TypeError('option values must be strings')
  return str(value)
}

function textOf(file: TextSource): string {
  if (typeof file.read === 'function') return requireText(file.read())
  if (typeof file.readline !== 'function') throw new TypeError('expected something with a read or readline method')
  const lines: string[] = []
  for (let line = requireText(file.readline()); line !== ''; line = requireText(file.readline())) lines.push(line)
  return lines.join('')
}

function requireText(text: unknown): string {
  if (typeof text === 'string') return text
  throw new TypeError(`expected a text to read, not ${repr(text)}`)
}
