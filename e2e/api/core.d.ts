export type Adapted = Logger | LoggerAdapter

export type AdapterMessage<M, A extends List> = (M extends `${string}{${string}` ? 1 : Fits<M, A>) extends 0 ? Explanation<NoInfer<Mistake<M, A>>, M> : unknown

export type Argument = Keywords | {} | null | undefined

export type Arguments<A extends List> = A | {
  each: Each<A>
}['each'][]

export const BASIC_FORMAT = "%(levelname)s:%(name)s:%(message)s"

export interface BasicConfigOptions {
  filename?: string | null | undefined
  filemode?: string | undefined
  pretty?: boolean | 'auto' | null | undefined
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

export interface CustomLevels {
}

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
  toJSON(): string
  toString(): string
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
  toJSON(): string
  toString(): string
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

export type KnownLevel<L> = L extends string ? string extends L ? L : L extends Name | Lowercase<Name> ? L : NoLevelHasThisName : L

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
  debug<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void
  info<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void
  warning<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void
  warn<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void
  error<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void
  exception<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void
  critical<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void
  fatal<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void
  log<const M, A extends Argument[]>(level: Level, msg: Message<M, A>, ...args: Arguments<A>): void
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
  debug<const M, A extends Argument[]>(msg: AdapterMessage<M, A>, ...args: Arguments<A>): void
  info<const M, A extends Argument[]>(msg: AdapterMessage<M, A>, ...args: Arguments<A>): void
  warning<const M, A extends Argument[]>(msg: AdapterMessage<M, A>, ...args: Arguments<A>): void
  warn<const M, A extends Argument[]>(msg: AdapterMessage<M, A>, ...args: Arguments<A>): void
  error<const M, A extends Argument[]>(msg: AdapterMessage<M, A>, ...args: Arguments<A>): void
  exception<const M, A extends Argument[]>(msg: AdapterMessage<M, A>, ...args: Arguments<A>): void
  critical<const M, A extends Argument[]>(msg: AdapterMessage<M, A>, ...args: Arguments<A>): void
  fatal<const M, A extends Argument[]>(msg: AdapterMessage<M, A>, ...args: Arguments<A>): void
  log<const M, A extends Argument[]>(level: Level, msg: AdapterMessage<M, A>, ...args: Arguments<A>): void
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

export type Message<M, A extends List> = Fits<M, A> extends 0 ? Explanation<NoInfer<Mistake<M, A>>, M> : unknown

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
  on?(event: string | symbol, listener: (data: unknown) => void): unknown
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
  caller?: boolean | undefined
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
  workOff?(): void
  flush(): void | Promise<void>
}

export function addLevelName(level: number, levelName: string): void

export function ascii(value: unknown): string

export function basicConfig<const L extends Level | null | undefined>(options?: BasicConfigOptions & {
  level?: L
} & {
  level?: KnownLevel<L>
}): void

export function captureErrors(capture?: boolean): void

export function captureWarnings(capture: boolean): void

export function copyRecord(record: LogRecord): LogRecord

export function critical<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void

export function debug<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void

export function disable(level?: Level): void

export function error<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void

export function exception<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void

export function explain<const L extends Level>(name: string, level?: KnownLevel<L>): Explanation

export function fatal<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void

export function flush(handlerList?: Iterable<Handler>): Promise<void>

export function getHandlerByName(name: string): Handler | null

export function getHandlerNames(): ReadonlySet<string>

export function getLevelName(level: unknown): string | number

export function getLevelNamesMapping(): Record<string, number>

export function getLogRecordFactory(): LogRecordFactory | typeof LogRecord

export function getLogger(name?: string | null): Logger

export function getLoggerClass(): new (name: string) => Logger

export function gmtime(seconds?: number): StructTime

export function info<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void

export function jsonText(value: unknown, limits?: JSONLimits): string

export function localtime(seconds?: number): StructTime

export function log<const M, A extends Argument[]>(level: Level, msg: Message<M, A>, ...args: Arguments<A>): void

export function makeLogRecord(dict: Readonly<Record<string, unknown>>): LogRecord

export function overrideLevel<const L extends Level>(name: string, level: KnownLevel<L>, options?: OverrideLevelOptions): () => void

export function prepare(record: LogRecord): LogRecord

export function printExplain<const L extends Level>(name: string, level?: KnownLevel<L>, stream?: Pick<Stream, 'write'> | null): void

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

export function warn<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void

export function warning<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void

type AreFields<V> = unknown extends V ? false : [
  Exclude<keyof V, keyof Keywords>
] extends [
  never
] ? false : keyof V & ('message' | 'error' | 'reason') extends never ? true : false

