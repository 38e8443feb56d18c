export {
  ContextFields,
} from '@treeline/core'

export interface Context {
  run<Result>(fields: GivenFields, fn: () => Result): Result
  get(): ContextFields
  assign(fields: GivenFields): boolean
  bind<This, Args extends unknown[], Result>(fn: (this: This, ...args: Args) => Result): (this: This, ...args: Args) => Result
}

export class ContextFilter {
  constructor()
  filter(record: LogRecord): boolean
}

export interface ContextStorage {
  getStore(): Scope | undefined
  run<Result>(scope: Scope | undefined, fn: () => Result): Result
}

export type GivenFields = object

export interface Scope {
  fields: ContextFields
}

export interface Trace {
  readonly trace_id: string
  readonly span_id: string
  readonly trace_flags: string
}

export const context: Context

export function makeTraceparent(): string | undefined

export function parseTraceparent(header: unknown): Trace | undefined

export function registerContextStorage(make: () => ContextStorage): void

export function startTrace(header?: unknown): Trace
