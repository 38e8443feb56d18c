export type Adapted = Logger | LoggerAdapter

export type Argument = Keywords | {} | null | undefined

export const BASIC_FORMAT = "%(levelname)s:%(name)s:%(message)s"

export interface BasicConfigOptions {
  filename?: string | null | undefined
  filemode?: string | undefined
  format?: string | undefined
  datefmt?: string | null | undefined
  style?: string | StyleClass | undefined
  level?: Level | null | undefined
  stream?: Stream | null | undefined
  handlers?: readonly Handler[] | null | undefined
  force?: boolean | undefined
  encoding?: string | null | undefined
  errors?: string | null | undefined
  formatter?: Formatter | null | undefined
}

export class BufferingFormatter {
  linefmt: Formatter
  constructor(linefmt?: Formatter | null)
  formatHeader(_records: readonly LogRecord[]): string
  formatFooter(_records: readonly LogRecord[]): string
  format(records: readonly LogRecord[]): string
}

export class BufferingHandler extends Handler {
  capacity: number
  buffer: LogRecord[]
  constructor(capacity: number)
  shouldFlush(_record: LogRecord): boolean
  emit(record: LogRecord): void
  flush(): void | Promise<void>
  close(): void | Promise<void>
}

export const CRITICAL = 50

export type ContextFields = Readonly<Record<string, unknown>>

export type Converter = (seconds: number) => StructTime

export const DEBUG = 10

export type Defaults = Readonly<Record<string, unknown>>

export const ERROR = 40

export class Empty extends Error {
  name: string
  constructor(message?: string)
}

export interface ExplainedStep {
  readonly logger: string
  readonly handler: TreeHandler | null
  readonly verdict: Verdict
  readonly reason: string
}

export interface Explanation {
  readonly name: string
  readonly levelno: number
  readonly levelname: string
  readonly verdict: Verdict
  readonly steps: readonly ExplainedStep[]
  readonly endsAt: string
}

export const FATAL: 50

export interface FileOptions {
  mode?: string | undefined
  encoding?: string | undefined
  errors?: string | null | undefined
}

export class Filter {
  readonly name: string
  constructor(name?: string)
  filter(record: LogRecord): FilterResult
}

export type FilterLike = {
  filter(record: LogRecord): FilterResult
} | ((record: LogRecord) => FilterResult)

export type FilterResult = boolean | LogRecord | null | undefined | void | number | string

export class Filterer {
  filters: FilterLike[]
  addFilter(filter: FilterLike): void
  toJSON(): string
  removeFilter(filter: FilterLike): void
  filter(record: LogRecord): LogRecord | false
}

export class Formatter {
  static converter: Converter
  converter?: Converter | undefined
  default_time_format: string
  default_msec_format: string | null
  datefmt: string | null
  readonly escapeControls: boolean | undefined
  readonly _style: Style
  constructor(fmt?: string | null, options?: FormatterOptions)
  usesTime(): boolean
  formatTime(record: LogRecord, datefmt?: string | null): string
  formatException(exc_info: unknown): string
  protected keepException(record: LogRecord): void
  formatStack(stack_info: string): string
  formatMessage(record: LogRecord): string
  format(record: LogRecord): string
}

export interface FormatterOptions {
  datefmt?: string | null | undefined
  style?: string | StyleClass | undefined
  validate?: boolean | undefined
  defaults?: object | null | undefined
  escapeControls?: boolean | undefined
}

export class Full extends Error {
  name: string
  constructor(message?: string)
}

export class Handler extends Filterer {
  formatter: Formatter | null
  constructor(level?: Level)
  get level(): number
  set level(level: Level)
  get name(): string | null
  set name(name: string | null)
  get_name(): string | null
  set_name(name: string | null): void
  setLevel<const L extends Level>(level: KnownLevel<L>): void
  setFormatter(formatter: Formatter | null): void
  format(record: LogRecord): string
  emit(_record: LogRecord): void
  handle(record: LogRecord): LogRecord | false
  flush(): void | Promise<void>
  close(): void | Promise<void>
  handleError(record: LogRecord, error: unknown): void
  toString(): string
}

