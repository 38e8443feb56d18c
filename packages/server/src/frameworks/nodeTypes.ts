// The parts of node's requests and responses that are used; express, koa and fastify have them too.

/** A part of `http.IncomingMessage`. */
export interface NodeRequest {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: object
  readonly socket?:
    | { readonly bytesWritten?: number | undefined; readonly destroyed?: boolean | undefined }
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
  /** The error that it was destroyed with. */
  readonly errored?: Error | null | undefined
  setHeader(name: string, value: string): unknown
  once(event: string, listener: () => void): unknown
}
