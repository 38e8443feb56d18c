import { outward } from './request.js'

/** What of a page's or worker's global object is used; each part may be missing. */
export interface PageScope {
  addEventListener?(type: string, listener: () => void): void
  removeEventListener?(type: string, listener: () => void): void
  readonly document?: { readonly visibilityState?: string; readonly baseURI?: string }
  readonly location?: { readonly href?: string }
  readonly navigator?: { sendBeacon?(url: string, body: string): boolean }
  readonly Request?: { readonly prototype: object }
}

/**
 * Returns an address that does not change with the page's own, as `pushState` changes it. One that cannot be read stays as it is.
 */
export function fixedAddress(url: string, { document, location }: PageScope): string {
  try {
    return new URL(url, document?.baseURI ?? location?.href).href
  } catch {
    return url
  }
}

/** Returns whether the page is out of sight. */
export function isHidden({ document }: PageScope): boolean {
  return document?.visibilityState === 'hidden'
}

/** Returns whether `fetch` knows `keepalive`; Firefox before 133 does not. */
export function knowsKeepalive({ Request }: PageScope): boolean {
  return Request ? 'keepalive' in Request.prototype : false
}

/** Hands a body to the browser to be sent as text/plain. Returns false when it is not taken. */
export function sendBeacon({ navigator }: PageScope, url: string, body: string): boolean {
  try {
    return outward(() => navigator!.sendBeacon!(url, body))
  } catch {
    // Refused, or there is no such function.
    return false
  }
}

/** What is called on the page's events, by their names. */
export type Listeners = Readonly<Record<string, () => void>>

/** Begins or ends to listen. */
export function listen(
  method: 'addEventListener' | 'removeEventListener',
  scope: PageScope,
  listeners: Listeners,
): void {
  for (const type of Object.keys(listeners)) scope[method]?.(type, listeners[type]!)
}
