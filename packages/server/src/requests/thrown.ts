import { withoutBody } from './withoutBody.js'

/** Returns what was thrown as a record's `exc_info`: `undefined`, `0` and `true` mean something else there. */
export function excInfoOf(thrown: unknown): unknown {
  if (typeof thrown === 'object' && thrown !== null) return withoutBody(thrown)
  return (typeof thrown === 'symbol' ? thrown.toString() : String(thrown)) || "''"
}

/** The codes of errors that follow from a client's leaving. */
const LEFT = /^(ECONNRESET|ECONNABORTED|EPIPE|ABORT_ERR|ERR_STREAM_PREMATURE_CLOSE|ERR_STREAM_DESTROYED)$/

/** Returns whether an error follows from a client's leaving. */
export function isOfLeaving(error: unknown): boolean {
  try {
    const { code, name } = error as { code?: unknown; name?: unknown }
    return name === 'AbortError' || LEFT.test(String(code))
  } catch {
    return false // `undefined`, a revoked proxy.
  }
}
