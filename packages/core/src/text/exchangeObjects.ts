// What a line says of the requests and responses of servers: node's, and those that express, fastify and koa make of them. As
// they are they hold sockets, parsers, cookies and tokens, 5 KB and more.
import { publicAddress, read } from './platformObjects.js'

type Fields = Record<string, unknown>

/** Headers of a request are long and secret; of a response two tell what it is. */
const MAX_TEXT = 200

/** Returns what is short and public of a request or a response, or of what a framework puts around them; undefined for others. */
export function exchangeOf(value: object): object | undefined {
  if ('raw' in value)
    return 'routeOptions' in value || 'elapsedTime' in value ? nodeFields(read(value, 'raw')) : undefined
  return nodeFields(value)
}

function nodeFields(value: unknown): object | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if ('httpVersion' in value && 'headers' in value) return messageFields(value as Fields)
  return 'getHeader' in value && 'headersSent' in value ? outgoingFields(value as Fields) : undefined
}

/** An `IncomingMessage`: what a server is asked, or a client is answered. */
function messageFields(message: Fields): object {
  const headers = (read(message, 'headers') ?? {}) as Fields
  const socket = (read(message, 'socket') ?? {}) as Fields
  const status = read(message, 'statusCode')
  if (typeof status === 'number')
    return kept({ statusCode: status, ...described(read(headers, 'content-length'), read(headers, 'content-type')) })
  return kept({
    method: read(message, 'method'),
    url: addressOf(read(message, 'originalUrl') ?? read(message, 'url')),
    host: read(headers, 'host'),
    remoteAddress: read(socket, 'remoteAddress'),
  })
}

/** A `ServerResponse`, or a `ClientRequest`, which has no status. */
function outgoingFields(message: Fields): object {
  const status = read(message, 'statusCode')
  if (typeof status !== 'number')
    return kept({
      method: read(message, 'method'),
      host: read(message, 'host'),
      path: addressOf(read(message, 'path')),
    })
  return kept({ statusCode: status, ...described(header(message, 'content-length'), header(message, 'content-type')) })
}

function described(length: unknown, type: unknown): Fields {
  return { contentLength: length === undefined ? undefined : Number(length), contentType: type }
}

function header(message: Fields, name: string): unknown {
  try {
    return (message as unknown as { getHeader(name: string): unknown }).getHeader(name)
  } catch {
    return undefined
  }
}

function addressOf(url: unknown): unknown {
  return typeof url === 'string' ? publicAddress(url) : undefined
}

/** Returns the fields that are there, as short texts and numbers. */
function kept(fields: Fields): object {
  const entries = Object.entries(fields).filter(([, value]) => typeof value === 'string' || Number.isFinite(value))
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === 'string' ? value.slice(0, MAX_TEXT) : value]),
  )
}
