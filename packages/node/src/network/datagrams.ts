import type { Socket, SocketOptions } from 'node:dgram'
import { isIP } from 'node:net'
import { isExiting, Timer } from '@treeline/core/internal'
import { lastWait } from '../files/patience.js'
import type { HostAddress } from './hostAddress.js'
import { lastSend } from './lastSend.js'
import { Retry, type RetryTimes } from './retry.js'
import { SendQueue } from './sendQueue.js'
import type { Transport, TransportStats } from './transport.js'

/** How datagrams are sent, and what is reported. */
export interface DatagramsOptions {
  readonly host: HostAddress
  readonly hostName: string
  readonly port: number
  /** Returns the socket; `options` makes it send at once. */
  readonly open: (options: SocketOptions) => Socket
  /** The waits after an attempt to open the socket, or to find the host, that failed. */
  readonly retry: RetryTimes
  readonly maxQueueBytes: number
  /** Returns the notice to the peer that `count` datagrams were dropped. */
  readonly lostChunk: (count: number) => Uint8Array
  /** Called with the number of dropped datagrams, once the peer can get the notice. */
  readonly onLost?: ((count: number) => void) | undefined
  /** Called for each datagram that was not sent. */
  readonly onError: (error: unknown) => void
}

/**
 * Sends chunks as UDP datagrams.
 *
 * - The kernel has a datagram when `send` returns, unless the host is a name that has not been looked up yet: then it waits. Beyond
 *   `maxQueueBytes` the oldest are dropped and counted.
 * - A datagram that is too large, or that the kernel does not take, is dropped and reported.
 * - The socket does not keep the process alive.
 */
export class Datagrams implements Transport {
  private readonly options: DatagramsOptions
  private readonly queue: SendQueue
  private readonly retry: Retry
  private readonly retryTimer: Timer = new Timer(() => void this.prepare())
  private socket: Socket | undefined

  constructor(options: DatagramsOptions) {
    this.options = options
    this.queue = new SendQueue(options.maxQueueBytes)
    this.retry = new Retry(options.retry)
  }

  /** The socket; null before the first datagram. */
  get sock(): Socket | null {
    return this.socket ?? null
  }

  get retryTime(): number | null {
    return this.retry.time
  }

  send(chunk: Uint8Array): void {
    this.queue.add(chunk)
    this.pump()
    if (isExiting()) this.deliverAtExit()
  }

  reconnect(): void {
    if (this.socket === undefined) this.pump()
  }

  reset(): void {
    const { socket } = this
    this.socket = undefined
    try {
      socket?.close()
    } catch {
      // It was closed already, by the application.
    }
  }

  stats(): TransportStats {
    return { queued: this.queue.length, inFlight: 0, dropped: this.queue.dropped }
  }

  async flush(): Promise<void> {
    this.retryTimer.stop()
    if (this.queue.length > 0) await this.prepare()
  }

  async close(): Promise<number> {
    if (isExiting()) return 0
    await this.flush()
    this.retryTimer.stop()
    this.reset()
    const { dropped } = this.queue
    this.queue.dropped = 0
    return this.queue.clear() + dropped
  }

  deliverAtExit(): void {
    const ms = lastWait(LAST_MS)
    if (this.queue.length === 0 || ms <= 0 || this.retry.failures > 0) return
    const { hostName, port, host } = this.options
    const chunks = this.queue.take(Infinity)
    const { address = hostName, family = host.firstFamily } = host.known ?? {}
    const sent = lastSend({ kind: 'udp', options: { host: address, port, family } }, chunks, ms)
    if (sent < chunks.length) this.retry.fail()
    this.queue.putBack(chunks.slice(sent))
  }

  private pump(): void {
    const { host } = this.options
    if (host.known === undefined) {
      if (!this.retryTimer.isRunning) void this.prepare()
      return
    }
    if (host.isStale) void host.find().catch(() => undefined)
    this.sendAll()
  }

  /** Finds the host, and sends what waits. Never rejects. */
  private async prepare(): Promise<void> {
    try {
      await this.options.host.find()
    } catch (error) {
      this.failed(error)
      return
    }
    this.sendAll()
  }

  private failed(error: unknown): void {
    if (this.retry.failures === 0) this.options.onError(error)
    this.retry.fail()
    this.retryTimer.start(this.retry.waitMs)
  }

  private sendAll(): void {
    try {
      this.socket ??= this.makeSocket()
      this.retry.connected()
      // Not before: with a host that is found again and again each failure of the socket would be the first.
      this.retry.ended(Infinity)
    } catch (error) {
      if (!this.retryTimer.isRunning) this.failed(error)
      return
    }
    const { dropped } = this.queue
    this.queue.dropped = 0
    const notice = dropped > 0 ? [this.options.lostChunk(dropped)] : []
    if (dropped > 0) this.options.onLost?.(dropped)
    for (const chunk of [...notice, ...this.queue.take(Infinity)]) this.sendOne(this.socket, chunk)
  }

  private makeSocket(): Socket {
    const { open, host } = this.options
    const type = host.known?.family === 6 ? 'udp6' : 'udp4'
    // Deno's socket would keep the process alive.
    const socket = open('deno' in process.versions ? { type } : { type, lookup: addressItself })
    socket.on('error', (error) => {
      this.options.onError(error)
      if (this.socket === socket) this.reset()
    })
    // Binds to any address and port; `exclusive` keeps a cluster's worker from asking its primary.
    if (!isBound(socket)) socket.bind({ port: 0, exclusive: true })
    socket.unref()
    return socket
  }

  private sendOne(socket: Socket, chunk: Uint8Array): void {
    const { onError, port, host, maxQueueBytes } = this.options
    try {
      // The kernel takes none at the moment.
      if ((socket.getSendQueueSize?.() ?? 0) > maxQueueBytes) this.queue.dropped++
      else socket.send(chunk, port, host.known!.address, (error) => void (error && onError(error)))
    } catch (error) {
      // The application has closed the socket.
      this.reset()
      onError(error)
    }
  }
}

/** Gives an address as its own look-up, at once: Node's own look-up would delay binding and sending to a later turn. */
const addressItself = ((address: string, _family: unknown, callback: LookUpCallback): void => {
  callback(null, address, isIP(address))
}) as unknown as NonNullable<SocketOptions['lookup']>

type LookUpCallback = (error: null, address: string, family: number) => void

/** Returns whether the application's socket is bound already. */
function isBound(socket: Socket): boolean {
  try {
    socket.address()
    return true
  } catch {
    return false
  }
}

/** The longest wait for what is sent at the end of the process, in milliseconds. */
const LAST_MS = 1000
