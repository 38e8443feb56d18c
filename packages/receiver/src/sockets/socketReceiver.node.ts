import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { TlsOptions } from 'node:tls'
import { checkNamedOptions, checkOption, report, wholeNumber } from '@treeline/core/internal'
import { Rounds } from '../bounds/rounds.js'
import { Dropped } from '../frames/dropped.js'
import { BodiesInProgress, REQUEST_BYTES } from '../requests/bodiesInProgress.js'
import { Connection, type Owner } from './connection.node.js'
import { Connections } from './connections.js'
import {
  checkPlace,
  checkShared,
  checkWait,
  type Place,
  type RecordReceiverOptions,
  SHARED_NAMES,
} from './recordReceiverOptions.js'
import { RecordReceiver, type RecordReceiverStats } from './recordReceiver.js'
import { removeStale } from './unixSocket.node.js'

/** The options of `SocketReceiver`. */
export interface SocketReceiverOptions extends RecordReceiverOptions {
  /** The options of `tls.createServer`, `{ key, cert }` at least, for encrypted connections. Default: no encryption. */
  tls?: TlsOptions | undefined
  /**
   * The longest time of a record, from its first byte to its last, and of a new connection until its first record, in milliseconds.
   * Between records a connection may be silent for any time. Default 15000.
   */
  recordTimeoutMs?: number | undefined
  /**
   * The most connections. Beyond them, the address that has most loses one: the oldest without a record, else the one that has been
   * silent longest. Default 1024.
   */
  maxConnections?: number | undefined
  /**
   * The most bytes of all incomplete records. Each counts at least 16384. Beyond them, the address that holds most loses the
   * connection that has waited longest for its next bytes. Default 67108864.
   */
  maxBytesInProgress?: number | undefined
  /** The most bytes of the incomplete records of one client address. Default 8388608. */
  maxBytesInProgressPerAddress?: number | undefined
}

/** The counts of a `SocketReceiver`. */
export interface SocketReceiverStats extends RecordReceiverStats {
  /** Open connections. */
  connections: number
  /** Bytes of incomplete records now, as `maxBytesInProgress` counts them. */
  bytesInProgress: number
}

const NAMES = `${SHARED_NAMES} tls recordTimeoutMs maxConnections maxBytesInProgress maxBytesInProgressPerAddress`
const DEFAULT_TCP_LOGGING_PORT = 9020

/**
 * Receives what Python's `SocketHandler` sends, over TCP, TLS or a unix socket, and passes each record to the logger of its name.
 *
 * As with the receiver in Python's documentation, a record goes to its logger's filters and handlers whatever the logger's level,
 * because it has passed the sender's. It reads the pickles as data and calls nothing in them; a record with anything but plain data
 * (bytes, dates, objects in `extra`) is refused. Refused records are counted, and reported once a minute.
 *
 * - Order: of one connection, that of sending. Connections take turns, so that none keeps the others waiting.
 * - Loss window: a record that has arrived goes to its logger, also where its sender has left meanwhile. The protocol has no answers:
 *   a record that is on its way while the receiver stops is lost, and its sender does not know.
 * - Blocking: handlers run in the event loop. While they are busy, nothing is read, and senders wait.
 * - Memory: bounded by the options.
 * - At exit: the process stays alive while it listens, as with any server; `unref()` lets it end.
 *
 * Anybody who can connect can log. Without `tls` (with `requestCert`), listen only where that is acceptable.
 *
 * @param options see `SocketReceiverOptions`
 * @throws TypeError, RangeError that name the option and what it expects
 * @example
 * const receiver = new SocketReceiver({ port: 9020 })
 * await receiver.start()
 */
export class SocketReceiver extends RecordReceiver {
  private readonly place: Place
  private readonly tls: TlsOptions | undefined
  private readonly connections: Connections<Connection>
  private readonly bytes: BodiesInProgress
  private readonly rounds = new Rounds((goOn) => void setImmediate(goOn))
  private readonly owner: Owner
  private server: Server | undefined
  private isReferenced = true

  constructor(options: SocketReceiverOptions = {}) {
    checkNamedOptions(SocketReceiver, options, NAMES, new.target)
    super(checkShared(options))
    this.place = checkPlace(options, DEFAULT_TCP_LOGGING_PORT)
    this.tls = checkTls(options)
    this.connections = new Connections(wholeNumber('maxConnections', options.maxConnections ?? 1024, 1))
    this.bytes = checkBytes(options, this.settings.maxRecordBytes)
    this.owner = this.makeOwner(checkWait('recordTimeoutMs', options.recordTimeoutMs ?? 15_000))
  }

  /** The address at which it listens: `{ address, family, port }`, or the path of a unix socket; undefined while it does not. */
  get address(): AddressInfo | string | undefined {
    return this.server?.address() ?? undefined
  }

