// What a line shows of the requests and responses of servers: node's, and those of express, fastify, koa and hono. The objects
// themselves hold sockets, parsers, cookies and tokens, 5 KB and more.
import { publicAddress } from './platformObjects.js'
import { propertyOf } from './property.js'

type Fields = Record<string, unknown>

/** The most characters of one field. */
const MAX_TEXT = 200

/**
 * Returns what is short and public of a request or a response, or of a framework's wrapper of them; undefined for other values.
 */
export function exchangeOf(value: object): object | undefined {
  if ('raw' in value)
    return 'routeOptions' in value || 'elapsedTime' in value
      ? nodeFields(propertyOf(value, 'raw'))
      : 'routeIndex' in value
        ? honoFields(value)
        : undefined
  return nodeFields(value) ?? ('req' in value ? contextFields(value) : undefined)
}

/** Returns the fields of koa's and hono's context, which holds both sides of an exchange. */
function contextFields(value: object): object | undefined {
  if ('finalized' in value && 'env' in value) return honoFields(propertyOf(value, 'req'))
  if (!('res' in value && 'app' in value)) return undefined
  const asked = 'request' in value ? undefined : nodeFields(propertyOf(value, 'req'))
  if (!('ctx' in value)) return { ...nodeFields(propertyOf(value, 'req')), ...nodeFields(propertyOf(value, 'res')) }
  return asked ?? nodeFields(propertyOf(value, 'res'))
}

/** Returns the fields of hono's request, whose headers and bodies are behind methods. */
function honoFields(request: unknown): object {
  const shown: Fields = {}
  keep(shown, 'method', propertyOf(request, 'method'))
  keep(shown, 'url', addressOf(propertyOf(request, 'url')))
  return shown
}

function nodeFields(value: unknown): object | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if ('httpVersion' in value && 'headers' in value) return messageFields(value as Fields)
  return 'getHeader' in value && 'headersSent' in value ? outgoingFields(value as Fields) : undefined
}

/** Returns the fields of an `IncomingMessage`: a request to a server, or a response to a client. */
function messageFields(message: Fields): object {
  const headers = (propertyOf(message, 'headers') ?? {}) as Fields
  const status = propertyOf(message, 'statusCode')
  const shown: Fields = {}
  if (typeof status === 'number') {
    keep(shown, 'statusCode', status)
    describe(shown, propertyOf(headers, 'content-length'), propertyOf(headers, 'content-type'))
  } else {
    keep(shown, 'method', propertyOf(message, 'method'))
    keep(shown, 'url', addressOf(propertyOf(message, 'originalUrl') ?? propertyOf(message, 'url')))
    keep(shown, 'host', propertyOf(headers, 'host'))
    keep(shown, 'remoteAddress', propertyOf(propertyOf(message, 'socket') ?? {}, 'remoteAddress'))
  }
  return shown
}

/** Returns the fields of a `ServerResponse`, or of a `ClientRequest`, which has no status. */
function outgoingFields(message: Fields): object {
  const status = propertyOf(message, 'statusCode')
  const shown: Fields = {}
  if (typeof status === 'number') {
    keep(shown, 'statusCode', status)
    describe(shown, header(message, 'content-length'), header(message, 'content-type'))
  } else {
    keep(shown, 'method', propertyOf(message, 'method'))
    keep(shown, 'host', propertyOf(message, 'host'))
    keep(shown, 'path', addressOf(propertyOf(message, 'path')))
  }
  return shown
}

function describe(shown: Fields, length: unknown, type: unknown): void {
  keep(shown, 'contentLength', length === undefined ? undefined : Number(length))
  keep(shown, 'contentType', type)
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

/** Adds a field that is there, as a short text or a number. */
function keep(shown: Fields, key: string, value: unknown): void {
  if (typeof value === 'string') shown[key] = value.length > MAX_TEXT ? value.slice(0, MAX_TEXT) : value
  else if (Number.isFinite(value)) shown[key] = value
}
