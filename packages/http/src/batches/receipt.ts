import type { Encoding } from '../encodings/encoding.js'

/** What an answer of status 2xx says beside that. */
export interface Receipt {
  /** The places of the records that the server refused. */
  readonly refused: readonly number[]
  /** The places of those that it wants again later. */
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

/** Hands over a receiver's answer that changes levels. What it is handed to may throw. */
export function heedLevels(text: string, onLevels: (answer: { readonly levels: unknown }) => void): void {
  try {
    const answer = JSON.parse(text || '{}') as { levels?: unknown } | null
    if (answer?.levels !== undefined) onLevels({ levels: answer.levels })
  } catch {
    // No answer of a receiver's, or a function of the application's that throws: the records are acknowledged all the same.
  }
}
