export interface LiveLevel {
  readonly name: string
  readonly levelno: number
  readonly level: string
  readonly endsAtMs: number | null
}

export interface LiveLevels {
  set(name: string, level: Level, seconds?: number): void
  clear(name?: string): void
  list(): LiveLevel[]
  take(answer: unknown): void
  close(): void
}

export interface LiveLevelsOptions {
  key?: string | undefined
  query?: string | null | undefined
  server?: boolean | undefined
  storage?: KeyValueStorage | null | undefined
  onChange?: (() => void) | null | undefined
  eventTarget?: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> | null | undefined
  now?: (() => number) | undefined
}

export function liveLevels(options?: LiveLevelsOptions): LiveLevels
