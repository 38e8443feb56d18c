import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'

/** A record as a server has it. */
export interface Stored {
  /** The id by which a copy is known. */
  readonly id: string
  readonly level: unknown
  readonly message: string
  readonly fields: Readonly<Record<string, unknown>>
}

/** What a server makes of a request. */
export interface Taken {
  readonly status: number
  readonly body?: string
  /** What it keeps of it. */
  readonly stored: readonly Stored[]
}

/** Reads a request as the real server does. */
export type Take = (body: string, contentType: string) => Taken | Promise<Taken>

/** What befalls a request: a status, a lost connection before or behind the server's work. */
export type Fault = number | 'lost' | 'answer lost'

/** A server of another kind, over HTTP. */
export interface StandIn {
  readonly url: string
  /** All that it has, with copies. */
  readonly stored: readonly Stored[]
  /** The answers beside 2xx that its own rules gave. */
  readonly refusals: readonly string[]
  close(): Promise<unknown>
}

/**
 * Begins to serve.
 *
 * @param path where the server takes records; elsewhere it answers 404
 * @param faults of the first requests; null for none
 */
export async function standIn(path: string, take: Take, faults: readonly (Fault | null)[] = []): Promise<StandIn> {
  const stored: Stored[] = []
  const refusals: string[] = []
  const left = [...faults]
  const server = createServer(async (request, response) => {
    const body = await textOf(request)
    const fault = left.shift() ?? null
    if (fault === 'lost') return void request.socket.destroy()
    if (typeof fault === 'number') return void response.writeHead(fault, { 'retry-after': '0' }).end('busy')
    const isThere = request.method === 'POST' && request.url === path
    const taken = isThere ? await take(body, request.headers['content-type'] ?? '') : { status: 404, stored: [] }
    stored.push(...taken.stored)
    if (taken.status >= 300) refusals.push(`${taken.status} ${taken.body ?? ''}`)
    if (fault === 'answer lost') return void request.socket.destroy()
    response.writeHead(taken.status, { 'content-type': 'application/json' }).end(taken.body)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}${path}`,
    stored,
    refusals,
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  // Servers refuse what is no UTF-8.
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
}