export const INFO = 20

export class JSONFormatter extends Formatter {
  constructor(options?: JSONFormatterOptions | null)
  usesTime(): boolean
  format(record: LogRecord): string
}

export interface JSONFormatterOptions {
  preset?: JSONPreset | undefined
  keys?: Readonly<Record<string, string>> | undefined
  fields?: string | false | undefined
  constants?: Readonly<Record<string, unknown>> | undefined
  levels?: Readonly<Record<number, string | number>> | undefined
  limits?: JSONLimits | undefined
}

export interface JSONLimits {
  maxDepth?: number | undefined
  maxKeys?: number | undefined
  maxLength?: number | undefined
}

export type JSONPreset = 'ecs' | 'gcp' | 'gelf' | 'otel' | 'pino'

export class KeyError extends RangeError {
  readonly key: unknown
  readonly name: string
  constructor(key: unknown)
}

export interface Keywords {
  exc_info?: unknown
  stack_info?: boolean | undefined
  stacklevel?: number | undefined
  extra?: object | null | undefined
}

export type KnownLevel<L> = L & (L extends string ? (string extends L ? unknown : Name | Lowercase<Name>) : unknown)

export interface LastResort {
  level: number
  handle(record: never): unknown
  handleError(record: never, error: unknown): void
}

export type Level = number | (string & {}) | Name

export type LogArgs = readonly unknown[] | Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown> | null

export class LogRecord {
  name: string | null
  msg: unknown
  args: LogArgs
  levelname: string
  levelno: number
  exc_info: unknown
  exc_text: string | null
  stack_info: string | null
  created: number
  message: string | undefined
  asctime: string | undefined
  pathname: string | null
  filename: string | null
  module: string
  lineno: number
  funcName: string | null
  msecs: number
  relativeCreated: number
  thread: number | null
  threadName: string | null
  process: number | null
  processName: string | null
  taskName: string | null
  [attribute: string]: unknown
  constructor(name: string | null, level: number | null, pathname: string | null | undefined, lineno: number, msg: unknown, args: LogArgs, exc_info: unknown, options?: LogRecordOptions)
  getMessage(): string
  toString(): string
}

export type LogRecordFactory = (name: string | null, level: number | null, fn: string, lno: number, msg: unknown, args: LogArgs, exc_info: unknown, options?: LogRecordOptions) => LogRecord

export interface LogRecordOptions {
  func?: string | null | undefined
  sinfo?: string | null | undefined
}

export class Logger extends Filterer {
  readonly name: string
  handlers: Handler[]
  propagate: boolean
  constructor(name: string, level?: Level)
  get manager(): Manager
  set manager(manager: Manager)
  get root(): Logger
  debug(msg: unknown, ...args: Argument[]): void
  info(msg: unknown, ...args: Argument[]): void
  warning(msg: unknown, ...args: Argument[]): void
  warn(msg: unknown, ...args: Argument[]): void
  error(msg: unknown, ...args: Argument[]): void
  exception(msg: unknown, ...args: Argument[]): void
  critical(msg: unknown, ...args: Argument[]): void
  fatal(msg: unknown, ...args: Argument[]): void
  log(level: number, msg: unknown, ...args: Argument[]): void
  get level(): number
  set level(level: Level)
  get disabled(): boolean
  set disabled(disabled: boolean)
  setLevel<const L extends Level>(level: KnownLevel<L>): void
  getEffectiveLevel(): number
  isEnabledFor(level: Level): boolean
  get parent(): Logger | null
  set parent(parent: Logger | null)
  getChild(suffix: string): Logger
  getChildren(): Set<Logger>
  addHandler(handler: Handler): void
  removeHandler(handler: Handler): void
  hasHandlers(): boolean
  callHandlers(record: LogRecord): void
  handle(record: LogRecord): void
  findCaller(stack_info?: boolean, stacklevel?: number): [
    string,
    number,
    string,
    string | null
  ]
  makeRecord(name: string, level: number, fn: string, lno: number, msg: unknown, args: LogArgs, exc_info: unknown, options?: MakeRecordOptions): LogRecord
  toString(): string
}

