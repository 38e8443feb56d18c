import type * as dgram from 'node:dgram'
import { checkNamedOptions } from '@treeline/core/internal'
import { recordPickle } from '../pickle/recordPickle.js'
import { builtin } from '../process/builtin.js'
import { Datagrams } from './datagrams.js'
import { HostAddress } from './hostAddress.js'
import type { AnySocket } from './anySocket.js'
import { SocketHandler, type SocketHandlerOptions } from './socketHandler.js'
import type { Transport } from './transport.js'
import { lossRecord, placeRecord } from './transportHandler.js'
import { UnixDatagrams } from './unixDatagrams.js'
import { needUnixDgram, type UnixDatagramSocket } from './unixDgram.js'

/**
 * Sends each record as a pickle in a UDP or unix datagram, as Python's DatagramHandler does: CPython's receivers take it.
 *
 * The kernel has a datagram when the logging call returns. It waits, as with SocketHandler, while the host's name is looked up, and
 * where nobody listens at a unix socket. Nothing shows whether a UDP datagram arrives. A record that is larger than a datagram
 * (64 KiB, less its headers) is reported and lost.
 *
 * Unix datagrams need the optional package `unix-dgram`, as Node itself has none: `npm install unix-dgram`.
 *
 * Differs from Python: takes IPv6 addresses too.
 *
 * @param host the peer's name or address, or the path of a unix socket
 * @param port null for a unix socket
 * @throws TypeError, RangeError for a wrong host, port or option; Error that names the command where unix-dgram is missing
 * @example
 * const handler = new DatagramHandler('localhost', DEFAULT_UDP_LOGGING_PORT)
 * getLogger().addHandler(handler)
 */
export class DatagramHandler extends SocketHandler {
  constructor(host: string, port: number | null, options: SocketHandlerOptions = {}) {
    checkNamedOptions(DatagramHandler, options, 'maxQueueBytes', new.target)
    // This throws before the handler is registered.
    if (port === null) needUnixDgram(host)
    super(host, port, options)
  }

  /**
   * Returns a datagram socket. Override it for a socket with other options.
   *
   * @param options the options that make `dgram.createSocket` send at once; none for a unix socket
   */
  override makeSocket(options: object = { type: 'udp4' }): AnySocket {
    if (this.port === null) return needUnixDgram(this.host).createSocket('unix_dgram')
    return builtin<typeof dgram>('node:dgram').createSocket(options as dgram.SocketOptions)
  }

  /** @internal */
  protected override makeTransport(): Transport {
    const { host, port, maxQueueBytes } = this
    const onError = (error: unknown): void => this.handleError(placeRecord(this.place), error)
    const lostChunk = (count: number): Uint8Array => recordPickle(lossRecord(count))
    const onLost = (count: number): void => this.tellLost(count)
    const common = { retry: this, maxQueueBytes, lostChunk, onLost, onError }
    if (port === null) {
      return new UnixDatagrams({
        path: host,
        open: () => this.makeSocket() as unknown as UnixDatagramSocket,
        ...common,
      })
    }
    // IPv4 comes first, the only one that Python's handler knows.
    const address = new HostAddress(host, [4, 6])
    const open = (options: dgram.SocketOptions): dgram.Socket => this.makeSocket(options) as dgram.Socket
    return new Datagrams({ host: address, hostName: host, port, open, ...common })
  }
}
