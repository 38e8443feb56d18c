export class Journal implements OutboxMaker {
  constructor(options?: JournalOptions)
  open(owner: OutboxOwner): Outbox
  clear(): void
  stats(): JournalStats
}

export interface JournalOptions extends StorageOptions {
  durability?: 'batch' | 'record' | undefined
  locks?: Locks | null | undefined
}

export interface JournalStats extends LocalStorageStats {
  expired: number
}

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

export interface LocalStorageHandlerOptions extends StorageOptions {
  journal?: Journal | undefined
  flushLevel?: Level | undefined
  caller?: boolean | undefined
  reportUnavailable?: boolean | undefined
}

export interface LocalStorageStats {
  bytes: number
  segments: number
  dropped: number
  corrupt: number
  memory: boolean
}

export interface Locks {
  request(name: string, options: {
    ifAvailable: boolean
  }, callback: (lock: object | null) => Promise<unknown> | undefined): Promise<unknown>
  query?(): Promise<{
    held?: readonly {
      name?: string | undefined
    }[] | undefined
  }>
}

export type PageEvents = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>

export interface ReadOptions {
  minLevel?: Level | undefined
  logger?: string | undefined
  since?: number | undefined
}

export interface StorageOptions {
  key?: string | undefined
  maxBytes?: number | undefined
  segmentBytes?: number | undefined
  flushIntervalMs?: number | undefined
  maxAgeMs?: number | undefined
  storage?: KeyValueStorage | null | undefined
  eventTarget?: PageEvents | null | undefined
  now?: (() => number) | undefined
  random?: (() => number) | undefined
}
