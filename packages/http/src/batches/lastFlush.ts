import type { Waits } from './waits.js'

/** How long a close tries again where the server asks for pauses: whoever stops a service often waits ten seconds. */
const CLOSING_MS = 5000

/** What the last flush looks at. */
export interface Closing {
  readonly waits: Waits
  readonly now: () => number
  /** Returns whether a further attempt could save nothing. */
  readonly isOver: () => boolean
}

/** Flushes, and again after each pause that the server asks for, within `CLOSING_MS`. */
export async function lastFlush(flush: () => Promise<void>, { waits, now, isOver }: Closing): Promise<void> {
  const end = now() + CLOSING_MS
  await flush()
  while (!isOver() && waits.cause === 'server' && waits.endMs <= end) {
    // Unlike other waits it keeps a process alive: this is what the application waits for.
    await new Promise((resolve) => setTimeout(resolve, waits.endMs - now()))
    await flush()
  }
}
