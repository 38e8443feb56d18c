import {
  DuplicateOptionError,
  DuplicateSectionError,
  MissingSectionHeaderError,
  ParsingError,
} from './configParserError.js'

/** The options of a section, by name. */
export type Options = Map<string, string>

/** The section whose options every section has. */
export const DEFAULTSECT = 'DEFAULT'

/** The characters that are spaces for Python, not quite the same as JavaScript's. */
const SPACE = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const NOT_SPACE = new RegExp(`[^${SPACE.slice(1)}`)
const isSpace = (char: string | undefined): boolean => char !== undefined && !NOT_SPACE.test(char)

/** Returns Python's `str.strip` of a text. */
export function strip(text: string): string {
  const start = text.search(NOT_SPACE)
  return start < 0 ? '' : rstrip(text.slice(start))
}

function rstrip(text: string): string {
  let end = text.length
  while (end > 0 && isSpace(text[end - 1])) end--
  return text.slice(0, end)
}

/** The part of the parser that the reader needs. */
interface OptionNames {
  /** Returns the key of an option's name. */
  optionxform(option: string): string
}

/** A reader of one source into the sections of a parser. */
export class IniReader {
  /** The sections of this source: a source may add to sections of another, but not name one twice. */
  private readonly added = new Set<Options>()
  private readonly addedOptions = new Map<Options, Set<string>>()
  private readonly errors: [number, string][] = []
  private section = ''
  private options: Options | undefined
  private option = ''
  private value: string[] = []
  private indent = 0
  private lineno = 0
  private readonly parser: OptionNames
  private readonly sections: Map<string, Options>
  private readonly defaults: Options
  private readonly source: string

  constructor(parser: OptionNames, sections: Map<string, Options>, defaults: Options, source: string) {
    this.parser = parser
    this.sections = sections
    this.defaults = defaults
    this.source = source
  }

  /**
   * Reads the text of the source.
   *
   * @throws ParsingError, MissingSectionHeaderError, DuplicateSectionError, DuplicateOptionError
   */
  read(text: string): void {
    try {
      for (let at = 0; at < text.length;) {
        const newline = text.indexOf('\n', at)
        const end = newline < 0 ? text.length : newline + 1
        this.lineno++
        this.line(text.slice(at, end))
        at = end
      }
    } finally {
      this.finishOption()
    }
    if (this.errors.length > 0) throw new ParsingError(this.source, this.errors)
  }

  private line(line: string): void {
    const text = strip(line)
    if (text === '') {
      if (this.option !== '') this.value.push('')
      return
    }
    if (text.startsWith('#') || text.startsWith(';')) return
    const indent = line.search(NOT_SPACE)
    if (this.option !== '' && indent > this.indent) {
      this.value.push(text)
      return
    }
    this.indent = indent
    const close = text.startsWith('[') ? text.lastIndexOf(']') : -1
    if (close > 1) this.header(text.slice(1, close))
    else if (this.options === undefined) throw new MissingSectionHeaderError(this.source, this.lineno, line)
    else this.assignment(text, line, this.options)
  }

  private header(name: string): void {
    this.finishOption()
    let options = name === DEFAULTSECT ? this.defaults : this.sections.get(name)
    if (options === undefined) this.sections.set(name, (options = new Map()))
    if (this.added.has(options)) throw new DuplicateSectionError(name, this.source, this.lineno)
    if (options !== this.defaults) this.added.add(options)
    this.section = name
    this.options = options
  }

  private assignment(text: string, line: string, options: Options): void {
    const delimiter = text.search(/[=:]/)
    if (delimiter <= 0) this.errors.push([this.lineno, line])
    if (delimiter < 0) return
    this.finishOption()
    const option = this.parser.optionxform(rstrip(text.slice(0, delimiter)))
    const names = this.addedOptions.get(options) ?? new Set()
    if (names.has(option)) throw new DuplicateOptionError(this.section, option, this.source, this.lineno)
    this.addedOptions.set(options, names.add(option))
    this.option = option
    this.value = [strip(text.slice(delimiter + 1))]
    // At the place of the first option of its name, not where its value ends.
    options.set(option, this.value[0]!)
  }

  private finishOption(): void {
    if (this.option !== '') this.options!.set(this.option, rstrip(this.value.join('\n')))
    this.option = ''
    this.value = []
  }
}
