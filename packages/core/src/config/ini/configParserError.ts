import { repr } from '../../text/repr.js'

/** The base of the errors of a `ConfigParser`: Python's `configparser.Error`. */
export class ConfigParserError extends Error {
  override readonly name: string = 'ConfigParserError'
}

/** The error for an unknown section. */
export class NoSectionError extends ConfigParserError {
  override readonly name = 'NoSectionError'

  constructor(readonly section: string) {
    super(`No section: ${repr(section)}`)
  }
}

/** The error for an unknown option of a section. */
export class NoOptionError extends ConfigParserError {
  override readonly name = 'NoOptionError'

  constructor(
    readonly option: string,
    readonly section: string,
  ) {
    super(`No option ${repr(option)} in section: ${repr(section)}`)
  }
}

/** The error for a source that has a section twice. */
export class DuplicateSectionError extends ConfigParserError {
  override readonly name = 'DuplicateSectionError'

  constructor(
    readonly section: string,
    readonly source?: string,
    readonly lineno?: number,
  ) {
    super(`${whileReading('section', source, lineno)} ${repr(section)} already exists`)
  }
}

/** The error for a source that has an option twice in a section. */
export class DuplicateOptionError extends ConfigParserError {
  override readonly name = 'DuplicateOptionError'

  constructor(
    readonly section: string,
    readonly option: string,
    readonly source?: string,
    readonly lineno?: number,
  ) {
    super(`${whileReading('option', source, lineno)} ${repr(option)} in section ${repr(section)} already exists`)
  }
}

function whileReading(what: string, source: string | undefined, lineno: number | undefined): string {
  if (source === undefined) return what === 'section' ? 'Section' : 'Option'
  const line = lineno === undefined ? '' : ` [line ${String(lineno).padStart(2)}]`
  return `While reading from ${repr(source)}${line}: ${what}`
}

/** The error for lines of a source that are neither a section nor an option nor the continuation of one. */
export class ParsingError extends ConfigParserError {
  override readonly name: string = 'ParsingError'

  /** @param errors the numbers and texts of the lines; the message lists the first hundred */
  constructor(
    readonly source: string,
    readonly errors: readonly (readonly [lineno: number, line: string])[],
    message?: string,
  ) {
    super(message ?? `Source contains parsing errors: ${repr(source)}${linesText(errors)}`)
  }
}

function linesText(errors: ParsingError['errors']): string {
  const lines = errors
    .slice(0, MAX_LINES)
    .map(([lineno, line]) => `\n\t[line ${String(lineno).padStart(2)}]: ${repr(line)}`)
  if (errors.length > MAX_LINES) lines.push(`\n\tand ${errors.length - MAX_LINES} more lines`)
  return lines.join('')
}

/** The error for a source that does not start with a section. */
export class MissingSectionHeaderError extends ParsingError {
  override readonly name = 'MissingSectionHeaderError'

  constructor(source: string, lineno: number, line: string) {
    const message = `File contains no section headers.\nfile: ${repr(source)}, line: ${lineno}\n${repr(line)}`
    super(source, [[lineno, line]], message)
  }
}

/** The error for a value whose `%(name)s` cannot be replaced. */
export class InterpolationError extends ConfigParserError {
  override readonly name: string = 'InterpolationError'

  constructor(
    readonly option: string,
    readonly section: string,
    message: string,
  ) {
    super(message)
  }
}

/** The error for a value that names an unknown option. */
export class InterpolationMissingOptionError extends InterpolationError {
  override readonly name = 'InterpolationMissingOptionError'

  constructor(
    option: string,
    section: string,
    rawval: string,
    readonly reference: string,
  ) {
    super(
      option,
      section,
      `Bad value substitution: option ${repr(option)} in section ${repr(section)} contains an interpolation key ` +
        `${repr(reference)} which is not a valid option name. Raw value: ${repr(rawval)}`,
    )
  }
}

/** The error for a `%` that begins neither `%(name)s` nor `%%`. */
export class InterpolationSyntaxError extends InterpolationError {
  override readonly name = 'InterpolationSyntaxError'
}

/** The error for values that name each other in a cycle, more than 10 deep, or so that they would grow without bound. */
export class InterpolationDepthError extends InterpolationError {
  override readonly name = 'InterpolationDepthError'

  constructor(option: string, section: string, rawval: string) {
    super(
      option,
      section,
      `Recursion limit exceeded in value substitution: option ${repr(option)} in section ${repr(section)} contains an ` +
        `interpolation key which cannot be substituted in ${MAX_INTERPOLATION_DEPTH} steps. Raw value: ${repr(rawval)}`,
    )
  }
}

/** The most wrong lines that a message lists. */
const MAX_LINES = 100

/** The greatest depth of values that name values. */
export const MAX_INTERPOLATION_DEPTH = 10
