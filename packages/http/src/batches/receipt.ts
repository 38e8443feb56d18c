import type { Encoding } from '../encodings/encoding.js'

/** The body of an answer of status 2xx, as it was read. */
export interface Receipt {
  /** The places of the records that the server refused. */
  readonly refused: readonly number[]
  /** The places of the records that it wants again later. */
  readonly later: readonly number[]
}

/** Reads an answer of status 2xx. Returns undefined for one that the encoding cannot read. */
export function readReceipt(text: string, encoding: Encoding | undefined): Receipt | undefined {
  try {
    const { refused = [], later = [] } = encoding?.read?.(text) ?? {}
    return { refused, later }
  } catch {
    return undefined
  }
}

/** Passes a receiver's answer that changes levels to `onLevels`, which may throw. */
export function heedLevels(text: string, onLevels: (answer: { readonly levels: unknown }) => void): void {
  try {
    const answer = JSON.parse(text || '{}') as { levels?: unknown } | null
    if (answer?.levels !== undefined) onLevels({ levels: answer.levels })
  } catch {
    // The answer is not a receiver's, or the application's function throws: the records are acknowledged all the same.
  }
}