  /** The port at which it listens; undefined while it does not, and with a unix socket. */
  get port(): number | undefined {
    const { address } = this
    return typeof address === 'object' ? address.port : undefined
  }

  /**
   * Begins to listen. Replaces the unix socket of a killed receiver.
   *
   * @returns resolves when it listens, rejects when it cannot (the port is taken)
   * @throws Error when it listens already
   */
  async start(): Promise<void> {
    if (this.server !== undefined) throw new Error('it was started before')
    const server = createServer()
    this.server = server
    try {
      await this.attach(server)
      if ('path' in this.place) await removeStale(this.place.path)
      await listening(server, this.place)
    } catch (error) {
      if (this.server === server) this.server = undefined
      throw error
    }
    server.on('error', (error) => report(this, error))
    // The receiver was stopped meanwhile.
    if (this.server !== server) await this.close(server)
    if (!this.isReferenced) server.unref()
  }

  /**
   * Stops listening. Waits for records that have begun to arrive, `recordTimeoutMs` at most, and closes the connections.
   *
   * @returns resolves when every connection is closed
   */
  async stop(): Promise<void> {
    const { server } = this
    if (server === undefined) return
    const closed = this.close(server)
    // Reads what has arrived.
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve))
    for (const connection of this.connections) connection.end()
    await closed
  }

  /**
   * Stops listening, and closes every connection at once. Records that have not been read are lost.
   *
   * @returns resolves when every connection is closed
   */
  async abort(): Promise<void> {
    const { server } = this
    if (server === undefined) return
    const closed = this.close(server)
    for (const connection of this.connections) connection.destroy()
    await closed
  }

  /** Lets the process end while it listens. */
  unref(): this {
    this.isReferenced = false
    this.server?.unref()
    return this
  }

  override stats(): SocketReceiverStats {
    return { ...super.stats(), connections: this.connections.size, bytesInProgress: this.bytes.bytes }
  }

  private makeOwner(recordTimeoutMs: number): Owner {
    return {
      maxRecordBytes: this.settings.maxRecordBytes,
      recordTimeoutMs,
      bytes: this.bytes,
      take: (frame, peer) => this.receive(frame, peer),
      drop: (dropped, peer) => this.refuse(dropped, peer),
      work: (connection) => this.rounds.add(connection.client, connection.step),
      touch: (connection) => this.connections.touch(connection),
    }
  }

  /** Reads a server's connections, after their handshake where there is one. */
  private async attach(server: Server): Promise<void> {
    if (this.tls === undefined) {
      server.on('connection', (socket) => this.open(socket).read())
      return
    }
    const { createServer: createTlsServer } = await import('node:tls')
    const handshakes = new Map<string, Connection>()
    const decrypting = createTlsServer(this.tls)
    decrypting.on('secureConnection', (socket) => handshakes.get(keyOf(socket))?.read(socket))
    decrypting.on('tlsClientError', (error, socket) => {
      // The address of a connection that was dropped already is not known any more.
      handshakes.get(keyOf(socket))?.drop(new Dropped('tls', `a TLS handshake failed: ${error.message}`, error))
      socket.destroy()
    })
    server.on('connection', (socket) => {
      const key = keyOf(socket)
      handshakes.set(key, this.open(socket))
      socket.once('close', () => handshakes.delete(key))
      decrypting.emit('connection', socket)
    })
  }

  private open(socket: Socket): Connection {
    const connection = new Connection(socket, this.owner)
    socket.once('close', () => this.connections.delete(connection))
    this.connections.add(connection)
    if (!this.isReferenced) socket.unref()
    return connection
  }

  private close(server: Server): Promise<void> {
    if (this.server === server) this.server = undefined
    return new Promise((resolve) => server.close(() => resolve()))
  }
}

function keyOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}

function listening(server: Server, place: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(place, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/**
 * Checks the options of TLS.
 *
 * @throws TypeError for anything but an object with a key and a certificate
 */
function checkTls({ tls, path }: SocketReceiverOptions): TlsOptions | undefined {
  if (tls === undefined) return undefined
  checkOption('tls', tls, 'object', tls !== null, 'the options of tls.createServer')
  if (path !== undefined) throw new TypeError('tls: expected without path: a unix socket does not leave the machine')
  return tls
}

function checkBytes(options: SocketReceiverOptions, maxRecordBytes: number): BodiesInProgress {
  const least = Math.max(maxRecordBytes, REQUEST_BYTES)
  const perAddress = wholeNumber(
    'maxBytesInProgressPerAddress',
    options.maxBytesInProgressPerAddress ?? Math.max(least, 8_388_608),
    least,
  )
  const inAll = options.maxBytesInProgress ?? Math.max(perAddress, 67_108_864)
  return new BodiesInProgress(wholeNumber('maxBytesInProgress', inAll, least), perAddress)
}
