import * as net from 'node:net'
import type { LogRecord } from '@treeline/core'
import { checkNamedOptions, checkOption, ofType, positiveNumber } from '@treeline/core/internal'
import { recordPickle } from '../pickle/recordPickle.js'
import type { AnySocket } from './anySocket.js'
import { Connection } from './connection.js'
import type { Transport } from './transport.js'
import { lossRecord, MAX_QUEUE_BYTES, TransportHandler } from './transportHandler.js'

/** The optional parameters of `SocketHandler` and `DatagramHandler`. */
export interface SocketHandlerOptions {
  /** The most bytes of records that wait while they cannot be sent; the oldest are dropped. Default 4 MiB. */
  maxQueueBytes?: number | undefined
}

/**
 * Sends each record as a pickle over TCP or a unix stream socket, as Python's SocketHandler does: CPython's receivers take it.
 *
 * Guarantees:
 * - While there is a connection, the kernel has a record when the logging call returns. Before, or while the peer is down, records
 *   wait. Beyond `maxQueueBytes` the oldest are dropped, and a record tells the peer how many.
 * - It tries to connect again after `retryStart` seconds, then after `retryFactor` times as many, `retryMax` at most. The third
 *   failure is reported.
 * - Order is kept. A record that the kernel has not taken whole when the connection ends is sent again. What the kernel has taken
 *   and the peer has not read by then is lost.
 * - `emit` does not wait.
 * - At the end of the process: where nothing is left to do, the process waits for the connection. At `process.exit()`, an uncaught
 *   error or a signal a thread sends what waits; it takes a second at most to connect. Standard error says how many records are
 *   lost. A connection without anything to send does not keep the process alive.
 *
 * Differs from Python: what cannot be sent at once waits; connecting does not block the program. The fields of a call are attributes
 * of the record, as those of `extra` are.
 *
 * @param host the peer's name or address, or the path of a unix socket
 * @param port null for a unix socket
 * @throws TypeError, RangeError for a wrong host, port or option
 * @example
 * const handler = new SocketHandler('localhost', DEFAULT_TCP_LOGGING_PORT)
 * getLogger().addHandler(handler)
 */
export class SocketHandler extends TransportHandler {
  host: string
  port: number | null
  /** Host and port, or the path of a unix socket. */
  address: string | [host: string, port: number]
  /** Whether an error in handling a record closes the connection in place of being reported. Default false. */
  closeOnError = false
  /** The wait after the first failed attempt to connect, in seconds. */
  retryStart = 1
  /** The factor by which each further failure makes the wait longer. */
  retryFactor = 2
  /** The longest wait, in seconds. */
  retryMax = 30
  /** @internal */
  protected readonly transport: Transport
  /** @internal */
  protected readonly maxQueueBytes: number

  constructor(host: string, port: number | null, options: SocketHandlerOptions = {}) {
    checkNamedOptions(SocketHandler, options, 'maxQueueBytes', new.target)
    ofType('host', host, 'string')
    if (port !== null) {
      const isPort = Number.isInteger(port) && port >= 0 && port <= 65_535
      checkOption('port', port, 'number', isPort, 'a whole number from 0 to 65535, or null for a unix socket')
    }
    const maxQueueBytes = positiveNumber('maxQueueBytes', options.maxQueueBytes ?? MAX_QUEUE_BYTES)
    super()
    this.host = host
    this.port = port
    this.address = port === null ? host : [host, port]
    this.maxQueueBytes = maxQueueBytes
    this.transport = this.makeTransport()
  }

  /** The socket, connecting or connected; null without one. */
  get sock(): AnySocket | null {
    return (this.transport as Transport & { readonly sock: AnySocket | null }).sock
  }

  /** When the next attempt to connect is due, in seconds since the epoch; null where none has failed. */
  get retryTime(): number | null {
    return this.transport.retryTime
  }

  /**
   * Returns a socket that connects, or is connected. Override it for another kind of socket, TLS say; what waits at
   * `process.exit()` is lost then.
   *
   * @param _options for a DatagramHandler the options that make `dgram.createSocket` send at once
   */
  makeSocket(_options?: object): AnySocket {
    return net.connect(this.connectOptions())
  }

  /** Sends bytes, or keeps them until they can be sent. */
  send(bytes: Uint8Array): void {
    this.transmit(bytes)
  }

  /** Returns a record as it is sent: the length of its pickle in four bytes, then the pickle. */
  makePickle(record: LogRecord): Uint8Array {
    // The handler's formatter may have its own text of an error, and keeps it in the record.
    if (record.exc_info && this.formatter !== null) this.format(record)
    return recordPickle(record)
  }

  override emit(record: LogRecord): void {
    try {
      this.send(this.makePickle(record))
    } catch (error) {
      this.handleError(record, error)
    }
  }

  /** Reports that handling a record failed. With `closeOnError`, closes the connection instead; the next record opens another. */
  override handleError(record: LogRecord, error: unknown): void {
    if (this.closeOnError && this.sock !== null) this.transport.reset()
    else super.handleError(record, error)
  }

  /** @internal Must read nothing that a subclass's constructor sets. */
  protected makeTransport(): Transport {
    return new Connection({
      open: () => this.makeSocket() as net.Socket,
      target: () =>
        this.makeSocket === SocketHandler.prototype.makeSocket
          ? { kind: 'tcp', options: this.connectOptions() }
          : undefined,
      retry: this,
      maxQueueBytes: this.maxQueueBytes,
      lostChunk: (count) => recordPickle(lossRecord(count)),
      onDown: (error) => this.tellDown(error),
      onLost: (count) => this.tellLost(count),
    })
  }

  /** @internal */
  protected override get place(): string {
    return this.port === null ? this.host : `${this.host}:${this.port}`
  }

  private connectOptions(): net.TcpNetConnectOpts | net.IpcNetConnectOpts {
    return this.port === null ? { path: this.host } : { host: this.host, port: this.port }
  }
}
