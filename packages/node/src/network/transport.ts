/** The counts of what sends chunks. */
export interface TransportStats {
  /** Those that wait. */
  readonly queued: number
  /** Those that were handed on and that the kernel has not taken yet. */
  readonly inFlight: number
  /** Those that were dropped since the peer was told of it. */
  readonly dropped: number
}

/** What sends chunks of bytes to a peer: over a connection, or as datagrams. None of it throws. */
export interface Transport {
  /** When the next attempt to reach the peer is due, in seconds since the epoch; null where nothing has failed. */
  readonly retryTime: number | null
  /** Sends a chunk, or keeps it until it can be sent. */
  send(chunk: Uint8Array): void
  /** Opens the socket, unless there is one or it is too early to try again. */
  reconnect(): void
  /** Lets go of the socket; the next chunk opens another one. */
  reset(): void
  /** Returns how many chunks are where. */
  stats(): TransportStats
  /** Sends what waits. The promise resolves when that is done or has failed, and never rejects. */
  flush(): Promise<void>
  /** Flushes and closes the socket. Resolves with how many chunks were given up. */
  close(): Promise<number>
  /** Sends what waits, at the end of the process. */
  deliverAtExit(): void
}
