import type { IncomingMessage, ServerResponse } from 'node:http'
import { Receiver } from './receiver.js'
import type { ReceiverOptions } from './options.js'

/** A refused body is read on and dropped, so that the client reads the answer. Beyond this size the connection is cut. */
const LINGER_BYTES = 1_048_576

/**
 * Returns a request listener for a `node:http` server, or a route of Express and its like, that passes requests to a receiver.
 * It does not look at the path. Nobody may have read the body: put the listener before body parsers.
 *
 * The listener does not throw and leaves no request open. Set the server's `requestTimeout` to limit the time of a request.
 *
 * @param receiver a `Receiver`, or the options of one
 * @throws TypeError, RangeError for wrong options
 */
export function listener(
  receiver: Pick<Receiver, 'handle'> | ReceiverOptions = {},
): (req: IncomingMessage, res: ServerResponse) => void {
  // Not instanceof: the receiver may come from the package's other module format.
  const target =
    typeof receiver === 'object' && receiver !== null && 'handle' in receiver ? receiver : new Receiver(receiver)
  return (req, res) => {
    answer(target, req, res).catch(() => end(req, res, 400))
  }
}

async function answer(receiver: Pick<Receiver, 'handle'>, req: IncomingMessage, res: ServerResponse): Promise<void> {
  // Waiting for the body would never end. 500, so that the sender keeps its records until this is repaired.
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

/** @throws TypeError for a method or host that a Request cannot have */
function requestOf(req: IncomingMessage): Request {
  // Only a path: an absolute URL, or two slashes, would name another host than the header does.
  const path = req.url?.startsWith('/') ? req.url : '/'
  const headers = new Headers()
  for (let i = 0; i < req.rawHeaders.length; i += 2) {
    // HTTP/2 has the request line among the headers.
    if (!req.rawHeaders[i]!.startsWith(':')) headers.append(req.rawHeaders[i]!, req.rawHeaders[i + 1]!)
  }
  const host = req.headers.host ?? req.headers[':authority'] ?? 'localhost'
  const init: RequestInit & { duplex: 'half' } = { method: req.method!, headers, duplex: 'half' }
  if (req.method !== 'GET' && req.method !== 'HEAD') init.body = bodyOf(req)
  return new Request(`http://${String(host)}${path}`, init)
}

/** Returns the request's body as a stream. Cancelling it does not close the connection, which the answer needs. */
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
