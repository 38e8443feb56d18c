import { refusePromise } from '@treeline/core/internal'
import { RECEIVED_HEADER } from '@treeline/core/wire'
import type { Settings } from '../receiverOptions.js'

/** The headers of an answer that a page's script may read. */
const EXPOSED = `Retry-After, Accept-Encoding, ${RECEIVED_HEADER}`

/** Returns whether the page, or the program without an origin, may send records. */
export function isAllowed(request: Request, settings: Settings): boolean {
  const origin = request.headers.get('origin')
  if (origin === null) return settings.withoutOrigin
  const { origins } = settings
  if (origins === undefined) return hostOf(origin) === new URL(request.url).host
  if (origins === '*') return true
  return typeof origins === 'function' ? refusePromise(origins(origin)) === true : origins.includes(origin)
}

/** Returns the host of an origin; undefined for the opaque origin `null`. */
function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host || undefined
  } catch {
    return undefined
  }
}

/**
 * Returns the headers that let a page of an allowed origin read the answer. They name the origin also where all are allowed:
 * beacons carry credentials, and browsers then refuse `*`.
 */
export function corsHeaders(request: Request, settings: Settings): Record<string, string> {
  const origin = request.headers.get('origin')
  if (origin === null) return { vary: 'Origin' }
  const headers: Record<string, string> = {
    vary: 'Origin',
    'access-control-allow-origin': origin,
    'access-control-expose-headers': EXPOSED,
  }
  if (settings.origins !== '*') headers['access-control-allow-credentials'] = 'true'
  return headers
}

/** Returns the headers that answer a preflight. The origin is allowed, so every header that it wants to send is. */
export function preflightHeaders(request: Request, allow: string): Record<string, string> {
  const headers: Record<string, string> = { allow }
  if (!request.headers.has('access-control-request-method')) return headers
  headers['access-control-allow-methods'] = allow
  headers['access-control-allow-headers'] = request.headers.get('access-control-request-headers') ?? 'Content-Type'
  headers['access-control-max-age'] = '86400'
  return headers
}
