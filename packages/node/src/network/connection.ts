import type { Socket } from 'node:net'
import { isExiting, Timer } from '@treeline/core/internal'
import { lastWait } from '../files/patience.js'
import { isOnlyWriting } from '../process/activity.js'
import { lastSend, type Target } from './lastSend.js'
import { Retry, RETRY_TIMES, type RetryTimes } from './retry.js'
import { SendQueue } from './sendQueue.js'
import type { Transport, TransportStats } from './transport.js'

/** How a connection is made, and what it reports. */
export interface ConnectionOptions {
  /**
   * Returns a socket that connects, or is connected: TCP, TLS or a unix stream.
   *
   * @throws where that is impossible; this counts as a failed attempt
   */
  readonly open: () => Socket
  /** Returns the same as data, for the last attempt at the end of the process. Default: no such attempt. */
  readonly target?: (() => Target | undefined) | undefined
  /** Returns what is sent first on each connection. Default nothing. */
  readonly preamble?: (() => Uint8Array) | undefined
  /** The waits between attempts, read at each failure. Default Python's. */
  readonly retry?: RetryTimes | undefined
  /** The most bytes that wait for the peer; beyond them the oldest chunks are dropped. Default 4 MiB. */
  readonly maxQueueBytes?: number | undefined
  /** The longest time of an attempt to connect, in milliseconds. Default 5000. */
  readonly connectMs?: number | undefined
  /** Returns the notice that takes the place of `count` dropped chunks. Default: no notice. */
  readonly lostChunk?: ((count: number) => Uint8Array) | undefined
  /** Called once in each outage, when the third attempt in a row has failed. */
  readonly onDown?: ((error: unknown) => void) | undefined
  /** Called with the number of dropped chunks, once the peer can get the notice. */
  readonly onLost?: ((count: number) => void) | undefined
}

const MAX_QUEUE_BYTES = 4 << 20
const CONNECT_MS = 5000
/** The bytes that are handed to the socket at once. */
const BATCH_BYTES = 1 << 16
/** The longest time that a peer which takes nothing keeps the process alive and a `flush` waiting, in milliseconds. */
const ALIVE_MS = 5000
/** The longest wait for what is sent at the end of the process, in milliseconds. */
const EXIT_MS = 5000
/** The silence after which a connection is probed, to notice a peer that has vanished, in milliseconds. */
const PROBE_MS = 30_000
const REPORTED_FAILURES = 3

/**
 * Sends chunks of bytes to a peer over a stream, in order, and connects again when the peer has gone.
 *
 * - It connects at the first chunk. While the connection is idle, the kernel has a chunk when `send` returns.
 * - Before that, and while the peer is down or takes nothing, chunks wait. Beyond `maxQueueBytes` the oldest are dropped and counted;
 *   the peer gets `lostChunk` in their place.
 * - Each failed attempt makes the wait before the next one longer, as Python's SocketHandler does; so does a connection that did
 *   not last `retryStart`.
 * - A chunk that the kernel has not taken whole when the connection ends is sent again, whole. What the kernel has taken and the
 *   peer has not read by then is lost without a notice.
 * - Waiting chunks keep the process alive while it connects, or while the peer takes some of them each 5 s. Waits between attempts
 *   do not, nor does a connection without anything to send.
 * - It reads and discards whatever the peer sends.
 *
 * Never throws, and handles each error of a socket.
 */
export class Connection implements Transport {
  private readonly options: ConnectionOptions
  private readonly queue: SendQueue
  private readonly retry: Retry
  /** The present socket, connecting or connected. */
  private socket: Socket | undefined
  private isReady = false
  private readyAt = 0
  /** The chunks that were handed to the socket, which has not passed all of them on yet. */
  private flying: readonly Uint8Array[] = []
  /** The number of dropped chunks in the notice among them. */
  private flyingLoss = 0
  /** Whether the peer has taken nothing for so long that nothing waits for it any more. */
  private isStuck = false
  /** Whether the connection was given up because nothing but it kept the process alive. */
  private isGivenUp = false
  private lastFailure: unknown
  private waiters: (() => void)[] = []
  private failedAt = -Infinity
  private readonly connectTimer: Timer = new Timer(() => this.socket?.destroy(new Error('the peer does not answer')))
  private readonly retryTimer: Timer = new Timer(() => this.connect())
  private readonly aliveTimer: Timer = new Timer(() => this.giveUpWaiting())

  constructor(options: ConnectionOptions) {
    this.options = options
    this.queue = new SendQueue(options.maxQueueBytes ?? MAX_QUEUE_BYTES)
    this.retry = new Retry(options.retry ?? RETRY_TIMES)
  }

