export class FlightRecorder extends Handler {
  readonly capacity: number
  target: Handler | null
  passLevel: number
  flushLevel: number
  constructor(capacity: number, options: FlightRecorderOptions)
  setTarget(target: Handler | null): void
  emit(record: LogRecord): void
  flush(): void | Promise<void>
  close(): void | Promise<void>
}

export interface FlightRecorderOptions {
  target: Handler | null
  passLevel?: Level | undefined
  flushLevel?: Level | undefined
  requests?: number | undefined
  by?: readonly string[] | undefined
}

export class Redactor {
  constructor(options?: RedactorOptions)
  filter(record: LogRecord): LogRecord | true
  redact(value: unknown): unknown
}

export interface RedactorOptions {
  paths?: readonly string[] | undefined
  patterns?: readonly (RegExp | string)[] | undefined
  censor?: string | undefined
}

export class SamplingFilter {
  readonly rate: number
  constructor(rate: number, options?: SamplingFilterOptions)
  filter(record: LogRecord): boolean
}

export interface SamplingFilterOptions {
  always?: Level | undefined
  by?: readonly string[] | undefined
}

export class ThrottleFilter {
  constructor(options?: ThrottleFilterOptions)
  filter(record: LogRecord): boolean
  flush(): void
}

export interface ThrottleFilterOptions {
  limit?: number | undefined
  seconds?: number | undefined
  by?: 'template' | 'logger' | ((record: LogRecord) => unknown) | undefined
}
