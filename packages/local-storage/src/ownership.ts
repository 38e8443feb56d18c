/** Called with a function that ends the ownership; with undefined where a living page has it, or nothing can be known. */
export type Taker = (release: (() => void) | undefined) => void

/** How a page leaves: its journal is closed, it is put away and may come back, or it is gone. */
export type Leaving = 'closed' | 'frozen' | 'gone'

/**
 * Says which sources have a living page: one page at a time owns a source. No method throws, and each may answer later or never.
 */
export interface Ownership {
  /** Whether browsers do not keep a page that owns a source for going back: then a page owns one only while it needs it. */
  readonly blocksReturn: boolean
  /** Owns a source if no living page does. */
  take(src: string, taker: Taker): void
  /** Calls back if no living page owns the source. */
  ifDead(src: string, tell: () => void): void
  /** Ends the ownership of all sources. */
  leave(how: Leaving): void
}
