export {
  ContractCase,
  HOSTILE,
  HandlerUnderTest,
  ListHandler,
  StringStream,
  captureStderr,
  handlerContract,
  resetLogging,
} from '@treeline/core/testing'

export class AssertionError extends Error {
  readonly name = "AssertionError"
  readonly code = "ERR_ASSERTION"
}

export interface CaptureOptions {
  logger?: Logger | string | null | undefined
  level?: Level | undefined
}

export interface LogCapture extends Disposable {
  readonly records: readonly LogRecord[]
  readonly messages: readonly string[]
  readonly output: readonly string[]
  readonly text: string
  clear(): void
  close(): void
}

export interface LogMatchers<R = unknown> {
  toHaveLogged(level?: Level | null, message?: string | RegExp | null, fields?: Readonly<Record<string, unknown>>): R
}

export function assertLogs<T>(...given: Given<T>): After<T, LogCapture>

export function assertNoLogs<T>(...given: Given<T>): After<T, void>

export function captureLogs(options?: CaptureOptions): LogCapture
export function captureLogs<T>(options: CaptureOptions, work: (logs: LogCapture) => T): T

export const logMatchers: {
  toHaveLogged(this: MatcherContext, received: unknown, ...expected: Expected): MatcherResult
}

type After<T, Result> = T extends PromiseLike<unknown> ? Promise<Result> : Result

type Expected = Parameters<LogMatchers['toHaveLogged']>

type Given<T> = [
  work: Work<T>
] | [
  logger: LoggerParameter,
  work: Work<T>
] | [
  logger: LoggerParameter,
  level: LevelParameter,
  work: Work<T>
]

type LevelParameter = Level | null | undefined

type LoggerParameter = Logger | string | null | undefined

interface MatcherContext {
  readonly isNot?: boolean | undefined
  equals(actual: unknown, expected: unknown): boolean
}

interface MatcherResult {
  readonly pass: boolean
  message(): string
}

type Work<T> = (logs: LogCapture) => T
