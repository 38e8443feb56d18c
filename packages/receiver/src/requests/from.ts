/** A request, and where it comes from. */
export interface From {
  readonly request: Request
  readonly address: string | undefined
  /** By which rates, bytes and sources are counted. */
  readonly client: string
  /** Milliseconds since the epoch. */
  readonly arrivedMs: number
}
