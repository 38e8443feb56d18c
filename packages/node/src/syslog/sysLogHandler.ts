import type * as dgram from 'node:dgram'
import * as net from 'node:net'
import type * as nodeTls from 'node:tls'
import { KeyError, type LogRecord } from '@treeline/core'
import { checkNamedOptions, positiveNumber, whenAccepted, withoutFields } from '@treeline/core/internal'
import { Connection } from '../network/connection.js'
import { Datagrams } from '../network/datagrams.js'
import { HostAddress } from '../network/hostAddress.js'
import type { Target } from '../network/lastSend.js'
import { RETRY_TIMES } from '../network/retry.js'
import type { AnySocket } from '../network/anySocket.js'
import type { Transport } from '../network/transport.js'
import { lossRecord, MAX_QUEUE_BYTES, placeRecord, TransportHandler } from '../network/transportHandler.js'
import { findUnixDgram, missingUnixDgram, needUnixDgram, type UnixDatagramSocket } from '../network/unixDgram.js'
import { UnixDatagrams } from '../network/unixDatagrams.js'
import { builtin } from '../process/builtin.js'
import { FACILITY_NAMES, PRIORITY_MAP, PRIORITY_NAMES, SOCK_DGRAM, SOCK_STREAM } from './codes.js'
import { cutBytes, frame, type Framing } from './framing.js'
import { checkOptions, OPTION_NAMES, type SysLogAddress, type SysLogHandlerOptions } from './sysLogHandlerOptions.js'
import { header, type HeaderOptions } from './rfc5424.js'

/**
 * Sends each record to a syslog daemon: over UDP, TCP, TLS or a unix socket, as Python's SysLogHandler does, or with the header of
 * RFC 5424.
 *
 * Guarantees over TCP, TLS and unix stream sockets: those of SocketHandler. Over UDP: those of DatagramHandler. Where nobody listens
 * at a unix socket, records wait, `maxQueueBytes` at most.
 *
 * A text that is too long is cut at a character. On a stream with `framing: 'lf'` line breaks within a message are written as
 * `#012`, as daemons do.
 *
 * `/dev/log` is usually a datagram socket, which Node itself does not have: install the optional package `unix-dgram`
 * (`npm install unix-dgram`). Where it is missing, one report says so, and records wait. A stream socket needs no package.
 *
 * Differs from Python: looking an address up and connecting do not block the program. A failed attempt is repeated, and throws
 * nothing. Over TCP without `framing` messages end with a NUL, as Python's do, which few daemons take.
 *
 * @throws TypeError, RangeError for a wrong option; Error that names the command where `socktype` is SOCK_DGRAM for a unix socket
 *   and unix-dgram is missing
 * @example
 * new SysLogHandler({ address: ['logs.example.com', 6514], tls: {}, format: 'rfc5424', structuredDataId: 'fields@32473' })
 */
export class SysLogHandler extends TransportHandler {
  static readonly LOG_EMERG = 0
  static readonly LOG_ALERT = 1
  static readonly LOG_CRIT = 2
  static readonly LOG_ERR = 3
  static readonly LOG_WARNING = 4
  static readonly LOG_NOTICE = 5
  static readonly LOG_INFO = 6
  static readonly LOG_DEBUG = 7
  static readonly LOG_KERN = 0
  static readonly LOG_USER = 1
  static readonly LOG_MAIL = 2
  static readonly LOG_DAEMON = 3
  static readonly LOG_AUTH = 4
  static readonly LOG_SYSLOG = 5
  static readonly LOG_LPR = 6
  static readonly LOG_NEWS = 7
  static readonly LOG_UUCP = 8
  static readonly LOG_CRON = 9
  static readonly LOG_AUTHPRIV = 10
  static readonly LOG_FTP = 11
  static readonly LOG_NTP = 12
  static readonly LOG_SECURITY = 13
  static readonly LOG_CONSOLE = 14
  static readonly LOG_SOLCRON = 15
  static readonly LOG_LOCAL0 = 16
  static readonly LOG_LOCAL1 = 17
  static readonly LOG_LOCAL2 = 18
  static readonly LOG_LOCAL3 = 19
  static readonly LOG_LOCAL4 = 20
  static readonly LOG_LOCAL5 = 21
  static readonly LOG_LOCAL6 = 22
  static readonly LOG_LOCAL7 = 23

