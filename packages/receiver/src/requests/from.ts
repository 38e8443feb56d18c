/** A request, and its client. */
export interface From {
  readonly request: Request
  readonly address: string | undefined
  /** The client by which rates, bytes and sources are counted. */
  readonly client: string
  /** When it arrived, in milliseconds since the epoch. */
  readonly arrivedMs: number
}
