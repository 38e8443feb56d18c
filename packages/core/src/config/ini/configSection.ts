import { findConfigName, configNames } from './configNames.js'
import type { ConfigParser } from './configParser.js'
import { ConfigParserError } from './configParserError.js'
import { strip } from './iniReader.js'
import { KeyError } from '../../text/keyError.js'
import { checkLevel, levels } from '../../records/levels.js'
import { pythonLiteral } from './pythonLiteral.js'
import type { PythonValue } from './pythonValue.js'
import { hint } from '../refusal.js'
import { inOneLine } from './iniProblems.js'
import { repr } from '../../text/repr.js'

/** The objects made from a part of the file, by name. Undefined for a name that could not be made, and if none could. */
export type Named<Value> = ReadonlyMap<string, Value | undefined> | undefined

/**
 * One section of an ini file, as `fileConfig` reads it. Errors have Python's text, and behind it on a line of its own the
 * section, the option and what was expected.
 */
export class ConfigSection {
  readonly name: string
  private readonly parser: ConfigParser

  /**
   * @param because the reason why the section is needed, for the error
   * @throws RangeError (Python's KeyError) for an unknown section
   */
  constructor(parser: ConfigParser, name: string, because: string = 'fileConfig needs this section') {
    this.parser = parser
    this.name = name
    if (parser.has_section(name)) return
    throw this.refusal(new KeyError(name), '', `${because}; ${hint(name, parser.sections(), 'sections')}`)
  }

  /**
   * Opens `[handler_x]` for the `x` that `[handlers] keys` names.
   *
   * @throws RangeError (Python's KeyError) for an unknown section
   */
  static named(parser: ConfigParser, kind: 'formatter' | 'handler' | 'logger', name: string): ConfigSection {
    return new ConfigSection(parser, `${kind}_${name}`, `[${kind}s] keys names ${repr(name)}`)
  }

  /** Returns whether the section has an option. */
  has(option: string): boolean {
    return this.parser.has_option(this.name, option)
  }

  /** Returns the value of an option; `otherwise` for an absent one. */
  get(option: string, otherwise: string): string {
    return this.parser.get(this.name, option, { fallback: otherwise })
  }

  /** Returns the value of an option as it is written; null for an absent one. */
  raw(option: string): string | null {
    return this.parser.get(this.name, option, { raw: true, fallback: null })
  }

  /**
   * Returns the value of an option.
   *
   * @throws RangeError (Python's KeyError) for an absent option
   */
  required(option: string): string {
    if (this.has(option)) return this.parser.get(this.name, option)
    const others = this.parser.options(this.name)
    throw this.refusal(new KeyError(option), option, `this option is missing; ${hint(option, others, 'options')}`)
  }

  /**
   * Returns the names that an option lists with commas between them.
   *
   * @throws RangeError (Python's KeyError) for an absent option
   */
  names(option: string): string[] {
    const list = this.required(option)
    return list === '' ? [] : list.split(',').map(strip)
  }

  /**
   * Returns the level as a number; undefined if the section has none.
   *
   * @throws RangeError for an unknown level
   */
  level(): number | undefined {
    if (!this.has('level')) return undefined
    const level = this.required('level')
    return this.about(
      'level',
      () => checkLevel(level),
      () => hint(level, [...levels.numberOf.keys()], 'levels'),
    )
  }

  /**
   * Returns an integer; `otherwise` for an absent option.
   *
   * @throws RangeError for a value that is no integer
   */
  integer(option: string, otherwise: number): number {
    return this.about(
      option,
      () => this.parser.getint(this.name, option, { fallback: otherwise }),
      () => 'an integer',
    )
  }

  /**
   * Returns the value of a text as a Python literal.
   *
   * @throws SyntaxError, RangeError, TypeError for a wrong literal
   */
  literal(option: string, text: string): PythonValue {
    return this.about(option, () => pythonLiteral(text, findConfigName), noteOnName)
  }

  /**
   * Returns the object of a name that an option gives. Returns undefined if it, or all of its kind, could not be made: that was
   * reported already.
   *
   * @throws RangeError (Python's KeyError) for an unknown name
   */
  named<Value>(option: string, name: string, all: Named<Value>, what: string): Value | undefined {
    if (all === undefined || all.has(name)) return all?.get(name)
    throw this.refusal(new KeyError(name), option, hint(name, [...all.keys()], what))
  }

  /**
   * Runs the work on an option.
   *
   * @param note returns what was expected, for the error; default nothing
   * @throws what the work throws, with the section's and the option's name in its text
   */
  about<Value>(option: string, work: () => Value, note: (error: unknown) => string = () => ''): Value {
    try {
      return work()
    } catch (error) {
      throw this.refusal(error, option, note(error))
    }
  }

  /** Returns the error to throw in another's place: of its class, with its text and the place. */
  refusal(error: unknown, option: string, note: string): unknown {
    // A parser's own errors name their section and option.
    if (!(error instanceof Error) || error instanceof ConfigParserError) return error
    const place = [`[${this.name}]`, option].filter(Boolean).join(' ')
    const message = `${error.message}\n${place}${note === '' ? '' : `: ${note}`}`
    const Class = [TypeError, SyntaxError, RangeError].find((known) => error instanceof known) ?? Error
    // For an unknown name, Python's text is the name alone.
    const why = [...(error instanceof KeyError ? [] : [error.message]), note].filter(Boolean).join('; ')
    return inOneLine(new Class(message, { cause: error }), `${place}: ${why}`)
  }
}

function noteOnName(error: unknown): string {
  const name = /^name '(.*)' is not defined/.exec((error as Error).message)?.[1]
  return name === undefined ? 'a Python literal' : hint(name, configNames(), 'names')
}
