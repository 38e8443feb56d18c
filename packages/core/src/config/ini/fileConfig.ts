import { findObject, signatureOf } from '../classes.js'
import { configNames } from './configNames.js'
import { ConfigParser, type TextSource } from './configParser.js'
import { ParsingError } from './configParserError.js'
import { ConfigSection, type Named } from './configSection.js'
import { construct, type Factory, keywordOf, type Kwargs, resolve } from '../construct.js'
import { constructPositional, parametersOf } from './constructPositional.js'
import { Formatter } from '../../formatting/formatter.js'
import { type Handler, handlerRegistry } from '../../handlers/handler.js'
import { IniProblems } from './iniProblems.js'
import { iniTypos } from './iniTypos.js'
import { installLoggers, readLoggers } from './loggerPlan.js'
import type { MemoryHandler } from '../../handlers/memoryHandler.js'
import { platform } from '../../handlers/platform.js'
import type { PythonValue } from './pythonValue.js'
import { report } from '../../runtime/report.js'
import { repr, typeName } from '../../text/repr.js'
import { replaceHandlers } from '../replaceHandlers.js'
import { allOrNothing } from '../snapshot.js'
import { checkNamedOptions } from '../../runtime/namedOptions.js'
import { flagOf, ofType } from '../../runtime/checks.js'
import { suggest } from '../../runtime/suggest.js'

/** The optional parameters of `fileConfig`. */
export interface FileConfigOptions {
  /** Options that every section has, as `[DEFAULT]` in the file. Default none. */
  defaults?: object | null | undefined
  /** Whether to disable loggers that exist and are not named. Default true, as in Python. */
  disable_existing_loggers?: boolean | undefined
  /** The file's encoding. Default utf-8. */
  encoding?: string | null | undefined
}

/**
 * Configures logging from an ini file in Python's format.
 *
 * Differs from Python: everything is built before anything is changed. `args`, `kwargs` and `defaults` are read as Python
 * literals with operators, not evaluated: names in them are constants of `logging`, classes and objects that are registered; only
 * `dict list tuple set frozenset int os.path.join` are called. Classes are found in a registry, never imported.
 *
 * @param fname a path, on platforms with files; an object with `read()` or `readline()`; or a `ConfigParser` that has read the
 *   text
 * @throws RangeError, TypeError, SyntaxError, ConfigParserError: Python's text, and behind it on a line of its own the section
 *   and option. Error for a file that does not exist, is empty or no ini file. Then nothing has changed
 * @example
 * const parser = new ConfigParser()
 * parser.read_string(text)
 * fileConfig(parser)
 */
export function fileConfig(fname: string | TextSource | ConfigParser, options: FileConfigOptions = {}): void {
  checkNamedOptions({ name: 'fileConfig' }, options, 'defaults disable_existing_loggers encoding')
  const { defaults, encoding, disable_existing_loggers = true } = options
  if (defaults) ofType<unknown>('defaults', defaults, 'object')
  if (encoding) ofType('encoding', encoding, 'string')
  const disables = flagOf('disable_existing_loggers', disable_existing_loggers)
  const parser = parserOf(fname, options)
  const before = [...handlerRegistry.open]
  const handlers = allOrNothing(() => {
    const problems = new IniProblems(() => iniTypos(parser))
    const formatters = readFormatters(parser, problems)
    const handlers = readHandlers(parser, formatters, problems)
    const loggers = readLoggers(parser, handlers && new Map(handlers), problems)
    problems.raise()
    installLoggers(loggers, disables)
    // If a handler could not be made, `raise` has thrown.
    return handlers as [string, Handler][]
  })
  replaceHandlers(before)
  handlerRegistry.byName.clear()
  for (const [name, handler] of handlers) handler.name = name
  for (const typo of iniTypos(parser)) report(parser, new Error(`fileConfig: ${typo}`))
}

// --- the file --------------------------------------------------------------------------------------------------------

