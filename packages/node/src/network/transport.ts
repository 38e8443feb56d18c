/** The counts of a transport's chunks. */
export interface TransportStats {
  /** The chunks that wait. */
  readonly queued: number
  /** The chunks that were handed to the socket, and that the kernel has not taken yet. */
  readonly inFlight: number
  /** The chunks that were dropped since the last notice to the peer. */
  readonly dropped: number
}

/** Sends chunks of bytes to a peer: over a connection, or as datagrams. No method throws. */
export interface Transport {
  /** When the next attempt to reach the peer is due, in seconds since the epoch; null where nothing has failed. */
  readonly retryTime: number | null
  /** Sends a chunk, or keeps it until it can be sent. */
  send(chunk: Uint8Array): void
  /** Opens the socket, unless there is one or it is too early to try again. */
  reconnect(): void
  /** Gives the socket up; the next chunk opens another one. */
  reset(): void
  /** Returns the counts of chunks. */
  stats(): TransportStats
  /** Sends what waits. The promise resolves when that is done or has failed, and never rejects. */
  flush(): Promise<void>
  /** Flushes and closes the socket. Resolves with how many chunks were given up. */
  close(): Promise<number>
  /** Sends what waits, at the end of the process. */
  deliverAtExit(): void
}
