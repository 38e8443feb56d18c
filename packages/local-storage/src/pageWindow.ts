import type { PageEvents } from './options.js'

/** Returns the page's window. A worker's scope gets no events of a page, and Cloudflare's refuses listeners that capture. */
export function pageWindow(): PageEvents | null | undefined {
  const { document } = globalThis as { document?: Pick<Document, 'defaultView'> }
  return document?.defaultView
}