type Behind<A extends List, Rest extends List> = Rest extends readonly [
  infer V,
  ...infer Others
] ? [
  V
] extends [
  Surplus
] ? IsAnyOrNever<V> extends true ? Behind<A, Others> : `argument ${Place<A, Rest>} has no place in the format: write %s for it` : Behind<A, Others> : never

type Conversion<M extends string, A extends List, Tail, Rest extends List, Begun extends string = '%'> = Tail extends `${infer C}${infer After}` ? C extends keyof Conversions ? Rest extends readonly [
  infer V,
  ...infer Others
] ? [
  V
] extends [
  Conversions[C]
] ? Next<M, A, After, Others> : Unsuited<M, A, Rest, V, NoNumber<A, Rest, `${Begun}${C}`>> : MissingAt<A, Rest, `${Begun}${C}`> : C extends Modifier | ' ' ? Conversion<M, A, After, Rest, `${Begun}${C}`> : C extends '*' ? Rest extends readonly [
  infer V,
  ...infer Others
] ? [
  V
] extends [
  Real
] ? Conversion<M, A, After, Others, `${Begun}${C}`> : Unsuited<M, A, Rest, V, NoNumber<A, Rest, `${Begun}${C}`>> : MissingAt<A, Rest, `${Begun}${C}`> : `${Begun}${C}` extends '%%' ? Next<M, A, After, Rest> : `${Begun}${C}` extends '%(' ? Keys<A, After> : Unknown<M, A, Rest, `${Begun}${C}`> : Unknown<M, A, Rest, Begun>

interface Conversions {
  s: unknown
  r: unknown
  a: unknown
  d: Real
  i: Real
  u: Real
  o: Real
  x: Real
  X: Real
  e: Real
  E: Real
  f: Real
  F: Real
  g: Real
  G: Real
  c: Real | string
}

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9'

type Each<A extends List> = Unless<number extends A['length'] ? A : never> extends 0 ? A[number] : Argument

type Explanation<Problem, M> = Problem extends string ? Problem : M

type Fits<M, A extends List> = [
  Glance<M, A>
] extends [
  1
] ? 1 : Unless<Mistake<M, A>>

type Glance<Text, Rest> = Text extends `${string}%${infer C}${infer After}` ? C extends keyof Conversions ? Rest extends readonly [
  Conversions[C],
  ...infer Others
] ? Glance<After, Others> : 0 : C extends '(' ? Rest extends readonly [
  infer V,
  ...Trailing[]
] ? GlanceAtKeys<After, V> : 0 : 0 : Text extends `${string}%` ? 0 : Rest extends readonly Trailing[] ? 1 : Rest extends readonly [
  infer V
] ? IsUnknown<V> : 0

type GlanceAtKeys<Tail, V> = Tail extends `${infer Key})${infer C}${infer After}` ? C extends keyof Conversions ? Key extends keyof V ? V[Key] extends Conversions[C] ? After extends `${string}%${infer Next}` ? Next extends `(${infer More}` ? GlanceAtKeys<More, V> : 0 : 1 : 0 : 0 : 0 : 0

type Hex = Digit | 'a' | 'b' | 'c' | 'd' | 'e' | 'f'

type IfKnown<M extends string, A extends List, Problem> = [
  Problem
] extends [
  never
] ? never : {} extends Record<M, 1> ? never : number extends A['length'] ? never : Problem

type IsAnyOrNever<V> = unknown extends V ? true : [
  V
] extends [
  never
] ? true : false

type IsSign<Tail> = Tail extends '' | ` ${string}` ? true : Tail extends `${infer First}${infer Second}${string}` ? Lowercase<`${First}${Second}`> extends `${Hex}${Hex}` ? true : false : false

type IsUnknown<V> = unknown extends V ? 1 : 0

type KeyOf<V> = unknown extends V ? string : V extends Surplus ? never : V extends ReadonlyMap<unknown, unknown> ? string : [
  keyof V
] extends [
  never
] ? string : `${keyof V & (string | number)}`

type KeyValue<A extends List, Key extends string, After> = After extends `${infer C}${infer Text}` ? C extends keyof Conversions ? [
  ValueOf<A[number], Key>
] extends [
  Conversions[C]
] ? NextKey<A, Text> : `the value of '${Key}' (%${C}) has to be ${Wanted<C>}` : C extends Modifier | ' ' ? KeyValue<A, Key, Text> : never : never

