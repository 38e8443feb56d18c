export class BaseConfigurator {
  readonly value_converters: Readonly<Record<string, string>>
  readonly importer: Resolver | undefined
  readonly config: Section
  constructor(config: object, options?: ConfiguratorOptions)
  resolve(s: string): unknown
  ext_convert(value: string): unknown
  cfg_convert(value: string): unknown
  convert(value: unknown): unknown
  protected get(part: Section, key: string): unknown
  configure_custom(config: Section): unknown
  protected factory(given: unknown, key: string): Factory
  protected keywords(part: Section): Kwargs
  protected make(factory: Factory, kwargs: Kwargs, keys?: readonly string[], given?: Kwargs): unknown
  protected assign(made: unknown, part: Section): void
  as_tuple<T>(value: T): T
}

export interface ClassSignature {
  readonly positional?: readonly string[] | undefined
  readonly required?: readonly string[] | undefined
  readonly keywords?: readonly string[] | undefined
  readonly keywordOnly?: readonly string[] | undefined
}

export interface ConfigGetOptions<Fallback = never> {
  raw?: boolean | undefined
  fallback?: Fallback
}

export class ConfigParser {
  constructor(defaults?: object | null)
  optionxform(option: string): string
  read_string(text: string, source?: string): void
  read_file(file: TextSource, source?: string): void
  read_dict(dictionary: Readonly<Record<string, Readonly<Record<string, unknown>>>>, source?: string): void
  defaults(): ReadonlyMap<string, string>
  sections(): string[]
  has_section(section: string): boolean
  options(section: string): string[]
  has_option(section: string | null, option: string): boolean
  get<Fallback = never>(section: string, option: string, options?: ConfigGetOptions<Fallback>): string | Fallback
  getint<Fallback = never>(section: string, option: string, options?: ConfigGetOptions<Fallback>): number | Fallback
  items(section: string, options?: {
    raw?: boolean | undefined
  }): [
    string,
    string
  ][]
  add_section(section: string): void
  set(section: string, option: string, value: string): void
}

export class ConfigParserError extends Error {
  readonly name: string
}

export type ConfiguratorClass = new (config: DictConfig, options?: ConfiguratorOptions) => {
  configure(): void
}

export interface ConfiguratorOptions {
  resolver?: Resolver | undefined
}

export type Constructor = new (...parameters: never[]) => object

export interface DictConfig extends DictConfigParts {
  [key: string]: unknown
}

export interface DictConfigParts {
  version: number
  formatters?: Record<string, object> | undefined
  filters?: Record<string, object | FilterLike> | undefined
  handlers?: Record<string, object> | undefined
  loggers?: Record<string, LoggerConfig> | undefined
  root?: LoggerConfig | undefined
  incremental?: boolean | undefined
  disable_existing_loggers?: boolean | undefined
}

export class DictConfigurator extends PartsConfigurator {
  configure(): void
}

export class DuplicateOptionError extends ConfigParserError {
  readonly section: string
  readonly option: string
  readonly source?: string | undefined
  readonly lineno?: number | undefined
  readonly name = "DuplicateOptionError"
  constructor(section: string, option: string, source?: string | undefined, lineno?: number | undefined)
}

export class DuplicateSectionError extends ConfigParserError {
  readonly section: string
  readonly source?: string | undefined
  readonly lineno?: number | undefined
  readonly name = "DuplicateSectionError"
  constructor(section: string, source?: string | undefined, lineno?: number | undefined)
}

export type Factory = Constructor | ((kwargs: Kwargs) => unknown)

export interface FileConfigOptions {
  defaults?: object | null | undefined
  disable_existing_loggers?: boolean | undefined
  encoding?: string | null | undefined
}

export class InterpolationDepthError extends InterpolationError {
  readonly name = "InterpolationDepthError"
  constructor(option: string, section: string, rawval: string)
}

export class InterpolationError extends ConfigParserError {
  readonly option: string
  readonly section: string
  readonly name: string
  constructor(option: string, section: string, message: string)
}

export class InterpolationMissingOptionError extends InterpolationError {
  readonly reference: string
  readonly name = "InterpolationMissingOptionError"
  constructor(option: string, section: string, rawval: string, reference: string)
}

export class InterpolationSyntaxError extends InterpolationError {
  readonly name = "InterpolationSyntaxError"
}

export type Kwargs = Record<string, unknown>

export interface LoggerConfig {
  level?: Level | undefined
  handlers?: readonly string[] | undefined
  filters?: readonly (string | FilterLike)[] | undefined
  propagate?: boolean | undefined
}

export class MissingSectionHeaderError extends ParsingError {
  readonly name = "MissingSectionHeaderError"
  constructor(source: string, lineno: number, line: string)
}

export class NoOptionError extends ConfigParserError {
  readonly option: string
  readonly section: string
  readonly name = "NoOptionError"
  constructor(option: string, section: string)
}

export class NoSectionError extends ConfigParserError {
  readonly section: string
  readonly name = "NoSectionError"
  constructor(section: string)
}

export class ParsingError extends ConfigParserError {
  readonly source: string
  readonly errors: readonly (readonly [
    lineno: number,
    line: string
  ])[]
  readonly name: string
  constructor(source: string, errors: readonly (readonly [
    lineno: number,
    line: string
  ])[], message?: string)
}

export class PythonJSONFormatter extends Formatter {
  readonly options: PythonJSONFormatterOptions
  constructor(fmt?: string | readonly string[] | null, options?: PythonJSONFormatterOptions)
  usesTime(): boolean
  format(record: LogRecord): string
}

export interface PythonJSONFormatterOptions {
  datefmt?: string | null | undefined
  style?: string | StyleClass | undefined
  validate?: boolean | undefined
  prefix?: string | undefined
  rename_fields?: Readonly<Record<string, string>> | null | undefined
  rename_fields_keep_missing?: boolean | undefined
  static_fields?: object | null | undefined
  defaults?: object | null | undefined
  reserved_attrs?: readonly string[] | null | undefined
  timestamp?: boolean | string | undefined
  exc_info_as_array?: boolean | undefined
  stack_info_as_array?: boolean | undefined
  json_indent?: number | string | null | undefined
  json_ensure_ascii?: boolean | undefined
}

export type Resolver = (name: string) => unknown

export type Section = Record<string, unknown>

export interface TextSource {
  read?(): string
  readline?(): string
  readonly name?: unknown
}

export function dictConfig<Config extends DictConfigParts>(config: Config, options?: ConfiguratorOptions): void

export function fileConfig(fname: string | TextSource | ConfigParser, options?: FileConfigOptions): void

export function getDictConfigClass(): ConfiguratorClass

export function registerClass(name: string, klass: Constructor, signature?: ClassSignature): void

export function registerObject(name: string, object: unknown): void

export function setDictConfigClass(klass: ConfiguratorClass): void

export function valid_ident(s: string): true

class PartsConfigurator extends BaseConfigurator {
  configure_formatter(config: Section): Formatter
  configure_filter(config: Section): FilterLike
  configure_handler(config: Section): Handler
  add_filters(filterer: Filterer, filters: readonly unknown[]): void
  add_handlers(logger: Logger, handlers: readonly unknown[]): void
  common_logger_config(logger: Logger, config: Section, incremental?: boolean): void
  configure_logger(name: string, config: Section, incremental?: boolean): void
  configure_root(config: Section, incremental?: boolean): void
  protected convertPart(part: unknown): unknown
}
