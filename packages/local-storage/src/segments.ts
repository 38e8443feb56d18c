import type { KeyValueStorage } from './keyValueStorage.js'

// The version of what a segment holds. Segments of another version are not read, but count and go like the rest.
const VERSION = '1'

/** Lines that are stored under one key. */
export interface Segment {
  readonly home: Segments
  readonly key: string
  /** Which handler of which document wrote it. */
  readonly src: string
  /** When it was begun, in milliseconds since the epoch; the number of the segment in its key. */
  readonly begunMs: number
  readonly readable: boolean
  /** Each line with a newline behind it. */
  readonly text: string
}

/** The bytes that browsers count for a text: two a UTF-16 unit. */
export function sizeOf(text: string): number {
  return 2 * text.length
}

/** Gives the key of a segment. Its number is a time, so that the segments of all sources have one order, and an age. */
export function segmentKey(prefix: string, src: string, begunMs: number): string {
  return `${prefix}:${VERSION}:${src}:${begunMs.toString(36)}`
}

/** The bytes that segments take, with their keys. */
export function totalOf(segments: readonly Segment[]): number {
  return segments.reduce((total, { key, text }) => total + sizeOf(key) + sizeOf(text), 0)
}

/** All segments under one prefix in one storage, whoever wrote them. Only `set` throws. */
export class Segments {
  private readonly storage: KeyValueStorage
  private readonly prefix: string

  constructor(storage: KeyValueStorage, prefix: string) {
    this.storage = storage
    this.prefix = prefix
  }

  /** Gives the segments, the oldest first. */
  list(): Segment[] {
    return this.keys()
      .flatMap((key) => this.segment(key) ?? [])
      .sort((one, other) => one.begunMs - other.begunMs || (one.src < other.src ? -1 : 1))
  }

  get(key: string): string | null {
    try {
      return this.storage.getItem(key)
    } catch {
      return null
    }
  }

  /** @throws what the storage throws: it is full, or was taken away */
  set(key: string, text: string): void {
    this.storage.setItem(key, text)
  }

  remove(key: string): void {
    try {
      this.storage.removeItem(key)
    } catch {
      // It was taken away: so is the segment.
    }
  }

  private keys(): string[] {
    const keys: string[] = []
    try {
      for (let index = 0; index < this.storage.length; index++) keys.push(this.storage.key(index) ?? '')
    } catch {
      // What was found so far is what there is.
    }
    return keys
  }

  private segment(key: string): Segment | undefined {
    const own = `${this.prefix}:`
    const parts = key.startsWith(own) ? /^(\d+):([\da-z]+):([\da-z]+)$/.exec(key.slice(own.length)) : null
    if (parts === null) return undefined
    const text = this.get(key)
    const [, version, src, number] = parts as unknown as [string, string, string, string]
    if (typeof text !== 'string') return undefined
    return { home: this, key, src, begunMs: Number.parseInt(number, 36), readable: version === VERSION, text }
  }
}
