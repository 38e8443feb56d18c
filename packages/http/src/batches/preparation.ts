import { isPromise } from '@treeline/core/internal'
import type { Headed, Outcome } from '../request.js'
import type { Batch } from './batch.js'

/** The fewest bytes of a body that is packed: less is not worth the work. */
const PACKED_BYTES = 2048

/** Adds to each request the option's headers, and a packed body. */
export interface Preparation {
  /** Returns what is added, or a promise of it. A request that outlives the page leaves at once, with what is known. */
  prepare(batch: Batch, isLast: boolean | undefined): RequestInit | Promise<RequestInit>
  /** Learns from an answer. Returns whether the packed body was the reason of a failure: the batch has to be sent again. */
  learn(batch: Batch, outcome: Outcome, isReceived: boolean): boolean
}

/**
 * Makes the preparation. Packs bodies by gzip where an acknowledgement's `Accept-Encoding` allows it, until a packed one fails:
 * across origins it costs a preflight, which the server may not allow.
 */
export function makePreparation(headers: Headed | (() => Headed | Promise<Headed>)): Preparation {
  let known: Headed
  let packs: boolean | undefined

  return {
    prepare(batch, isLast) {
      const given = typeof headers === 'function' ? headers() : headers
      if (!isPromise(given)) known = given
      if (!isLast && packs && batch.bytes > PACKED_BYTES) {
        batch.isPacked = true
        return packed(batch.body, given)
      }
      if (!isPromise(given)) return headed(given)
      const promised = given.then((value) => headed((known = value)))
      if (!isLast) return promised
      promised.catch(() => undefined)
      return headed(known)
    },

    learn(batch, { status, headers: answered }, isReceived) {
      if (isReceived) packs ??= canPack() && /\bgzip\b/.test(answered?.get('accept-encoding') ?? '')
      if (!batch.isPacked || (status !== undefined && status !== 415)) return false
      packs = false
      return true
    },
  }
}

function headed(headers: Headed): RequestInit {
  return headers ? { headers } : {}
}

function canPack(): boolean {
  return typeof CompressionStream === 'function'
}

async function packed(text: string, headers: Headed | Promise<Headed>): Promise<RequestInit> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
  const body = await new Response(stream).arrayBuffer()
  return { body, headers: { ...(await headers), 'Content-Encoding': 'gzip' } }
}
