/**
 * What a handler sends through: a socket of `node:net`, `node:tls` or `node:dgram`, or of the package unix-dgram. Described by what all
 * of them have: a program for pages, which type-checks these handlers too, has none of Node's types.
 */
export interface AnySocket {
  on(event: string, listener: () => void): unknown
}
