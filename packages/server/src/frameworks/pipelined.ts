/** By their connection, what ends the requests that wait for their turn to be answered. */
const waiting = new WeakMap<object, Set<() => void>>()

/** A part of `net.Socket`. */
interface Connection {
  once?(event: 'close', listener: () => void): unknown
}

/**
 * Calls a function when a connection closes. A response whose turn has not come has no connection, and Node before 24 closes none of
 * these: nothing else would say that the client has left. One listener for all requests of a connection.
 *
 * @returns forgets the function
 */
export function whenConnectionCloses(connection: Connection, end: () => void): () => void {
  let ends = waiting.get(connection)
  if (ends === undefined) {
    const all = new Set<() => void>()
    ends = all
    waiting.set(connection, all)
    connection.once?.('close', () => {
      for (const each of all) each()
    })
  }
  ends.add(end)
  return () => void ends.delete(end)
}
