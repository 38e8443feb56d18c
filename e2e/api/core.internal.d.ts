export {
  jsonText,
} from '@treeline/core'

export const CAUSE = "\nThe above exception was the direct cause of the following exception:\n"

export class CachedText {
  readonly text: string
  bytes: Uint8Array | undefined
  uses: number
  constructor(text: string)
}

export interface DirectOutput {
  open(handler: Handler, text: Line, at: {
    readonly ms: number
  }): Line | undefined
  write(handler: Handler, line: Line, levelno: number): boolean | Promise<unknown>
}

export class Given {
  constructor(object: object)
}

export const LINES: unique symbol

export interface Line {
  readonly length: number
  readonly isWhole: boolean
  begin(): void
  text(text: string): void
  escaped(text: string, escape: (text: string) => string): void
  integer(value: number): void
  cached(cached: CachedText): void
  spare(): Line
  join(spare: Line): void
  toString(): string
}

export interface LineStream extends Stream {
  readonly makes: typeof LINES
  openLine(): Line | undefined
  writeLine(line: Line): boolean
}

export interface Origin {
  readonly src: string
  readonly seq: number
  isTaken?: boolean | undefined
  settle(isDelivered: boolean): void
}

export const RECORD_ATTRIBUTES: readonly string[]

export class StderrHandler extends StreamHandler {
  constructor(level?: Level)
}

export class Timer {
  constructor(task: () => void)
  get isRunning(): boolean
  start(ms: number): void
  stop(): void
}

export interface Transaction {
  readonly accepted: (() => void)[]
  readonly refused: (() => void)[]
}

function about<T>(key: string, work: () => T): T
export { about as aboutOption }

export function afterWrite(stream: Stream, written: unknown, flushed: unknown): Promise<unknown> | undefined

export function catchRejection(value: unknown, onRejected?: (error: unknown) => void): boolean

export function causeChain(error: unknown, seen: Set<unknown>): readonly unknown[]

export function checkFormatter<F extends {
  format(record: LogRecord): string
}>(formatter: F, option?: string): F

export function checkLevel(level: unknown, option?: string): number

export function checkNamedOptions(owner: {
  readonly name: string
}, options: unknown, names: string, maker?: {
  readonly name: string
}): void

export function checkNumber(name: string, value: number, holds: (value: number) => boolean, wanted: string): number

export function checkOption(name: string, value: unknown, type: string, holds: boolean, wanted: string): void

export function checkOptionNames(owner: string, options: unknown, names: string): void

export function clip(text: string, maxLength: number): string

export const consoleStream: Stream

export const consoleWrites: {
  depth: number
}

export function copyError(error: Error, members: readonly Member[]): Error

export function currentTransaction(): Transaction | undefined

export function empties(mode: unknown): boolean

export function errorFields(error: Error): object | undefined

export function errorText(error: unknown): string

export function errorWithin(value: unknown): Error | undefined

export function escapeChar(char: string): string

export function fail(handler: Handler, record: LogRecord, error: unknown): void

export function fieldError(record: LogRecord): unknown

export function flagOf(name: string, value: unknown): boolean

export function floatRepr(x: number): string

export function flushAtFailure(): void

export function formatFor(stream: Stream | null | undefined, format: () => string): string

export function givenOfType(options: object, names: string, type: 'boolean' | 'function' | 'string'): void

export const handlerRegistry: {
  readonly open: Set<Handler>
  readonly byName: Map<string, Handler>
  lastResort: LastResort | undefined
  isExiting?: boolean | undefined
  isFailing?: boolean | undefined
}

export function heard(name: string): Logger

export function isDict(value: unknown): value is Record<string, unknown>

export function isError(value: unknown): value is Error

export function isExiting(): boolean

export function isFailing(): boolean

export function isMap(value: unknown): value is ReadonlyMap<unknown, unknown>

export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>>

export function isPromise(value: unknown): value is PromiseLike<unknown>

export function isStandardAttribute(name: string): boolean

export function isTorn(text: string): boolean

export function isdst(date: Date): 0 | 1

export function keepLevel(name: string, levelno: number | undefined): void

export function later(ms: number, task: () => void): () => void

export function lineOf(stream: Stream | null): Line | undefined

export function makeRegion(): Region

export function nameOf({ src, seq }: Pick<OutboxEntry, 'src' | 'seq'>): string

export const nesting: {
  depth: number
  limit: number
  deep: number
}

export function noted<Thrown>(error: Thrown, key: string | undefined, text?: string): Thrown

export function ofType<T>(name: string, value: T, type: 'boolean' | 'function' | 'object' | 'string'): T

export function oneOf<T>(name: string, value: T, values: readonly T[]): T

export function openScope(fields: GivenFields): Scope

export const origins: WeakMap<LogRecord, Origin>

export function outsideZone<T>(task: () => T): T

export function platform(): Platform

export function positiveNumber(name: string, value: number): number

export function publicAddress(address: string): string

export function readProperty(object: object, key: PropertyKey): unknown

export function readValue(object: object, key: string | number): unknown

export function refuse(wanted: string, value: unknown, option?: string): never

export function refusePromise<T>(value: T): T

export function register(handler: Handler): void

export function registerDirect(): void

export function registerOutput(emit: Emit, output: DirectOutput): void

export function report(source: object, error: unknown, about?: About, place?: () => string): void

export function runIn<Result>(scope: Scope, fn: () => Result): Result

export function settle(handler: Handler, record: LogRecord, result: unknown): void

export function shared<T extends object>(name: string, make: () => T): T

export function shutdownAtExit(handlerList?: Iterable<Handler>): void

export function textOf(text: unknown): string

export function uncaughtText(what: string, thrown: unknown): string

export function unmergedText(record: LogRecord): string

export function unusedMapping(record: LogRecord): Mapping | undefined

export function whenAccepted(work: () => void): void

export function wholeNumber(name: string, value: number, least?: number): number

export function wholeNumberWithin(name: string, value: number, least: number, most: number): number

export function withHint(error: Error, hint: string): Error

export function withMethods<T>(name: string, value: T, methods: string, wanted: string): T

export function withoutFields<T>(record: LogRecord, work: () => T): T

export function withoutFrames<E extends Error>(error: E): E

export function writeToStream(stream: Stream, line: Line): unknown

interface About {
  readonly msg: unknown
  readonly args: unknown
}

type Emit = Handler['emit']

type Mapping = Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown>

interface Member {
  readonly key: PropertyKey
  readonly name: PropertyKey
  readonly value: unknown
}

interface Region {
  readonly isIn: boolean
  run<T>(call: () => T): T
}
