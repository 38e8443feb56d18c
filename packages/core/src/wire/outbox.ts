/** A record's line in an outbox. */
export interface OutboxEntry {
  /** The id of the page that accepted the record. */
  readonly src: string
  /** The number under which it did. */
  readonly seq: number
  readonly levelno: number
  /** The text that every attempt sends, newline included: a JSON object that has `seq` and `levelno` too. */
  readonly line: string
}

/** Returns a name that identifies a record. */
export function nameOf({ src, seq }: Pick<OutboxEntry, 'src' | 'seq'>): string {
  return `${src}:${seq}`
}

/** The handler that opened an outbox. None of its methods may throw. */
export interface OutboxOwner {
  /** The random id of the page's handler. */
  readonly src: string
  /** The destination of the records: records that earlier pages left for another one are not taken over. */
  readonly destination: string
  /** Learns that there are records of a page that is gone: `takeOver` has them. */
  onTakeover(): void
  /**
   * Learns that another page took these records over while this one was put away (frozen, or in the cache for going back). It
   * sends them, or has sent them: they are no longer in the outbox, and this page need not send them.
   */
  onGone?(entries: readonly Pick<OutboxEntry, 'src' | 'seq'>[]): void
  /** Learns that records that no page has in memory any more were removed for a reason: `overflow` or `expired`. */
  onLost(reason: string, count: number): void
  /** Learns that the storage failed; the records are kept in memory only. Called once for a run of failures. */
  onError(error: unknown): void
}

/** Records that are accepted and not acknowledged, in a place that outlives the page. No method throws. */
export interface Outbox {
  /**
   * Keeps a record.
   *
   * @param urgent whether to store it before this returns, with all that waits
   */
  add(entry: OutboxEntry, urgent: boolean): void
  /** Removes records: they are acknowledged, or given up. Skips those that are not there. */
  remove(entries: Iterable<Pick<OutboxEntry, 'src' | 'seq'>>): void
  /** Stores what waits: the page may go. */
  flush(): void
  /** Returns some records of pages that are gone, in their order. Each is returned once; it stays until it is removed. */
  takeOver(): readonly OutboxEntry[]
  /** Stores what waits and ends; what is stored stays for the next page. */
  close(): void
}

/** A maker of outboxes: `Journal` of `@treeline/local-storage`, or another place that outlives the page. */
export interface OutboxMaker {
  /** Opens an outbox for a handler. Never throws. */
  open(owner: OutboxOwner): Outbox
}
