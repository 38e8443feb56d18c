import { createSocket, type Socket } from 'node:dgram'
import { type AddressInfo, isIPv6 } from 'node:net'
import { checkNamedOptions, report } from '@treeline/core/internal'
import { Dropped } from '../frames/dropped.js'
import {
  checkHost,
  checkPort,
  checkShared,
  checkSize,
  type Peer,
  type RecordReceiverOptions,
  SHARED_NAMES,
} from './options.js'
import { RecordReceiver } from './recordReceiver.js'

/** The options of `DatagramReceiver`. */
export interface DatagramReceiverOptions extends RecordReceiverOptions {
  /** The bytes that the system holds of datagrams which have not been read; it may take less. Default 1048576. */
  recvBufferSize?: number | undefined
}

const DEFAULT_UDP_LOGGING_PORT = 9021
const LENGTH_BYTES = 4

/**
 * Receives what Python's `DatagramHandler` sends over UDP, and passes each record to the logger of its name; as `SocketReceiver` does.
 *
 * - Loss window: any datagram may be lost, doubled or come before another. Those that come while handlers are busy wait in the
 *   system's buffer; what it has no room for is lost, and nobody is told. A record of more than some 65,000 bytes cannot be sent.
 * - The address of a sender is whatever the sender wrote.
 *
 * Differs from Python: not at unix sockets (`DatagramHandler(path, None)`), which Node has only for streams: let a `SocketHandler`
 * send to a `SocketReceiver({ path })`.
 *
 * @param options see `DatagramReceiverOptions`; an IPv6 address as `host` listens there
 * @throws TypeError, RangeError that name the option and what it expects
 */
export class DatagramReceiver extends RecordReceiver {
  private readonly place: { readonly address: string; readonly port: number }
  private readonly recvBufferSize: number
  private socket: Socket | undefined
  private listening: AddressInfo | undefined
  private isReferenced = true

  constructor(options: DatagramReceiverOptions = {}) {
    checkNamedOptions(DatagramReceiver, options, `${SHARED_NAMES} recvBufferSize`, new.target)
    super(checkShared(options))
    this.place = { address: checkHost(options.host), port: checkPort(options.port ?? DEFAULT_UDP_LOGGING_PORT) }
    this.recvBufferSize = checkSize('recvBufferSize', options.recvBufferSize ?? 1_048_576)
  }

  /** Where it listens: `{ address, family, port }`; undefined while it does not. */
  get address(): AddressInfo | undefined {
    return this.listening
  }

  /** The port at which it listens; undefined while it does not. */
  get port(): number | undefined {
    return this.listening?.port
  }

  /**
   * Begins to listen.
   *
   * @returns resolves when it listens, rejects when it cannot (the port is taken)
   * @throws Error when it listens already
   */
  async start(): Promise<void> {
    if (this.socket !== undefined) throw new Error('it was started before')
    const type = isIPv6(this.place.address) ? 'udp6' : 'udp4'
    const socket = createSocket({ type, recvBufferSize: this.recvBufferSize })
    this.socket = socket
    socket.on('message', (datagram, { address, port }) => this.take(datagram, { address, port }))
    try {
      await bound(socket, this.place)
    } catch (error) {
      if (this.socket === socket) this.socket = undefined
      socket.close()
      throw error
    }
    socket.on('error', (error) => report(this, error))
    this.listening = socket.address()
    if (!this.isReferenced) socket.unref()
  }

  /**
   * Stops listening, behind the datagrams that have come.
   *
   * @returns resolves when it has stopped
   */
  async stop(): Promise<void> {
    // What has come is read.
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve))
    await this.abort()
  }

  /**
   * Stops listening at once.
   *
   * @returns resolves when it has stopped
   */
  async abort(): Promise<void> {
    const { socket } = this
    if (socket === undefined) return
    this.socket = undefined
    this.listening = undefined
    await new Promise<void>((resolve) => socket.close(resolve))
  }

  /** Lets the process end while it listens. */
  unref(): this {
    this.isReferenced = false
    this.socket?.unref()
    return this
  }

  /** Takes a datagram: the same bytes that go over a connection, all of them. */
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
