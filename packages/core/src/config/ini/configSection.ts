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

/** What a part of the file made, by names; undefined for a name where it could not be made, and where none could. */
export type Named<Value> = ReadonlyMap<string, Value | undefined> | undefined

/**
 * One section of an ini file, as `fileConfig` reads it. What is wrong is thrown with Python's text, and behind it on a line
 * of its own the section, the option and what was expected.
 */
export class ConfigSection {
  readonly name: string
  private readonly parser: ConfigParser

  /**
   * @param because what asks for the section
   * @throws RangeError (Python's KeyError) where there is none of that name
   */
  constructor(parser: ConfigParser, name: string, because: string = 'fileConfig needs this section') {
    this.parser = parser
    this.name = name
    if (parser.has_section(name)) return
    throw this.refusal(new KeyError(name), '', `${because}; ${hint(name, parser.sections(), 'sections')}`)
  }

  /** Opens `[handler_x]` for the `x` that `[handlers] keys` names. */
  static named(parser: ConfigParser, kind: 'formatter' | 'handler' | 'logger', name: string): ConfigSection {
    return new ConfigSection(parser, `${kind}_${name}`, `[${kind}s] keys names ${repr(name)}`)
  }

  has(option: string): boolean {
    return this.parser.has_option(this.name, option)
  }

  /** Returns the value of an option, `otherwise` where it is not there. */
  get(option: string, otherwise: string): string {
    return this.parser.get(this.name, option, { fallback: otherwise })
  }

  /** Returns the value of an option as it is written, null where it is not there. */
  raw(option: string): string | null {
    return this.parser.get(this.name, option, { raw: true, fallback: null })
  }

  /** @throws RangeError (Python's KeyError) where the option is not there */
  required(option: string): string {
    if (this.has(option)) return this.parser.get(this.name, option)
    const others = this.parser.options(this.name)
    throw this.refusal(new KeyError(option), option, `this option is missing; ${hint(option, others, 'options')}`)
  }

  /** Returns the names that an option lists with commas between them. */
  names(option: string): string[] {
    const list = this.required(option)
    return list === '' ? [] : list.split(',').map(strip)
  }

  /** Returns the level as a number, undefined where the section has none. */
  level(): number | undefined {
    if (!this.has('level')) return undefined
    const level = this.required('level')
    return this.about(
      'level',
      () => checkLevel(level),
      () => hint(level, [...levels.numberOf.keys()], 'levels'),
    )
  }

  /** Returns an integer, `otherwise` where the option is not there. */
  integer(option: string, otherwise: number): number {
    return this.about(
      option,
      () => this.parser.getint(this.name, option, { fallback: otherwise }),
      () => 'an integer',
    )
  }

  /** Returns what an option means as a Python literal. */
  literal(option: string, text: string): PythonValue {
    return this.about(option, () => pythonLiteral(text, findConfigName), noteOnName)
  }

  /**
   * Returns what stands under a name that an option gives. It is undefined where it could not be made, or none could; that was
   * told already.
   */
  named<Value>(option: string, name: string, all: Named<Value>, what: string): Value | undefined {
    if (all === undefined || all.has(name)) return all?.get(name)
    throw this.refusal(new KeyError(name), option, hint(name, [...all.keys()], what))
  }

  /** Runs the work on an option; what it throws comes out with the section's and the option's name. */
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
    // Of a name that is not there, Python's text is the name alone.
    const why = [...(error instanceof KeyError ? [] : [error.message]), note].filter(Boolean).join('; ')
    return inOneLine(new Class(message, { cause: error }), `${place}: ${why}`)
  }
}

function noteOnName(error: unknown): string {
  const name = /^name '(.*)' is not defined/.exec((error as Error).message)?.[1]
  return name === undefined ? 'a Python literal' : hint(name, configNames(), 'names')
}
