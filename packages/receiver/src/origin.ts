import type { Settings } from './options.js'

/** Whether the receiver takes what this request's page, or a program, sends. */
export function isAllowed(request: Request, settings: Settings): boolean {
  const origin = request.headers.get('origin')
  if (origin === null) return settings.withoutOrigin
  const { origins } = settings
  if (origins === undefined) return hostOf(origin) === new URL(request.url).host
  if (origins === '*') return true
  return typeof origins === 'function' ? origins(origin) === true : origins.includes(origin)
}

/** Undefined for an opaque origin, `null`, which is nobody's host. */
function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host || undefined
  } catch {
    return undefined
  }
}

/**
 * The headers by which a page of an allowed origin may read the answer. The origin is always named: beacons carry
 * credentials, and browsers refuse `*` as an answer to those.
 */
export function corsHeaders(request: Request, settings: Settings): Record<string, string> {
  const origin = request.headers.get('origin')
  if (origin === null) return { vary: 'Origin' }
  const headers: Record<string, string> = {
    vary: 'Origin',
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'Retry-After',
  }
  if (settings.origins !== '*') headers['access-control-allow-credentials'] = 'true'
  return headers
}

/** The headers that answer a preflight: the origin is known to be allowed, so any header it wants to send is. */
export function preflightHeaders(request: Request, allow: string): Record<string, string> {
  const headers: Record<string, string> = { allow }
  if (!request.headers.has('access-control-request-method')) return headers
  headers['access-control-allow-methods'] = allow
  headers['access-control-allow-headers'] = request.headers.get('access-control-request-headers') ?? 'Content-Type'
  headers['access-control-max-age'] = '86400'
  return headers
}
