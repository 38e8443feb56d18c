export interface KeyValueStorage {
  readonly length: number
  key(index: number): string | null
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

export class LocalStorageHandler extends Handler {
  flushLevel: number
  constructor(options?: LocalStorageHandlerOptions)
  emit(record: LogRecord): void
  flush(): void
  close(): void
  read(options?: ReadOptions): LogRecord[]
  export(options?: ReadOptions): string
  clear(): void
  drain(handler: Handler): number
  stats(): LocalStorageStats
}

export interface LocalStorageHandlerOptions {
  key?: string | undefined
  maxBytes?: number | undefined
  segmentBytes?: number | undefined
  flushLevel?: Level | undefined
  flushIntervalMs?: number | undefined
  maxAgeMs?: number | undefined
  caller?: boolean | undefined
  reportUnavailable?: boolean | undefined
  storage?: KeyValueStorage | null | undefined
  eventTarget?: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> | null | undefined
  now?: (() => number) | undefined
  random?: (() => number) | undefined
}

export interface LocalStorageStats {
  bytes: number
  segments: number
  dropped: number
  corrupt: number
  memory: boolean
}

export interface ReadOptions {
  minLevel?: Level | undefined
  logger?: string | undefined
  since?: number | undefined
}
