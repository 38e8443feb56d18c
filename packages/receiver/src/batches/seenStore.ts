/**
 * Remembers records, so that a restarted receiver, or another one, recognizes copies: a file (`SeenFile` on Node), Redis, a database.
 * Where it throws or rejects, the receiver answers 503: the sender keeps the records and sends them again.
 *
 * @example
 * ```ts
 * const store: SeenStore = {
 *   async known(src, keys) {
 *     const found = await redis.smIsMember(`seen:${src}`, keys)
 *     return keys.filter((_, index) => found[index])
 *   },
 *   async add(src, keys) {
 *     await redis.multi().sAdd(`seen:${src}`, keys).expire(`seen:${src}`, 7 * 86_400).exec()
 *   },
 * }
 * ```
 */
export interface SeenStore {
  /**
   * Returns those of the keys that were added.
   *
   * @param src the id of the page or process that sends
   * @param keys the records' keys: 16 characters each of `A-Za-z0-9-_`, made from the page's id and the record's line
   */
  known(src: string, keys: string[]): Iterable<string> | PromiseLike<Iterable<string>>
  /** Adds keys, before the records are acknowledged. Some may be there. */
  add(src: string, keys: string[]): void | PromiseLike<void>
}

const encoder = /* @__PURE__ */ new TextEncoder()
/** The bytes of a key: no two records share 96 bits by chance, and nobody can forge them. */
const KEY_BYTES = 12

/** Returns the key of a page's record: the same in every receiver, for the same bytes. */
export async function keyOf(src: string, line: Uint8Array): Promise<string> {
  const head = encoder.encode(`${src}\n`)
  const bytes = new Uint8Array(head.length + line.length)
  bytes.set(head)
  bytes.set(line, head.length)
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const text = btoa(String.fromCharCode(...hash.subarray(0, KEY_BYTES)))
  return text.replaceAll('+', '-').replaceAll('/', '_')
}