  /** The socket, connecting or connected; null without one. */
  get sock(): Socket | null {
    return this.socket ?? null
  }

  /** When the next attempt to connect is due, in seconds since the epoch; null where nothing has failed. */
  get retryTime(): number | null {
    return this.retry.time
  }

  /** Sends a chunk, or keeps it until it can be sent. */
  send(chunk: Uint8Array): void {
    this.isGivenUp = false
    this.queue.add(chunk)
    this.pump()
    if (isExiting()) this.deliverAtExit()
  }

  /** Connects, unless there is a connection, or it is too early to try again. */
  reconnect(): void {
    if (this.socket !== undefined || this.retryTimer.isRunning) return
    const { waitMs } = this.retry
    if (waitMs > 0) this.retryTimer.start(waitMs)
    else this.connect()
  }

  /** Lets go of the present connection. The next chunk opens another one; what the kernel has not taken yet goes there. */
  reset(): void {
    const { socket } = this
    if (socket === undefined) return
    this.detach()
    socket.destroy()
    if (!this.isIdle) this.reconnect()
  }

  /** Returns the counts of chunks. */
  stats(): TransportStats {
    return { queued: this.queue.length, inFlight: this.flying.length, dropped: this.queue.dropped + this.flyingLoss }
  }

  /**
   * Sends everything that waits, without waiting for the next attempt to become due.
   *
   * The promise resolves when the kernel has all of it, when the attempt has failed, or when the peer has taken nothing for 5 s;
   * `stats()` shows which. It never rejects.
   */
  flush(): Promise<void> {
    if (this.isIdle || this.isGivenUp) return Promise.resolve()
    this.retryTimer.stop()
    this.isStuck = false
    return new Promise((resolve) => {
      this.waiters.push(resolve)
      this.connect()
      this.keepAlive()
    })
  }

  /**
   * Flushes, ends the connection and gives up what could not be sent. A chunk that comes later opens another connection.
   *
   * @returns resolves with how many chunks were given up
   */
  async close(): Promise<number> {
    // The kernel ends the connection. Until then, other listeners of the process's end can log through it.
    if (isExiting()) return 0
    await this.flush()
    this.retryTimer.stop()
    const { socket } = this
    this.detach()
    // Bytes that are on their way are part of a chunk that is given up.
    if (this.isIdle) socket?.end()
    else socket?.destroy()
    const { dropped } = this.queue
    this.queue.dropped = 0
    return this.queue.clear() + dropped
  }

  /** Gives the socket up, and returns what waits, for another transport to send. */
  takeAll(): Uint8Array[] {
    this.retryTimer.stop()
    const { socket } = this
    this.detach()
    socket?.destroy()
    const chunks = this.queue.take(Infinity)
    this.answerFlushes()
    return chunks
  }

  /** Sends what waits at the end of the process, over a connection of its own. Waits for that, 5 s at most. */
  deliverAtExit(): void {
    const ms = lastWait(EXIT_MS)
    const target = this.options.target?.()
    this.tellFailure()
    // What has just failed fails again.
    if (this.isIdle || target === undefined || ms <= 0 || performance.now() - this.failedAt < 1000) return
    this.detach()
    const { preamble } = this.options
    const head = [...(preamble ? [preamble()] : []), ...this.lossNotice()]
    const chunks = this.queue.take(Infinity)
    const sent = Math.max(0, lastSend(target, [...head, ...chunks], ms) - head.length)
    if (sent < chunks.length) this.failedAt = performance.now()
    if (sent > 0) {
      this.tellLoss(this.queue.dropped)
      this.queue.dropped = 0
    }
    this.queue.putBack(chunks.slice(sent))
  }

  /** Reports at the end why waiting chunks were not sent, unless the outage was reported already. */
  private tellFailure(): void {
    const { failures } = this.retry
    if (!this.isIdle && failures > 0 && failures < REPORTED_FAILURES) this.options.onDown?.(this.lastFailure)
  }

  private get isIdle(): boolean {
    return this.queue.length === 0 && this.flying.length === 0
  }