function parserOf(fname: string | TextSource | ConfigParser, options: FileConfigOptions): ConfigParser {
  if (isParser(fname)) return fname
  if (typeof fname !== 'string' && (typeof fname !== 'object' || fname === null))
    throw new TypeError(`fname must be a path, a source of text or a ConfigParser, not ${repr(fname)}`)
  const { defaults, encoding } = options
  const parser = new ConfigParser(defaults)
  try {
    if (typeof fname === 'string') parser.read_string(textOf(fname, encoding ?? undefined), fname)
    else parser.read_file(fname)
  } catch (error) {
    if (!(error instanceof ParsingError)) throw error
    throw new Error(`${typeof fname === 'string' ? fname : error.source} is invalid: ${error.message}`, {
      cause: error,
    })
  }
  return parser
}

/** Returns whether it is a ConfigParser, by its methods: it may be another copy's. */
function isParser(fname: unknown): fname is ConfigParser {
  const { get, has_option } = Object(fname) as Partial<ConfigParser>
  return typeof get === 'function' && typeof has_option === 'function'
}

function textOf(fname: string, encoding: string | undefined): string {
  const { readFile } = platform()
  if (readFile === undefined) {
    throw new Error("'fname' needs files, and there are none here: pass a ConfigParser that has read the text")
  }
  const text = readFile(fname, encoding)
  if (text === undefined) throw new Error(`${fname} doesn't exist`)
  if (text === '') throw new Error(`${fname} is an empty file`)
  return text.replace(/\r\n?/g, '\n')
}

// --- formatters ------------------------------------------------------------------------------------------------------

function readFormatters(parser: ConfigParser, problems: IniProblems): Named<Formatter> {
  const names = problems.attempt(() => new ConfigSection(parser, 'formatters').names('keys'))
  return names && new Map(names.map((name) => [name, problems.attempt(() => readFormatter(parser, name))]))
}

function readFormatter(parser: ConfigParser, name: string): Formatter {
  const section = ConfigSection.named(parser, 'formatter', name)
  const [fmt, datefmt, style] = [section.raw('format'), section.raw('datefmt'), section.raw('style')]
  const className = section.get('class', '')
  const klass = className === '' ? Formatter : section.about('class', () => resolve(className))
  const kwargs: Kwargs = {}
  if (datefmt !== null) kwargs['datefmt'] = datefmt
  if (style !== null) kwargs['style'] = style
  const defaults = section.raw('defaults')
  if (defaults !== null) kwargs['defaults'] = section.literal('defaults', defaults)
  // A class like JSONFormatter has no format string, so there `format` is an option as any other.
  const takesFormat = signatureOf(klass).positional?.includes('fmt')
  if (fmt !== null) kwargs[takesFormat ? 'fmt' : 'format'] = fmt
  return section.about('', () => construct(klass, kwargs)) as Formatter
}

// --- handlers --------------------------------------------------------------------------------------------------------

/** Makes the handlers in the file's order; a name that is listed twice makes two handlers, as in Python. */
function readHandlers(
  parser: ConfigParser,
  formatters: Named<Formatter>,
  problems: IniProblems,
): [string, Handler | undefined][] | undefined {
  const names = problems.attempt(() => new ConfigSection(parser, 'handlers').names('keys'))
  const handlers = names?.map((name): [string, Handler | undefined] => [
    name,
    problems.attempt(() => readHandler(ConfigSection.named(parser, 'handler', name), formatters, problems)),
  ])
  const all = handlers && new Map(handlers)
  for (const [name, handler] of handlers ?? []) {
    if (handler && 'setTarget' in handler)
      problems.attempt(() => setTarget(parser, name, handler as MemoryHandler, all))
  }
  return handlers
}

function readHandler(section: ConfigSection, formatters: Named<Formatter>, problems: IniProblems): Handler | undefined {
  const handler = problems.attempt(() => constructHandler(section, problems))
  const level = problems.attempt(() => section.level())
  const name = section.get('formatter', '')
  const formatter =
    name === '' ? undefined : problems.attempt(() => section.named('formatter', name, formatters, 'formatters'))
  if (level !== undefined) handler?.setLevel(level)
  if (formatter !== undefined) handler?.setFormatter(formatter)
  return handler
}

function constructHandler(section: ConfigSection, problems: IniProblems): Handler | undefined {
  const className = section.required('class')
  const klass = problems.attempt(() => handlerClass(section, className))
  const args = problems.attempt(() => section.literal('args', section.get('args', '()')))
  const kwargs = problems.attempt(() => section.literal('kwargs', section.get('kwargs', '{}')))
  if (klass === undefined || args === undefined || kwargs === undefined) return undefined
  const call = problems.attempt(() => readCall(section, klass, args, kwargs))
  return call && makeHandler(section, klass, call)
}