export class LoggerAdapter {
  readonly logger: Adapted
  extra: Readonly<Record<string, unknown>> | null
  merge_extra: boolean
  constructor(logger: Adapted, extra?: object | null, options?: LoggerAdapterOptions)
  get name(): string
  get manager(): Manager
  set manager(manager: Manager)
  process(msg: unknown, kwargs: Keywords): [
    msg: unknown,
    kwargs: Keywords
  ]
  debug(msg: unknown, ...args: Argument[]): void
  info(msg: unknown, ...args: Argument[]): void
  warning(msg: unknown, ...args: Argument[]): void
  warn(msg: unknown, ...args: Argument[]): void
  error(msg: unknown, ...args: Argument[]): void
  exception(msg: unknown, ...args: Argument[]): void
  critical(msg: unknown, ...args: Argument[]): void
  fatal(msg: unknown, ...args: Argument[]): void
  log(level: number, msg: unknown, ...args: Argument[]): void
  isEnabledFor(level: Level): boolean
  setLevel<const L extends Level>(level: KnownLevel<L>): void
  getEffectiveLevel(): number
  hasHandlers(): boolean
  toJSON(): string
  toString(): string
}

export interface LoggerAdapterOptions {
  merge_extra?: boolean | undefined
}

export interface MakeRecordOptions extends LogRecordOptions {
  extra?: Readonly<Record<string, unknown>> | null | undefined
}

export class Manager {
  readonly root: Logger
  readonly loggerDict: Map<string, Logger | PlaceHolder>
  loggerClass: LoggerClass | null
  emittedNoHandlerWarning: boolean
  constructor(root: Logger)
  get disable(): number
  set disable(level: Level)
  getLogger(name: string): Logger
  setLoggerClass(klass: LoggerClass): void
  setLogRecordFactory(factory: LogRecordFactory): void
}

export class MemoryHandler extends BufferingHandler {
  flushLevel: number
  target: Handler | null
  flushOnClose: boolean
  constructor(capacity: number, options?: MemoryHandlerOptions)
  shouldFlush(record: LogRecord): boolean
  setTarget(target: Handler | null): void
  flush(): void | Promise<void>
  close(): void | Promise<void>
}

export interface MemoryHandlerOptions {
  flushLevel?: Level | undefined
  target?: Handler | null | undefined
  flushOnClose?: boolean | undefined
}

export const NOTSET = 0

export class NullHandler extends Handler {
  handle(_record: LogRecord): false
  emit(_record: LogRecord): void
}

export interface OverrideLevelOptions {
  when?: ((fields: ContextFields) => unknown) | undefined
  forSeconds?: number | undefined
}

export class PercentStyle extends Style {
  static readonly default_format: string
  constructor(fmt?: string | null, options?: StyleOptions)
  usesTime(): boolean
  validate(): void
  protected merge(record: LogRecord): string
}

export class PlaceHolder {
  readonly loggerMap: Set<Logger>
}

export interface Platform extends Runtime {
  defaultHandler?(): Handler
  lastResort?(): Handler
  openFile?(filename: string, options: FileOptions): Handler
}

export interface Port {
  postMessage(message: unknown): void
  on?(event: string, listener: (data: unknown) => void): unknown
  addEventListener?(event: string, listener: (event: unknown) => void): void
  start?(): void
  ref?(): void
  unref?(): void
  terminate?(): unknown
}

export class PortQueue extends Queue {
  constructor(port: Port, options?: PortQueueOptions)
  qsize(): number
  put_nowait(item: unknown): void
  get_nowait(): unknown
  get(block?: boolean): Promise<unknown>
  watch(watcher: Watcher): () => void
  task_done(): void
  join(): Promise<void>
  flush(): void | Promise<void>
  flushSync(): void
}

export interface PortQueueOptions {
  maxsize?: number | undefined
  timeoutMs?: number | undefined
}

