/**
 * A handler's socket: of `node:net`, `node:tls` or `node:dgram`, or of the package unix-dgram. The type has what all of them have: a
 * program for pages, which type-checks these handlers too, lacks Node's types.
 */
export interface AnySocket {
  on(event: string, listener: () => void): unknown
}