function setTarget(parser: ConfigParser, name: string, handler: MemoryHandler, all: Named<Handler>): void {
  const section = ConfigSection.named(parser, 'handler', name)
  const target = section.get('target', '')
  if (target === '') return
  const found = section.named('target', target, all, 'handlers')
  if (found) handler.setTarget(found)
}

/**
 * Returns the class of a handler, as if the file were part of Python's module `logging`: `StreamHandler`,
 * `handlers.MemoryHandler`; else by a dotted name.
 */
function handlerClass(section: ConfigSection, name: string): Factory {
  const known = findObject(`logging.${name}`) ?? name
  const note = (): string => {
    const alike = suggest(name, configNames())
    return alike === undefined ? '' : `did you mean ${repr(alike)}?`
  }
  return section.about('class', () => resolve(known), note)
}

/** The arguments of a handler's class. */
interface Call {
  readonly args: readonly PythonValue[]
  readonly kwargs: Readonly<Record<string, PythonValue>>
}

function readCall(section: ConfigSection, klass: Factory, args: PythonValue, kwargs: PythonValue): Call {
  const text = `${klass.name}() argument after`
  const refuse = (option: string, message: string, note: string): never => {
    throw section.refusal(new TypeError(message), option, note)
  }
  if (!Array.isArray(args))
    return refuse('args', `${text} * must be an iterable, not ${typeName(args)}`, noteOnArgs(args))
  if (kwargs instanceof Map) return refuse('kwargs', 'keywords must be strings', NOTE_ON_KWARGS)
  if (!isKeywords(kwargs))
    return refuse('kwargs', `${text} ** must be a mapping, not ${typeName(kwargs)}`, NOTE_ON_KWARGS)
  return { args, kwargs }
}

function makeHandler(section: ConfigSection, klass: Factory, { args, kwargs }: Call): Handler {
  let handler: Handler
  try {
    handler = constructPositional(klass, args, kwargs) as Handler
  } catch (error) {
    throw refusalOfCall(section, { args, kwargs }, klass, error)
  }
  if (typeof handler?.handle === 'function') return handler
  throw section.refusal(new TypeError('expected a class of handlers'), 'class', '')
}

/**
 * Returns the error of a call: it says which key is wrong, `args` or `kwargs`, and which argument. For a wrong number of
 * arguments it says what is expected.
 */
function refusalOfCall(section: ConfigSection, { args, kwargs }: Call, klass: Factory, error: unknown): unknown {
  const parameters = parametersOf(klass)
  const given = Object.fromEntries(args.map((value, i) => [parameters[i] ?? '', value]))
  const key = keywordOf(error, { ...given, ...kwargs })
  const isCount = error instanceof TypeError && / positional arguments?\b/.test(error.message)
  if (isCount) return section.refusal(error, 'args', noteOnCount(klass))
  if (key === undefined) return section.refusal(error, 'args', '')
  const option = Object.hasOwn(kwargs, key) ? 'kwargs' : 'args'
  // A text that has the name needs it no second time.
  return section.refusal(error, option, String((error as Error)?.message).includes(key) ? '' : key)
}

function noteOnCount(klass: Factory): string {
  const { required = [] } = signatureOf(klass)
  const others = parametersOf(klass).slice(required.length)
  if (others.length === 0) return `expected ${required.join(', ')}`
  const all = others.join(', ')
  return required.length === 0 ? `expected at most ${all}` : `expected ${required.join(', ')}, and if need be ${all}`
}

function isKeywords(value: PythonValue): value is { [key: string]: PythonValue } {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** Returns a note on wrong `args`. Python's commonest slip here: parentheses alone make no tuple. */
function noteOnArgs(args: PythonValue): string {
  if (isKeywords(args)) return 'a tuple; a dict is for kwargs'
  return 'a tuple; one of a single item is written with a comma: (x,)'
}

const NOTE_ON_KWARGS = "a dict whose keys are texts: {'delay': True}"
