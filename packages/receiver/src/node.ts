import type { IncomingMessage, ServerResponse } from 'node:http'
import { later } from '@treeline/core/internal'
import { Receiver } from './receiver.js'
import type { ReceiverOptions } from './receiverOptions.js'
import { inTurn, prefer } from './turns.node.js'

export { DatagramReceiver, type DatagramReceiverOptions } from './sockets/datagramReceiver.node.js'
export { SocketReceiver, type SocketReceiverOptions, type SocketReceiverStats } from './sockets/socketReceiver.node.js'
export type { RecordReceiver, RecordReceiverStats } from './sockets/recordReceiver.js'
export type { Peer, RecordReceiverOptions } from './sockets/recordReceiverOptions.js'
export { SeenFile, type SeenFileOptions } from './batches/seenFile.node.js'
export { Dropped, type DropReason } from './frames/dropped.js'
export { UnpicklingError } from './pickle/unpicklingError.js'

/** The most bytes of a refused body that are read and dropped, so that the client reads the answer; then the connection is cut. */
const LINGER_BYTES = 1_048_576
const LINGER_MS = 15_000

/** The statuses for a client that was too slow. Its connection ends soon, whether the rest comes or not. */
const SLOW: ReadonlySet<number> = /* @__PURE__ */ new Set([408, 503])
const SLOW_LINGER_MS = 1000

/**
 * Returns a request listener for a `node:http` server, or a route of Express and its like, that passes requests to a receiver.
 * It ignores the path. It reads the body itself: put the listener before body parsers.
 *
 * The listener does not throw and leaves no request open. It answers a request that is refused before its body has arrived at
 * once, and drops up to 1 MiB of the rest, for 15 s at most. Then the connection goes on, or ends where the rest is longer or its
 * length is unknown. The server limits headers: set its `headersTimeout` and `maxConnections`.
 *
 * @param receiver a `Receiver`, or the options of one
 * @throws TypeError, RangeError for wrong options
 * @example
 * createServer(listener({ origins: ['https://shop.example'] })).listen(8080)
 */
export function listener(
  receiver: Pick<Receiver, 'handle'> | ReceiverOptions = {},
): (req: IncomingMessage, res: ServerResponse) => void {
  // Not instanceof: the receiver may come from the package's other module format.
  const target =
    typeof receiver === 'object' && receiver !== null && 'handle' in receiver ? receiver : new Receiver(receiver)
  return (req, res) => {
    const work = (): Promise<void> => answer(target, req, res).catch(() => end(req, res, 400))
    // HTTP/2 has several requests on one connection, and its own limits for them.
    if (req.httpVersionMajor > 1) void work()
    else inTurn(req.socket, work)
  }
}

async function answer(receiver: Pick<Receiver, 'handle'>, req: IncomingMessage, res: ServerResponse): Promise<void> {
  // Waiting for the body would never end. The answer is 500, so that the sender keeps its records until this is repaired.
  if (req.method === 'POST' && req.readableEnded)
    return end(req, res, 500, {}, 'the body was read before the receiver got it')
  const response = await receiver.handle(requestOf(req), { address: req.socket.remoteAddress })
  const text = await response.text()
  if (response.ok && req.httpVersionMajor === 1) prefer(req.socket)
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
  if (req.complete) {
    res.writeHead(status, headers)
    res.end(text)
  } else if (req.httpVersionMajor > 1 || staysOpen(req, status)) {
    res.writeHead(status, headers)
    res.end(text)
    linger(req, LINGER_MS, () => req.destroy())
  } else {
    // The answer is complete for the client, but not ended: Node would close the connection, and with unread bytes in it the client
    // would lose the answer.
    const length = text === '' ? {} : { 'content-length': Buffer.byteLength(text) }
    res.writeHead(status, { ...headers, ...length, connection: 'close' })
    if (text === '') res.flushHeaders()
    else res.write(text)
    linger(req, SLOW.has(status) ? SLOW_LINGER_MS : LINGER_MS, () => res.end())
    req.once('end', () => res.end())
  }
}

/** Returns whether the connection can take the next request behind the unread rest of this one. */
function staysOpen(req: IncomingMessage, status: number): boolean {
  const length = Number(req.headers['content-length'] ?? NaN)
  return length <= LINGER_BYTES && !SLOW.has(status)
}

/**
 * Reads the rest of a body and drops it. Cuts it off where it takes too long. Where it is too long, stops reading first, so that the
 * client gets the answer.
 */
function linger(req: IncomingMessage, maxMs: number, cut: () => void): void {
  let stop = later(maxMs, cut)
  let left = LINGER_BYTES
  const drop = (chunk: Buffer): void => {
    left -= chunk.length
    if (left >= 0) return
    req.off('data', drop).pause()
    stop()
    stop = later(SLOW_LINGER_MS, cut)
  }
  const end = (): void => stop()
  req.on('data', drop).once('end', end).once('close', end)
  req.resume()
}

/**
 * Returns the request in the form of `fetch`.
 *
 * @throws TypeError for a method or host that a Request cannot have
 */
function requestOf(req: IncomingMessage): Request {
  // Takes only a path: an absolute URL, or two slashes, would name another host than the header.
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

/**
 * Returns the request's body as a stream. It reads nothing before the first pull; each pull gets everything that has arrived as one
 * chunk, however small the pieces were. Cancelling it does not close the connection, which the answer needs.
 */
function bodyOf(req: IncomingMessage): ReadableStream<Uint8Array> {
  let wake = (): void => {}
  let detach = (): void => {}
  let isReading = false
  const readable = (): void => wake()
  const source: UnderlyingDefaultSource<Uint8Array> = {
    start(controller): void {
      const finish = (): void => {
        detach()
        controller.close()
      }
      const fail = (): void => {
        detach()
        controller.error(new Error('the request ended before its body was there'))
      }
      detach = () => {
        isReading = false
        req.off('end', finish).off('error', fail).off('close', fail).off('readable', readable)
        wake()
      }
      if (req.destroyed) return fail()
      req.on('end', finish).on('error', fail).on('close', fail)
    },
    async pull(controller): Promise<void> {
      // Not before: a listener for `readable` keeps a body that nobody reads from flowing.
      if (!isReading) req.on('readable', readable)
      isReading = true
      while (isReading) {
        const chunk = req.read() as Buffer | null
        if (chunk !== null) return controller.enqueue(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength))
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
    cancel: () => detach(),
  }
  return new ReadableStream(source, { highWaterMark: 0 })
}
