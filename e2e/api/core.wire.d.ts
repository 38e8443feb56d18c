export const BATCH_VERSION = 1

export interface BatchHeader {
  readonly treeline: typeof BATCH_VERSION
  readonly src: string
  readonly batch: string
  readonly first: number
  readonly last: number
  readonly count: number
  readonly lost?: Readonly<Record<string, number>> | undefined
  readonly sent?: number | undefined
  readonly left?: number | undefined
  readonly takes?: readonly 'levels'[] | undefined
}

export interface Outbox {
  add(entry: OutboxEntry, urgent: boolean): void
  remove(entries: Iterable<Pick<OutboxEntry, 'src' | 'seq'>>): void
  flush(): void
  takeOver(): readonly OutboxEntry[]
  close(): void
}

export interface OutboxEntry {
  readonly src: string
  readonly seq: number
  readonly levelno: number
  readonly line: string
}

export interface OutboxMaker {
  open(owner: OutboxOwner): Outbox
}

export interface OutboxOwner {
  readonly src: string
  readonly destination: string
  onTakeover(): void
  onGone?(entries: readonly Pick<OutboxEntry, 'src' | 'seq'>[]): void
  onLost(reason: string, count: number): void
  onError(error: unknown): void
}

export const RECEIVED_HEADER = "treeline"

export interface WireOptions {
  caller?: boolean
}

export interface WireRecord {
  name: string
  levelno: number
  levelname: string
  msg: string
  created: number
  exc_text?: string
  stack_info?: string
  pathname?: string
  lineno?: number
  funcName?: string
  process?: number
  processName?: string
  thread?: number
  threadName?: string
  fields?: Record<string, unknown>
  given?: number
}

export function fromWire(wire: unknown): LogRecord

export function recordFields(record: LogRecord): Record<string, unknown> | undefined

export function toWire(record: LogRecord, options?: WireOptions): WireRecord

export function toWireLine(record: LogRecord, more?: Readonly<Record<string, unknown>>, options?: WireOptions): string
