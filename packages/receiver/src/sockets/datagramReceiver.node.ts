import { createSocket, type Socket } from 'node:dgram'
import { type AddressInfo, isIPv6 } from 'node:net'
import { checkNamedOptions, report } from '@treeline/core/internal'
import { Dropped } from '../frames/dropped.js'
import {
  checkPlace,
  checkShared,
  checkSize,
  type Peer,
  type Place,
  type RecordReceiverOptions,
  SHARED_NAMES,
} from './recordReceiverOptions.js'
import { RecordReceiver } from './recordReceiver.js'
import { listenForDatagrams, removeStale } from './unixSocket.node.js'

/** The options of `DatagramReceiver`. */
export interface DatagramReceiverOptions extends RecordReceiverOptions {
  /** The bytes that the system holds of unread datagrams; it may take less. Default 1048576. */
  recvBufferSize?: number | undefined
}

const DEFAULT_UDP_LOGGING_PORT = 9021
const LENGTH_BYTES = 4

/** A source of datagrams. */
interface Source {
  readonly address: AddressInfo | string
  unref(): void
  close(): Promise<void>
}

/**
 * Receives what Python's `DatagramHandler` sends over UDP, or with the package `unix-dgram` at a unix socket, and passes each record
 * to the logger of its name; as `SocketReceiver` does.
 *
 * - Loss window: any datagram may be lost, doubled or come before another. While handlers are busy, datagrams wait in the system's
 *   buffer; what it has no room for is lost without a notice. A record of more than some 65,000 bytes cannot be sent.
 * - A sender can forge its address.
 *
 * @param options see `DatagramReceiverOptions`; with an IPv6 address as `host` it listens there
 * @throws TypeError, RangeError that name the option and what it expects
 * @example
 * const receiver = new DatagramReceiver({ port: 9021 })
 * await receiver.start()
 */
export class DatagramReceiver extends RecordReceiver {
  private readonly place: Place
  private readonly recvBufferSize: number
  private source: Source | undefined
  private isStarting = false
  private isReferenced = true

  constructor(options: DatagramReceiverOptions = {}) {
    checkNamedOptions(DatagramReceiver, options, `${SHARED_NAMES} recvBufferSize`, new.target)
    super(checkShared(options))
    this.place = checkPlace(options, DEFAULT_UDP_LOGGING_PORT)
    this.recvBufferSize = checkSize('recvBufferSize', options.recvBufferSize ?? 1_048_576)
  }

  /** The address at which it listens: `{ address, family, port }`, or the path of a unix socket; undefined while it does not. */
  get address(): AddressInfo | string | undefined {
    return this.source?.address
  }

  /** The port at which it listens; undefined while it does not, and with a unix socket. */
  get port(): number | undefined {
    const { address } = this
    return typeof address === 'object' ? address.port : undefined
  }

  /**
   * Begins to listen.
   *
   * @returns resolves when it listens, rejects when it cannot (the port is taken, the package unix-dgram is missing)
   * @throws Error when it listens already
   */
  async start(): Promise<void> {
    if (this.source !== undefined || this.isStarting) throw new Error('it was started before')
    this.isStarting = true
    try {
      const source = 'path' in this.place ? await this.openUnix(this.place.path) : await this.openUdp(this.place)
      // The receiver was stopped meanwhile.
      if (!this.isStarting) return await source.close()
      this.source = source
      if (!this.isReferenced) source.unref()
    } finally {
      this.isStarting = false
    }
  }

  /**
   * Stops listening, after the datagrams that have arrived.
   *
   * @returns resolves when it has stopped
   */
  async stop(): Promise<void> {
    // Reads what has arrived.
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve))
    await this.abort()
  }

  /**
   * Stops listening at once.
   *
   * @returns resolves when it has stopped
   */
  async abort(): Promise<void> {
    const { source } = this
    this.source = undefined
    this.isStarting = false
    await source?.close()
  }

  /** Lets the process end while it listens; at a unix socket it does not. */
  unref(): this {
    this.isReferenced = false
    this.source?.unref()
    return this
  }

  private async openUdp({ host, port }: { readonly host: string; readonly port: number }): Promise<Source> {
    const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4', recvBufferSize: this.recvBufferSize })
    socket.on('message', (datagram, peer) => this.take(datagram, { address: peer.address, port: peer.port }))
    try {
      await bound(socket, { address: host, port })
    } catch (error) {
      socket.close()
      throw error
    }
    socket.on('error', (error) => report(this, error))
    return {
      address: socket.address(),
      unref: () => socket.unref(),
      close: () => new Promise((resolve) => socket.close(() => resolve())),
    }
  }

  private async openUnix(path: string): Promise<Source> {
    await removeStale(path)
    const peer = { address: undefined, port: undefined }
    const close = listenForDatagrams(path, (datagram) => this.take(datagram, peer))
    return { address: path, unref: () => {}, close: async () => close() }
  }

  /** Takes a datagram: a whole frame, as over a connection. */
  private take(datagram: Uint8Array, peer: Peer): void {
    const length = datagram.length - LENGTH_BYTES
    const { maxRecordBytes } = this.settings
    if (length < 0 || new DataView(datagram.buffer, datagram.byteOffset).getUint32(0) !== length) {
      this.refuse(new Dropped('frame', 'a datagram is none of a DatagramHandler'), peer)
    } else if (length > maxRecordBytes) {
      this.refuse(new Dropped('size', `a record of ${length} bytes is longer than ${maxRecordBytes}`), peer)
    } else {
      this.receive(datagram.subarray(LENGTH_BYTES), peer)
    }
  }
}

function bound(socket: Socket, place: { address: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(place, () => {
      socket.off('error', reject)
      resolve()
    })
  })
}
