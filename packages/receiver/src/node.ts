import type { IncomingMessage, ServerResponse } from 'node:http'
import { Receiver } from './receiver.js'
import type { ReceiverOptions } from './options.js'

/** How much of a refused body is read on, unseen, so that the client gets to read the answer; then the connection is cut. */
const LINGER_BYTES = 1_048_576

/**
 * Gives the request listener of a `node:http` server (or a route of Express and its like) that passes requests on to a
 * receiver. It looks at no path. The body must not have been read: put it before body parsers.
 *
 * Does not throw and leaves no request open: what the client breaks off is forgotten, and how long it may take is the
 * server's `requestTimeout`.
 *
 * @param receiver a `Receiver`, or the options of one
 * @throws TypeError, RangeError for options that are wrong
 */
export function listener(
  receiver: Pick<Receiver, 'handle'> | ReceiverOptions = {},
): (req: IncomingMessage, res: ServerResponse) => void {
  // Not instanceof: the receiver may come from the other of the package's two module formats.
  const target = 'handle' in receiver ? receiver : new Receiver(receiver)
  return (req, res) => {
    answer(target, req, res).catch(() => end(req, res, 400))
  }
}

async function answer(receiver: Pick<Receiver, 'handle'>, req: IncomingMessage, res: ServerResponse): Promise<void> {
  // Waiting for it would be for ever; 500, so that the sender keeps its records until this is put right.
  if (req.method === 'POST' && req.readableEnded)
    return end(req, res, 500, {}, 'the body was read before the receiver got it')
  const response = await receiver.handle(requestOf(req), { address: req.socket.remoteAddress })
  const text = await response.text()
  end(req, res, response.status, Object.fromEntries(response.headers), text)
}

function end(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
  text = '',
): void {
  if (res.destroyed || res.headersSent) return
  res.writeHead(status, headers)
  res.end(text)
  if (!req.complete) linger(req)
}

function linger(req: IncomingMessage): void {
  let left = LINGER_BYTES
  req.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) req.destroy()
  })
  req.resume()
}

/** Throws for a method or host that a Request cannot have. */
function requestOf(req: IncomingMessage): Request {
  // Only the path: in its absolute form, or with two slashes, the target would name another host than the header.
  const path = req.url?.startsWith('/') ? req.url : '/'
  const headers = new Headers()
  for (let i = 0; i < req.rawHeaders.length; i += 2) {
    // HTTP/2 has its request line among the headers.
    if (!req.rawHeaders[i]!.startsWith(':')) headers.append(req.rawHeaders[i]!, req.rawHeaders[i + 1]!)
  }
  const host = req.headers.host ?? req.headers[':authority'] ?? 'localhost'
  const init: RequestInit & { duplex: 'half' } = { method: req.method!, headers, duplex: 'half' }
  if (req.method !== 'GET' && req.method !== 'HEAD') init.body = bodyOf(req)
  return new Request(`http://${String(host)}${path}`, init)
}

/** The request's body as a stream that can be given up without cutting the connection, on which the answer has to go. */
function bodyOf(req: IncomingMessage): ReadableStream<Uint8Array> {
  let detach = (): void => {}
  return new ReadableStream<Uint8Array>({
    start(controller): void {
      const data = (chunk: Buffer): void => {
        controller.enqueue(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength))
        if ((controller.desiredSize ?? 0) <= 0) req.pause()
      }
      const finish = (): void => {
        detach()
        controller.close()
      }
      const fail = (): void => {
        detach()
        controller.error(new Error('the request ended before its body was there'))
      }
      detach = () => req.off('data', data).off('end', finish).off('error', fail).off('close', fail)
      if (req.destroyed) return fail()
      req.on('data', data).on('end', finish).on('error', fail).on('close', fail)
    },
    pull(): void {
      req.resume()
    },
    cancel(): void {
      detach()
      req.pause()
    },
  })
}
