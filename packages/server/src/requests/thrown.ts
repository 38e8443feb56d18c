import { withoutBody } from './withoutBody.js'

/** Returns a thrown value as a record's `exc_info`, where `undefined`, `0` and `true` would mean something else. */
export function excInfoOf(thrown: unknown): unknown {
  if (typeof thrown === 'object' && thrown !== null) return withoutBody(thrown)
  if (typeof thrown === 'string') return thrown || "''"
  return { toString: () => String(thrown) }
}

/** Matches the codes of errors that a leaving client causes. */
const LEFT = /^(ECONNRESET|ECONNABORTED|EPIPE|ABORT_ERR|ERR_STREAM_PREMATURE_CLOSE|ERR_STREAM_DESTROYED)$/

/** Returns whether a leaving client has caused an error. */
export function isOfLeaving(error: unknown): boolean {
  try {
    const { code, name } = error as { code?: unknown; name?: unknown }
    return name === 'AbortError' || LEFT.test(String(code))
  } catch {
    return false // `undefined`, a revoked proxy.
  }
}