  private connect(): void {
    if (this.socket !== undefined) return
    let failure: unknown
    try {
      const socket = this.options.open()
      this.socket = socket
      socket.on('error', (error) => (failure = error))
      socket.once('close', () => this.onEnd(socket, failure))
      // A peer that ends its half may have stopped reading too, which looks the same.
      socket.once('end', () => this.onEnd(socket, failure))
      socket.resume()
      if (isOpen(socket)) this.onReady(socket)
      else {
        socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => this.onReady(socket))
        this.connectTimer.start(this.options.connectMs ?? CONNECT_MS)
        this.keepAlive()
      }
    } catch (error) {
      this.socket = undefined
      this.onFailure(error)
    }
  }

  private onReady(socket: Socket): void {
    if (this.socket !== socket) return
    this.connectTimer.stop()
    this.retryTimer.stop()
    this.isReady = true
    this.isStuck = false
    this.readyAt = performance.now()
    this.retry.connected()
    socket.setKeepAlive?.(true, PROBE_MS)
    const { preamble } = this.options
    if (preamble) socket.write(preamble())
    this.pump()
  }

  private pump(): void {
    if (!this.isReady) {
      if (!this.isIdle) this.reconnect()
      return
    }
    while (this.isReady && this.flying.length === 0 && this.queue.length > 0) this.write()
    this.keepAlive()
    if (this.isIdle) this.answerFlushes()
  }

  /** Hands chunks to the socket. Node passes them on to the kernel before `write` returns, where the kernel takes them. */
  private write(): void {
    const { queue } = this
    const socket = this.socket!
    const notice = this.lossNotice()
    const chunks = queue.take(BATCH_BYTES)
    const all = [...notice, ...chunks]
    this.flying = chunks
    this.flyingLoss = queue.dropped
    queue.dropped = 0
    socket.write(all.length === 1 ? all[0]! : Buffer.concat(all), (error) => {
      if (error || this.flying !== chunks) return
      this.landed()
      this.pump()
    })
    // A write that failed at once has destroyed the socket: its chunks are put back when it tells of its end.
    if (this.flying === chunks && socket.writableLength === 0 && !socket.destroyed) this.landed()
  }

  private landed(): void {
    const lost = this.flyingLoss
    this.flying = []
    this.flyingLoss = 0
    this.tellLoss(lost)
    this.isStuck = false
    this.aliveTimer.stop()
  }

  private tellLoss(count: number): void {
    if (count > 0) this.options.onLost?.(count)
  }

  private lossNotice(): Uint8Array[] {
    const { dropped } = this.queue
    const { lostChunk } = this.options
    return dropped > 0 && lostChunk !== undefined ? [lostChunk(dropped)] : []
  }

  /** Keeps the process alive while something is to be sent and the peer takes it. */
  private keepAlive(): void {
    const { socket } = this
    if (this.isIdle || this.isStuck) {
      if (this.isIdle) this.aliveTimer.stop()
      socket?.unref()
    } else if (!this.aliveTimer.isRunning) {
      socket?.ref()
      this.aliveTimer.start(ALIVE_MS)
    }
  }

  private giveUpWaiting(): void {
    this.isStuck = true
    this.socket?.unref()
    this.answerFlushes()
    if (isOnlyWriting()) this.giveUp()
    else this.aliveTimer.start(ALIVE_MS)
  }

  /** Ends a connection to a peer that takes nothing: a waiting write keeps the process alive, even where its socket does not. */
  private giveUp(): void {
    const { socket } = this
    this.isGivenUp = true
    this.failedAt = performance.now()
    this.detach()
    socket?.destroy()
  }

  private onEnd(socket: Socket, failure: unknown): void {
    if (this.socket !== socket) return
    const { isReady } = this
    this.detach()
    socket.destroy()
    if (!isReady) return this.onFailure(failure)
    this.retry.ended(performance.now() - this.readyAt)
    this.afterFailure(failure)
  }

  private onFailure(error: unknown): void {
    this.failedAt = performance.now()
    this.retry.fail()
    this.afterFailure(error)
  }

  private afterFailure(error: unknown): void {
    this.lastFailure = error
    if (this.retry.failures === REPORTED_FAILURES) this.options.onDown?.(error)
    // This comes before the flushes are answered: a flush that has just begun may have its attempt.
    if (!this.isIdle) this.reconnect()
    if (this.socket === undefined) this.answerFlushes()
  }

  private detach(): void {
    this.socket = undefined
    this.isReady = false
    this.connectTimer.stop()
    this.aliveTimer.stop()
    this.queue.putBack(this.flying)
    this.queue.dropped += this.flyingLoss
    this.flying = []
    this.flyingLoss = 0
  }

  private answerFlushes(): void {
    const { waiters } = this
    this.waiters = []
    for (const resolve of waiters) resolve()
  }
}

/** Returns whether a socket can be written to already, as an application's own may be. */
function isOpen(socket: Socket & { readonly secureConnecting?: boolean }): boolean {
  return !socket.connecting && !socket.pending && socket.secureConnecting !== true
}
