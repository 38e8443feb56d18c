import type { PageEvents } from './storageOptions.js'

/**
 * Listens to events at a page's window, where those of the document arrive too. The listener captures: not all of them bubble.
 *
 * @returns stops listening
 */
export function listenTo(
  target: PageEvents | null | undefined,
  events: readonly string[],
  hear: (event: Event) => void,
): () => void {
  for (const event of events) target?.addEventListener?.(event, hear, true)
  return () => {
    for (const event of events) target?.removeEventListener?.(event, hear, true)
  }
}

/** Returns the page's window. A worker's scope gets no events of a page, and Cloudflare's refuses listeners that capture. */
export function pageWindow(): PageEvents | null | undefined {
  const { document } = globalThis as { document?: Pick<Document, 'defaultView'> }
  return document?.defaultView
}
