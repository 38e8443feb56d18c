// The parts of node's requests and responses that are used; express, koa and fastify have them too.

/** A part of `http.IncomingMessage`. */
export interface NodeRequest {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: object
  /** Whether the client has left in the middle of it. */
  readonly aborted?: boolean | undefined
  readonly socket?:
    | {
        readonly bytesWritten?: number | undefined
        readonly destroyed?: boolean | undefined
        once?(event: 'close', listener: () => void): unknown
      }
    | null
    | undefined
}

/** A part of `http.ServerResponse`. */
export interface NodeResponse {
  readonly statusCode: number
  readonly headersSent: boolean
  readonly writableFinished: boolean
  readonly writableEnded?: boolean | undefined
  readonly destroyed?: boolean | undefined
  /** Null until it is the response's turn: requests may come before the ones in front of them are answered. */
  readonly socket?: object | null | undefined
  /** That of HTTP/2. */
  readonly stream?: { readonly aborted?: boolean | undefined; readonly rstCode?: number | undefined } | undefined
  /** What it was destroyed with. */
  readonly errored?: Error | null | undefined
  setHeader(name: string, value: string): unknown
  once(event: string, listener: () => void): unknown
}
