import { isPromise } from '@treeline/core/internal'
import type { Headed } from '../request.js'

/** Returns the headers that a request takes, or a promise of them. */
export type HeaderSource = (isLast: boolean | undefined) => Headed | Promise<Headed>

/** Makes the source of headers. A request that outlives the page leaves at once, with the headers that were known last. */
export function makeHeaders(headers: Headed | (() => Headed | Promise<Headed>)): HeaderSource {
  let known: Headed

  return (isLast) => {
    const given = typeof headers === 'function' ? headers() : headers
    if (!isPromise(given)) return (known = given)
    const promised = given.then((value) => (known = value))
    if (!isLast) return promised
    promised.catch(() => undefined)
    return known
  }
}
