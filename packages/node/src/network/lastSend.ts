import { runLast } from '../process/lastThread.js'

/** The target of bytes, as data for another thread. */
export interface Target {
  /** The protocol. */
  readonly kind: 'tcp' | 'tls' | 'udp'
  /** The options of `net.connect` or `tls.connect`; for datagrams `host`, `port` and the `family` to look for, 0 for any. */
  readonly options: object
}

/** The longest time to connect in the last attempt, in milliseconds. */
const CONNECT_MS = 1000
/** The longest wait for the peer to end the connection once the kernel has everything, in milliseconds. */
const GOODBYE_MS = 200

// Answers once for each chunk that the kernel has taken.
const SCRIPT = `
const { target: { kind, options }, bytes, lengths, connectMs, goodbyeMs } = data
let at = 0
const chunks = lengths.map((length) => bytes.subarray(at, (at += length)))
if (kind === 'udp') {
  builtin('node:dns').lookup(options.host, { family: options.family }, (error, address, family) => {
    if (error) return done()
    const socket = builtin('node:dgram').createSocket('udp' + family)
    let left = chunks.length
    const sent = (error) => { if (!error) tell(1); if (--left === 0) done() }
    for (const chunk of chunks) socket.send(chunk, options.port, address, sent)
  })
} else {
  const socket = builtin(kind === 'tls' ? 'node:tls' : 'node:net').connect(options)
  const timer = setTimeout(done, connectMs)
  socket.once(kind === 'tls' ? 'secureConnect' : 'connect', () => {
    clearTimeout(timer)
    for (const chunk of chunks) socket.write(chunk, (error) => void (error || tell(1)))
    socket.end()
  })
  socket.on('error', done).on('close', done).on('finish', () => setTimeout(done, goodbyeMs)).resume()
}
`

/**
 * Sends chunks where the event loop has ended, by a thread that this one waits for.
 *
 * @param ms how long to wait for all of it
 * @returns how many chunks the kernel has taken, in order; 0 where there can be no thread
 */
export function lastSend(target: Target, chunks: readonly Uint8Array[], ms: number): number {
  const lengths = chunks.map(({ length }) => length)
  const bytes = Uint8Array.from(Buffer.concat(chunks))
  const data = { target, bytes, lengths, connectMs: Math.min(CONNECT_MS, ms), goodbyeMs: GOODBYE_MS }
  try {
    return runLast<number>(SCRIPT, data, ms).length
  } catch {
    return 0 // No threads here, or options that another thread cannot be given.
  }
}