export class Queue<T = unknown> {
  readonly maxsize: number
  protected unfinished: number
  constructor(maxsize?: number)
  qsize(): number
  empty(): boolean
  full(): boolean
  put_nowait(item: T): void
  put(item: T): Promise<void>
  get_nowait(): T
  get(block?: boolean): Promise<T>
  task_done(): void
  join(): Promise<void>
  flush(): void | Promise<void>
  watch(watcher: Watcher): () => void
  protected accept(item: T): void
  protected roomMade(count: number): void
}

export class QueueHandler extends Handler {
  queue: SendingQueue
  listener: QueueListener | null
  constructor(queue: SendingQueue)
  prepare(record: LogRecord): unknown
  enqueue(record: unknown): unknown
  emit(record: LogRecord): void
  flush(): void | Promise<void>
  close(): void | Promise<void>
}

export class QueueListener {
  queue: ReceivingQueue
  handlers: readonly Handler[]
  respect_handler_level: boolean
  readonly _sentinel: unknown
  constructor(queue: ReceivingQueue, ...rest: readonly (Handler | QueueListenerOptions)[])
  dequeue(block: boolean): unknown
  start(): this
  prepare(record: unknown): LogRecord
  handle(item: unknown): void
  enqueue_sentinel(): unknown
  stop(): Promise<void>
  [Symbol.dispose](): void
  [Symbol.asyncDispose](): Promise<void>
}

export interface QueueListenerOptions {
  respect_handler_level?: boolean | undefined
}

export interface ReceivingQueue {
  put_nowait(item: unknown): unknown
  get(block?: boolean): unknown
  task_done?(): void
  get_nowait?(): unknown
  qsize?(): number
  watch?(watcher: Watcher): () => void
}

export class RootLogger extends Logger {
  constructor(level: Level)
}

export interface SendingQueue {
  put_nowait(item: unknown): unknown
  flush?(): void | Promise<void>
  flushSync?(): void
}

export interface Settings {
  raiseExceptions: boolean
  lastResort: LastResort | null | undefined
  logThreads: boolean
  logMultiprocessing: boolean
  logProcesses: boolean
  logAsyncioTasks: boolean
}

export class StrFormatStyle extends Style {
  static readonly default_format: string
  constructor(fmt?: string | null, options?: StyleOptions)
  usesTime(): boolean
  validate(): void
  protected merge(record: LogRecord): string
}

export interface Stream {
  write(text: string): unknown
  flush?(): unknown
  readonly name?: unknown
  readonly isTTY?: unknown
}

export class StreamHandler extends Handler {
  terminator: string
  stream: Stream | null
  constructor(stream?: Stream | null)
  emit(record: LogRecord): void
  flush(): void | Promise<void>
  setStream(stream: Stream): Stream | null
  toString(): string
}

export class StringTemplateStyle extends Style {
  static readonly default_format: string
  constructor(fmt?: string | null, options?: StyleOptions)
  usesTime(): boolean
  validate(): void
  protected merge(record: LogRecord): string
}

export interface StructTime {
  readonly tm_year: number
  readonly tm_mon: number
  readonly tm_mday: number
  readonly tm_hour: number
  readonly tm_min: number
  readonly tm_sec: number
  readonly tm_wday: number
  readonly tm_yday: number
  readonly tm_isdst: 0 | 1 | -1
  readonly tm_gmtoff: number
  readonly tm_zone: string
}

export abstract class Style {
  protected readonly _fmt: string
  protected readonly defaults: Defaults | undefined
  constructor(fmt: string, defaults: Defaults | null | undefined)
  abstract usesTime(): boolean
  abstract validate(): void
  protected abstract merge(record: LogRecord): string
  format(record: LogRecord): string
}

export interface StyleClass {
  new (fmt?: string | null, options?: StyleOptions): Style
  readonly basic_format: string
}

export interface StyleOptions {
  defaults?: Defaults | null | undefined
}

export interface TreeFilter {
  readonly class: string
  readonly name: string
}

export interface TreeFormatter {
  readonly class: string
  readonly format: string | null
  readonly datefmt: string | null
}

export interface TreeHandler {
  readonly class: string
  readonly text: string
  readonly name: string | null
  readonly levelno: number
  readonly levelname: string
  readonly formatter: TreeFormatter | null
  readonly filters: readonly TreeFilter[]
  readonly handlers: readonly TreeHandler[]
}