  address: SysLogAddress
  facility: number | string
  /** The type of the socket; null for a unix socket whose type is not known yet. */
  socktype: number | null
  /** The longest time for a connection, in seconds; null for the default. */
  timeout: number | null
  /** Whether the address is a path. */
  unixsocket: boolean
  /** The text before each message. Default ''. */
  ident = ''
  /** Whether a text ends with a NUL, where no framing says otherwise. Default true. */
  append_nul = true
  /** The numbers of priorities by their names. */
  priority_names: Readonly<Record<string, number>> = PRIORITY_NAMES
  /** The numbers of facilities by their names. */
  facility_names: Readonly<Record<string, number>> = FACILITY_NAMES
  /** The names of priorities by the names of levels. */
  priority_map: Readonly<Record<string, string>> = PRIORITY_MAP

  /** @internal */
  protected transport: Transport
  private readonly isRfc5424: boolean
  private readonly framing: Framing | undefined
  private readonly tls: nodeTls.ConnectionOptions | undefined
  private readonly maxMessageBytes: number
  private readonly maxQueueBytes: number
  private readonly headerOptions: HeaderOptions
  private isMissingTold = false

  constructor(options: SysLogHandlerOptions = {}) {
    checkNamedOptions(SysLogHandler, options, OPTION_NAMES, new.target)
    const checked = checkOptions(options)
    const { address, socktype } = checked
    const maxQueueBytes = positiveNumber('maxQueueBytes', options.maxQueueBytes ?? MAX_QUEUE_BYTES)
    // This throws before the handler is registered.
    if (typeof address === 'string' && socktype === SOCK_DGRAM) needUnixDgram(address)
    super()
    this.address = address
    this.facility = checked.facility
    this.unixsocket = typeof address === 'string'
    this.socktype = socktype ?? (this.unixsocket ? null : SOCK_DGRAM)
    this.timeout = checked.timeout
    this.isRfc5424 = checked.isRfc5424
    this.framing = checked.framing
    this.tls = checked.tls
    this.maxMessageBytes = checked.maxMessageBytes
    this.maxQueueBytes = maxQueueBytes
    this.headerOptions = checked
    this.transport = this.makeTransport()
    whenAccepted(() => this.createSocket())
  }

  /** The socket; null without one. */
  get socket(): AnySocket | null {
    return (this.transport as Transport & { readonly sock: AnySocket | null }).sock
  }

  /**
   * Returns the number of a facility and a priority, each given by its number or name.
   *
   * @throws KeyError for an unknown name
   */
  encodePriority(facility: number | string, priority: number | string): number {
    return (numberOf(this.facility_names, facility) << 3) | numberOf(this.priority_names, priority)
  }

  /** Returns the name of the priority of a level, `warning` for one that is not Python's own. */
  mapPriority(levelName: string): string {
    return Object.hasOwn(this.priority_map, levelName) ? this.priority_map[levelName]! : 'warning'
  }

  override emit(record: LogRecord): void {
    try {
      this.transmit(this.message(record))
    } catch (error) {
      this.handleError(record, error)
    }
  }

  /** @internal */
  protected override get place(): string {
    return typeof this.address === 'string' ? this.address : this.address.join(':')
  }

  /** Returns a record as it is sent. */
  private message(record: LogRecord): Uint8Array {
    const priority = this.encodePriority(this.facility, this.mapPriority(record.levelname))
    const framing = this.socktype === SOCK_DGRAM ? undefined : this.framing
    const isPython = !this.isRfc5424
    const nul = isPython && framing === undefined && this.append_nul ? '\0' : ''
    const head = isPython
      ? `<${priority}>`
      : header(priority, record, this.headerOptions, Math.floor(this.maxMessageBytes / 2))
    const text = this.ident + this.textOf(record)
    // RFC 5424 wants a byte order mark before UTF-8. ASCII gets none, as some daemons show it.
    const mark = isPython || isASCII(text) || text.startsWith('\ufeff') ? '' : '\ufeff'
    const bytes = cutBytes(Buffer.from(head + mark + text), this.maxMessageBytes - nul.length)
    return frame(nul ? Buffer.concat([bytes, NUL]) : bytes, framing)
  }