type Keys<A extends List, Tail> = Tail extends `${infer Key})${infer After}` ? Key extends `${string}(${string}` ? never : Key extends KeyOf<A[number]> ? KeyValue<A, Key, After> : NoKey<Key> : never

type List = readonly unknown[]

type LoggerClass = new (name: string) => Logger

type Missing<A extends List, C> = C extends `%(${infer Key})${string}` ? NoKey<Key> : C extends string ? `argument ${[
  ...A,
  0
]['length'] & number} (${C}) is missing` : never

type MissingAt<A extends List, Rest extends List, C> = Rest extends readonly [
] ? Missing<A, C> : never

type Mistake<M, A extends List> = M extends string ? IfKnown<M, A, Read<M, A>> : never

type Modifier = '-' | '+' | '#' | '.' | 'h' | 'l' | 'L' | Digit

type Name = 'CRITICAL' | 'FATAL' | 'ERROR' | 'WARNING' | 'WARN' | 'INFO' | 'DEBUG' | 'NOTSET' | (keyof CustomLevels & string)

type Next<M extends string, A extends List, Text, Rest extends List> = Text extends `${string}%${infer Tail}` ? Conversion<M, A, Tail, Rest> : Behind<A, Rest>

type NextKey<A extends List, Text> = Text extends `${string}%${infer Tail}` ? Tail extends `(${infer After}` ? Keys<A, After> : Tail extends `%${infer After}` ? NextKey<A, After> : never : Behind<A, A>

type NoConversion<C extends string> = `${C} is no conversion: write %% for a percent sign`

type NoKey<Key extends string> = `no mapping with the key '${Key}' is given`

interface NoLevelHasThisName {
  readonly 'give its number, or declare it in CustomLevels': never
}

type NoNumber<A extends List, Rest extends List, C extends string> = `argument ${Place<A, Rest>} (${C}) has to be ${Wanted<C>}`

type Place<A extends List, Rest extends List> = A extends readonly [
  ...infer Before,
  ...Rest
] ? [
  ...Before,
  0
]['length'] & number : never

type Plain<M extends string, Other = never> = M extends `${infer Head}%${infer Tail}` ? Tail extends `%${infer After}` ? Plain<After, Other> : Head extends `${string}${Digit}` ? Plain<Tail, Other> : IsSign<Tail> extends true ? Plain<Tail, Other> : [
  Whole<Tail>
] extends [
  never
] ? [
  Other
] extends [
  never
] ? Plain<Tail, Other> : Other : Whole<Tail> : never

type Read<M extends string, A extends List> = A extends [
] ? Missing<A, Plain<M>> : Next<M, A, M, A>

type Real = number | bigint | boolean

interface Runtime {
  readonly stderr: Stream
  readonly thread: number
  readonly threadName: string
  readonly endsUntold?: boolean | undefined
  readonly process: number
  readonly processName: string
  readFile?(filename: string, encoding: string | undefined): string | undefined
  watchStream?(stream: Stream): void
  writeThrough?<T>(target: object, write: () => T): T
  captureWarnings?(show: ((text: string) => void) | null): void
  captureErrors?(show: ((text: string, error: unknown) => void) | null): void
}

type Surplus = string | number | bigint | boolean | symbol | null | undefined | readonly unknown[] | ((...args: never) => unknown)

type Trailing = object & {
  length?: undefined
}

type Unknown<M extends string, A extends List, Rest extends List, C extends string> = Rest extends readonly [
  infer V,
  ...unknown[]
] ? Unsuited<M, A, Rest, V, NoConversion<C>> : NoConversion<C>

type Unless<Problem> = [
  Problem
] extends [
  never
] ? 1 : 0

type Unsuited<M extends string, A extends List, Rest extends List, V, Problem> = [
  V
] extends [
  Surplus
] ? Problem : Rest['length'] extends A['length'] ? [
  Plain<M, AreFields<V> extends true ? '%' : never>
] extends [
  never
] ? Behind<A, A> : Problem : Problem

type ValueOf<V, Key extends string> = unknown extends V ? never : Key extends keyof V ? V[Key] : never

type Wanted<C extends string> = C extends `${string}c` ? 'a number or a character' : 'a number'

type Whole<Tail, Begun extends string = '%'> = Tail extends `${infer C}${infer After}` ? C extends keyof Conversions ? After extends `${infer N}${string}` ? Lowercase<N> extends Uppercase<N> ? `${Begun}${C}` : never : `${Begun}${C}` : C extends '(' ? After extends `${infer Key})${infer Rest}` ? Whole<Rest, `%(${Key})`> : never : C extends Modifier | '*' ? Whole<After, `${Begun}${C}`> : never : never
