import { getSystemErrorName } from 'node:util'
import { isExiting, Timer } from '@treeline/core/internal'
import { lastWait, waited } from '../files/patience.js'
import { plainError } from '../files/plainError.js'
import { Retry, type RetryTimes } from './retry.js'
import { SendQueue } from './sendQueue.js'
import type { Transport, TransportStats } from './transport.js'
import type { UnixDatagramSocket } from './unixDgram.js'

/** How datagrams are sent to a path, and what is reported. */
export interface UnixDatagramsOptions {
  readonly path: string
  /** Returns a socket that is not connected. */
  readonly open: () => UnixDatagramSocket
  readonly retry: RetryTimes
  readonly maxQueueBytes: number
  /** Returns the notice to the peer that `count` datagrams were dropped. */
  readonly lostChunk: (count: number) => Uint8Array
  /** Called with the number of dropped datagrams, once the peer can get the notice. */
  readonly onLost?: ((count: number) => void) | undefined
  /** Called for each datagram that cannot be sent, and once in each outage. */
  readonly onError: (error: unknown) => void
}

/** The errors of a listener that does not read. */
const BUSY: ReadonlySet<string> = new Set(['EAGAIN', 'ENOBUFS'])
/** The errors after which the same datagram may be sent later, also where nobody listens. */
const LATER: ReadonlySet<string> = new Set([...BUSY, 'ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'ENOTCONN', 'EPIPE'])

/** The wait for a reader that takes nothing, in milliseconds. */
const BUSY_MS = 10
const LAST_MS = 500
/** The time after which a socket is closed, in milliseconds: the package's sockets keep the process alive. */
const IDLE_MS = 100

/**
 * Sends chunks as unix datagrams, by the package unix-dgram.
 *
 * The reader's socket has a datagram when `send` returns. Where nobody listens, or the reader is slow, datagrams wait; beyond
 * `maxQueueBytes` the oldest are dropped and counted. A datagram that is too large is dropped and reported. The socket is closed a
 * tenth of a second after it was opened, and opened again when it is needed: the package's sockets keep the process alive.
 */
export class UnixDatagrams implements Transport {
  private readonly options: UnixDatagramsOptions
  private readonly queue: SendQueue
  private readonly retry: Retry
  private readonly timer: Timer = new Timer(() => this.sendAll())
  private readonly idleTimer: Timer = new Timer(() => this.reset())
  private socket: UnixDatagramSocket | undefined

  constructor(options: UnixDatagramsOptions) {
    this.options = options
    this.queue = new SendQueue(options.maxQueueBytes)
    this.retry = new Retry(options.retry)
  }

  /** The socket; null without a connected one. */
  get sock(): UnixDatagramSocket | null {
    return this.socket ?? null
  }

  get retryTime(): number | null {
    return this.retry.time
  }

  send(chunk: Uint8Array): void {
    this.queue.add(chunk)
    if (isExiting()) this.deliverAtExit()
    else this.reconnect()
  }

  reconnect(): void {
    if (!this.timer.isRunning) this.sendAll()
  }

  reset(): void {
    const { socket } = this
    this.socket = undefined
    this.idleTimer.stop()
    try {
      socket?.close()
    } catch {
      // It was closed already.
    }
  }

  stats(): TransportStats {
    return { queued: this.queue.length, inFlight: 0, dropped: this.queue.dropped }
  }

  flush(): Promise<void> {
    this.sendAll()
    return Promise.resolve()
  }

  close(): Promise<number> {
    if (isExiting()) return Promise.resolve(0)
    this.sendAll()
    this.timer.stop()
    this.reset()
    const { dropped } = this.queue
    this.queue.dropped = 0
    return Promise.resolve(this.queue.clear() + dropped)
  }

  /** Sends what waits. Waits for a reader that takes nothing. */
  deliverAtExit(): void {
    for (let left = lastWait(LAST_MS); ; left -= BUSY_MS) {
      this.sendAll()
      // No socket means that nobody listens.
      if (this.queue.length === 0 || this.socket === undefined || left <= 0) return
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_MS)
      waited(BUSY_MS)
    }
  }

  private sendAll(): void {
    const { queue } = this
    this.timer.stop()
    while (queue.length > 0) {
      const failure = this.connect() ?? this.sendNext()
      if (failure === undefined) continue
      if (!LATER.has(failure.code)) this.options.onError(failure.error)
      else return this.waitFor(failure)
    }
    if (this.socket !== undefined && !this.idleTimer.isRunning) this.idleTimer.start(IDLE_MS)
  }

  /** Opens and connects a socket. Returns what went wrong; undefined for nothing. */
  private connect(): Failure | undefined {
    if (this.socket !== undefined) return undefined
    let failure: Failure | undefined
    try {
      // The wait for the next attempt closes a socket that fails.
      const socket = (this.socket = this.options.open())
      socket.on('error', (error) => (failure = failureOf(error)))
      socket.connect(this.options.path)
    } catch (error) {
      failure = failureOf(error)
    }
    // Dropping the datagram would not help, whatever the error is.
    if (failure !== undefined) return { ...failure, code: 'ECONNREFUSED' }
    this.retry.connected()
    return undefined
  }

  private sendNext(): Failure | undefined {
    const { queue } = this
    const [notice, loss] = [queue.dropped > 0 ? this.options.lostChunk(queue.dropped) : undefined, queue.dropped]
    const [chunk] = notice ? [notice] : queue.take(0)
    let failure: Failure | undefined
    queue.dropped = 0
    try {
      this.socket!.send(chunk!, (error) => void (error && (failure = failureOf(error))))
    } catch (error) {
      failure = failureOf(error)
    }
    if (failure === undefined) {
      this.retry.ended(Infinity)
      if (notice) this.options.onLost?.(loss)
    } else if (notice) queue.dropped = loss
    else if (LATER.has(failure.code)) queue.putBack([chunk!])
    return failure
  }

  private waitFor({ code, error }: Failure): void {
    if (BUSY.has(code)) return this.timer.start(BUSY_MS)
    this.reset()
    if (this.retry.failures === 0) this.options.onError(error)
    this.retry.fail()
    this.timer.start(this.retry.waitMs)
  }
}

interface Failure {
  readonly code: string
  readonly error: unknown
}

/** Returns an error with its code: the package gives the number of the system's error, or 1 where the reader takes nothing. */
function failureOf(given: unknown): Failure {
  const { code, syscall } = given as { code?: unknown; syscall?: unknown }
  if (typeof code !== 'number') return { code: '', error: given }
  if (code >= 0) return { code: 'EAGAIN', error: given }
  const name = getSystemErrorName(code)
  return { code: name, error: plainError(`${String(syscall)} ${name}`, name) }
}
