import { checkOption, ofType } from '@treeline/core/internal'
import { outward } from './request.js'

/** The parts of a page's or worker's global object that are used; each may be missing. */
export interface PageScope {
  addEventListener?(type: string, listener: () => void): void
  removeEventListener?(type: string, listener: () => void): void
  readonly document?: { readonly visibilityState?: string; readonly baseURI?: string }
  readonly location?: { readonly href?: string }
  readonly navigator?: { sendBeacon?(url: string, body: string): boolean }
  readonly Request?: { readonly prototype: object }
}

/**
 * Returns an address that does not change with the page's own, as `pushState` changes it; '' for one that cannot be read.
 */
export function fixedAddress(url: string, { document, location }: PageScope): string {
  try {
    return new URL(url, document?.baseURI ?? location?.href).href
  } catch {
    return ''
  }
}

/**
 * Checks an address and returns it as `fixedAddress` does. Returns '' for a relative one without a page: code that pages share
 * with the server that renders them must load there.
 *
 * @param name the parameter that it was given as
 * @throws TypeError, RangeError for an address that nothing can be sent to
 */
export function checkAddress(name: string, url: string, scope: PageScope): string {
  ofType(name, url, 'string')
  const { document, location } = scope
  if (document === undefined && location === undefined && /^[./?]/.test(url)) return ''
  const address = fixedAddress(url, scope)
  const [, scheme] = /^([\w+.-]+:)\/\/(?![^/?#]*@)/.exec(address) ?? []
  // The page of an application may have a scheme of its own.
  const isKnown = scheme !== undefined && (/^https?:$/.test(scheme) || fixedAddress('', scope).startsWith(scheme))
  checkOption(
    name,
    url,
    'string',
    isKnown,
    'an address that begins with http:// or https://, or in a page a relative one',
  )
  return address
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

/** The listeners to the page's events, by the events' names. */
export type Listeners = Readonly<Record<string, () => void>>

/** Begins or ends to listen to the events of `listeners`. */
export function listen(
  method: 'addEventListener' | 'removeEventListener',
  scope: PageScope,
  listeners: Listeners,
): void {
  for (const type of Object.keys(listeners)) scope[method]?.(type, listeners[type]!)
}