export interface TreeNode {
  readonly name: string
  readonly class: string
  readonly placeholder: boolean
  readonly levelno: number
  readonly levelname: string
  readonly effectiveLevelno: number
  readonly effectiveLevelname: string
  readonly propagate: boolean
  readonly disabled: boolean
  readonly filters: readonly TreeFilter[]
  readonly handlers: readonly TreeHandler[]
  readonly children: readonly TreeNode[]
}

export type Verdict = 'passes' | 'may be dropped' | 'is dropped'

export const WARN: 30

export const WARNING = 30

export interface Watcher {
  wake(): void
  flush(): void | Promise<void>
}

export function addLevelName(level: number, levelName: string): void

export function ascii(value: unknown): string

export function basicConfig<const L extends Level | null | undefined = undefined>(options?: BasicConfigOptions & {
  level?: L
} & {
  level?: NoInfer<KnownLevel<L>>
}): void

export function captureErrors(capture?: boolean): void

export function captureWarnings(capture: boolean): void

export function copyRecord(record: LogRecord): LogRecord

export function critical(msg: unknown, ...args: Argument[]): void

export function debug(msg: unknown, ...args: Argument[]): void

export function disable(level?: Level): void

export function error(msg: unknown, ...args: Argument[]): void

export function exception(msg: unknown, ...args: Argument[]): void

export function explain<const L extends Level = 'DEBUG'>(name: string, level?: KnownLevel<L>): Explanation

export function fatal(msg: unknown, ...args: Argument[]): void

export function flush(handlerList?: Iterable<Handler>): Promise<void>

export function getHandlerByName(name: string): Handler | null

export function getHandlerNames(): ReadonlySet<string>

export function getLevelName(level: unknown): string | number

export function getLevelNamesMapping(): Record<string, number>

export function getLogRecordFactory(): LogRecordFactory | typeof LogRecord

export function getLogger(name?: string | null): Logger

export function getLoggerClass(): new (name: string) => Logger

export function gmtime(seconds?: number): StructTime

export function info(msg: unknown, ...args: Argument[]): void

export function jsonText(value: unknown, limits?: JSONLimits): string

export function localtime(seconds?: number): StructTime

export function log(level: number, msg: unknown, ...args: Argument[]): void

export function makeLogRecord(dict: Readonly<Record<string, unknown>>): LogRecord

export function overrideLevel<const L extends Level>(name: string, level: KnownLevel<L>, options?: OverrideLevelOptions): () => void

export function prepare(record: LogRecord): LogRecord

export function printExplain<const L extends Level = 'DEBUG'>(name: string, level?: KnownLevel<L>, stream?: Pick<Stream, 'write'> | null): void

export function printTree(stream?: Pick<Stream, 'write'> | null): void

export function registerPlatform(platform: Platform): boolean

export function repr(value: unknown): string

export const root: Logger

export function setLogRecordFactory(factory: LogRecordFactory | typeof LogRecord): void

export function setLoggerClass(klass: new (name: string) => Logger): void

export const settings: Settings

export function shutdown(handlerList?: Iterable<Handler>): Promise<void>

export function str(value: unknown): string

export function strftime(format: string, time: StructTime): string

export function tree(): TreeNode

export function warn(msg: unknown, ...args: Argument[]): void

export function warning(msg: unknown, ...args: Argument[]): void

type LoggerClass = new (name: string) => Logger

type Name = 'CRITICAL' | 'FATAL' | 'ERROR' | 'WARNING' | 'WARN' | 'INFO' | 'DEBUG' | 'NOTSET'

interface Runtime {
  readonly stderr: Stream
  readonly thread: number
  readonly threadName: string
  readonly process: number
  readonly processName: string
  readFile?(filename: string, encoding: string | undefined): string | undefined
  watchStream?(stream: Stream): void
  writeThrough?<T>(target: object, write: () => T): T
  captureWarnings?(show: ((text: string) => void) | null): void
  captureErrors?(show: ((text: string, error: unknown) => void) | null): void
}