  /** Returns a record's text, without the fields that are structured data. */
  private textOf(record: LogRecord): string {
    const hasData = this.formatter === null && this.headerOptions.structuredDataId !== undefined
    return hasData ? withoutFields(record, () => this.format(record)) : this.format(record)
  }

  private makeTransport(): Transport {
    const { address, socktype } = this
    if (typeof address !== 'string')
      return socktype === SOCK_DGRAM ? this.makeDatagrams(...address) : this.makeConnection()
    if (socktype !== SOCK_STREAM && this.isDatagramSocket(address)) return this.makeUnixDatagrams(address)
    return this.makeConnection()
  }

  private makeConnection(): Connection {
    return new Connection({
      open: () => this.connect(),
      target: () => this.target(),
      connectMs: this.timeout === null ? undefined : this.timeout * 1000,
      maxQueueBytes: this.maxQueueBytes,
      lostChunk: (count) => this.message(lossRecord(count)),
      onDown: (error) => this.tellDown(error),
      onLost: (count) => this.tellLost(count),
    })
  }

  private makeDatagrams(host: string, port: number): Transport {
    return new Datagrams({
      host: new HostAddress(host, [0]),
      hostName: host,
      port,
      open: (options) => builtin<typeof dgram>('node:dgram').createSocket(options),
      ...this.datagramOptions(),
    })
  }

  private makeUnixDatagrams(path: string): Transport {
    this.socktype = SOCK_DGRAM
    const open = (): UnixDatagramSocket => needUnixDgram(path).createSocket('unix_dgram')
    return new UnixDatagrams({ path, open, ...this.datagramOptions() })
  }

  private datagramOptions() {
    return {
      retry: RETRY_TIMES,
      maxQueueBytes: this.maxQueueBytes,
      lostChunk: (count: number): Uint8Array => this.message(lossRecord(count)),
      onLost: (count: number): void => this.tellLost(count),
      onError: (error: unknown): void => this.handleError(placeRecord(this.place), error),
    }
  }

  private target(): Target {
    const { address, tls } = this
    const where = typeof address === 'string' ? { path: address } : { host: address[0], port: address[1] }
    return { kind: tls === undefined ? 'tcp' : 'tls', options: { ...where, ...tls } }
  }

  private connect(): net.Socket {
    const { kind, options } = this.target()
    if (kind === 'tls') return builtin<typeof nodeTls>('node:tls').connect(options)
    const socket = net.connect(options as net.NetConnectOpts)
    if (this.unixsocket) {
      // It may become a datagram socket.
      const isOpen = this.socktype === null
      socket.once('connect', () => (this.socktype = SOCK_STREAM))
      socket.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'EPROTOTYPE' && isOpen) this.becomeDatagrams()
      })
    }
    return socket
  }

  /** Tries whether a datagram socket listens at a path. Returns false without the package, too. */
  private isDatagramSocket(path: string): boolean {
    if (this.socktype === SOCK_DGRAM) return true
    let isThere = false
    try {
      const socket = findUnixDgram()?.createSocket('unix_dgram')
      socket?.on('error', () => undefined)
      socket?.on('connect', () => (isThere = true))
      socket?.connect(path)
      socket?.close()
    } catch {
      // The package was built for another machine. The path may still be a stream's.
    }
    return isThere
  }

  /** Goes on with datagrams, which the listener at the path takes: sends what waits, where the package is there. */
  private becomeDatagrams(): void {
    const path = this.address as string
    const { transport } = this
    if (findUnixDgram() === undefined) {
      if (!this.isMissingTold) this.handleError(placeRecord(path), missingUnixDgram(path))
      this.isMissingTold = true
    } else if (transport instanceof Connection) {
      this.transport = this.makeUnixDatagrams(path)
      for (const chunk of transport.takeAll()) this.transport.send(chunk)
    }
  }
}

const NUL = Buffer.of(0)

function isASCII(text: string): boolean {
  return Buffer.byteLength(text) === text.length
}

/**
 * Returns the number of a name; a number stays unchanged.
 *
 * @throws KeyError for an unknown name
 */
function numberOf(names: Readonly<Record<string, number>>, given: number | string): number {
  if (typeof given !== 'string') return given
  if (!Object.hasOwn(names, given)) throw new KeyError(given)
  return names[given]!
}
