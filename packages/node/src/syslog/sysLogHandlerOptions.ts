import { readFileSync } from 'node:fs'
import type { ConnectionOptions } from 'node:tls'
import { checkOption, ofType, oneOf, positiveNumber, wholeNumber } from '@treeline/core/internal'
import { FACILITY_NAMES, SOCK_DGRAM, SOCK_STREAM, SYSLOG_TLS_PORT, SYSLOG_UDP_PORT } from './codes.js'
import { FRAMINGS, type Framing } from './framing.js'
import type { HeaderOptions } from './rfc5424.js'
import { checkTLSOptions } from '../network/tlsOptions.js'
import { isDataId } from './structuredData.js'

/** The address of syslog: host and port, or the path of a unix socket such as `/dev/log`. */
export type SysLogAddress = string | readonly [host: string, port: number]

/** The optional parameters of `SysLogHandler`: Python's, then ours. */
export interface SysLogHandlerOptions extends HeaderOptions {
  /** Default `['localhost', 514]`; with `tls` port 6514. */
  address?: SysLogAddress | undefined
  /** The number of the facility, `SysLogHandler.LOG_LOCAL0` say, or its name, `'local0'`. Default `SysLogHandler.LOG_USER`. */
  facility?: number | string | undefined
  /** The number `SOCK_DGRAM` or `SOCK_STREAM`. Default UDP for a host, and what there is at a path; with `tls` a stream. */
  socktype?: number | null | undefined
  /** The longest time for a connection over TCP, in seconds. Default 5. */
  timeout?: number | null | undefined
  /** `'python'` for the text alone, as Python sends it, or `'rfc5424'` with time, host and program. Default `'python'`. */
  format?: 'python' | 'rfc5424' | undefined
  /**
   * How a message ends on a stream. Default `'octet-counting'` for RFC 5424, else as Python has it: with a NUL, unless `append_nul`
   * is false.
   */
  framing?: Framing | undefined
  /**
   * Sends over TLS: the options of Node's `tls.connect`. A `ca`, `cert`, `key` or `pfx` that is a path is read at once. Default no TLS.
   */
  tls?: Readonly<Record<string, unknown>> | undefined
  /** The most bytes of a message, header included; its text is cut at a character. Default 8192 for RFC 5424, else 65 507. */
  maxMessageBytes?: number | undefined
  /** The most bytes of records that wait while they cannot be sent; the oldest are dropped. Default 4 MiB. */
  maxQueueBytes?: number | undefined
}

/** The names of the options, in Python's order. */
export const OPTION_NAMES =
  'address facility socktype timeout format framing appName msgId structuredDataId tls maxMessageBytes maxQueueBytes'

/** The bytes of an RFC 5424 message that every daemon takes by default. */
const RFC5424_BYTES = 8192
/** The most bytes of a UDP datagram. */
const DATAGRAM_BYTES = 65_507

/** The options, checked, with their defaults. */
export interface CheckedOptions extends HeaderOptions {
  readonly address: SysLogAddress
  readonly facility: number | string
  readonly socktype: number | null
  readonly timeout: number | null
  readonly isRfc5424: boolean
  readonly framing: Framing | undefined
  readonly tls: ConnectionOptions | undefined
  readonly maxMessageBytes: number
}

/**
 * Returns the options with their defaults.
 *
 * @throws TypeError, RangeError that names the wrong option; what the file system throws for a file of a certificate
 */
export function checkOptions(options: SysLogHandlerOptions): CheckedOptions {
  const { facility = 1, socktype = null, timeout = null, format = 'python', tls, appName, msgId } = options
  const { structuredDataId } = options
  const isRfc5424 = oneOf('format', format, ['python', 'rfc5424']) === 'rfc5424'
  const framing = options.framing ?? (isRfc5424 ? 'octet-counting' : undefined)
  if (framing !== undefined) oneOf('framing', framing, FRAMINGS)
  oneOf('socktype', socktype, [null, SOCK_DGRAM, SOCK_STREAM])
  checkFacility(facility)
  if (timeout !== null) positiveNumber('timeout', timeout)
  if (appName !== undefined) ofType('appName', appName, 'string')
  if (msgId !== undefined && typeof msgId !== 'function') ofType('msgId', msgId, 'string')
  if (structuredDataId !== undefined) checkDataId(structuredDataId)
  if (tls !== undefined) checkTLS(tls, socktype)
  return {
    address: checkAddress(options.address ?? ['localhost', tls === undefined ? SYSLOG_UDP_PORT : SYSLOG_TLS_PORT]),
    facility,
    socktype: tls === undefined ? socktype : SOCK_STREAM,
    timeout,
    isRfc5424,
    framing,
    tls: tls && withFiles(tls),
    maxMessageBytes: wholeNumber(
      'maxMessageBytes',
      options.maxMessageBytes ?? (isRfc5424 ? RFC5424_BYTES : DATAGRAM_BYTES),
      100,
    ),
    appName,
    msgId,
    structuredDataId,
  }
}

function checkAddress(address: SysLogAddress): SysLogAddress {
  // A name without a slash would be a file of the present folder, which nobody means.
  if (typeof address === 'string' && /[\\/\0]/.test(address)) return address
  const [host, port] = Array.isArray(address) ? (address as readonly unknown[]) : []
  const isPair =
    typeof host === 'string' && Number.isInteger(port) && (port as number) >= 0 && (port as number) < 65_536
  checkOption('address', address, typeof address, isPair, "[host, port], or a unix socket's path such as '/dev/log'")
  return address
}

function checkFacility(facility: number | string): void {
  const isKnown = typeof facility === 'string' ? Object.hasOwn(FACILITY_NAMES, facility) : isCode(facility)
  const names = Object.keys(FACILITY_NAMES).join(', ')
  checkOption('facility', facility, typeof facility, isKnown, `a number from 0 to 23 or one of ${names}`)
}

function isCode(facility: unknown): boolean {
  return Number.isInteger(facility) && (facility as number) >= 0 && (facility as number) <= 23
}

function checkDataId(id: string): void {
  const wanted = 'up to 32 visible ASCII characters without =, ] and "'
  checkOption('structuredDataId', id, 'string', typeof id === 'string' && isDataId(id), wanted)
}

/**
 * Checks the options of TLS, and that the socket is a stream.
 *
 * @throws TypeError, RangeError for wrong options
 */
function checkTLS(tls: ConnectionOptions, socktype: number | null): void {
  checkTLSOptions(tls)
  if (socktype === SOCK_DGRAM) throw new RangeError('socktype: expected SOCK_STREAM, as tls is given, not SOCK_DGRAM')
}

const FILES = ['ca', 'cert', 'key', 'pfx'] as const

/** Returns the options with the contents of the files that they name: a configuration cannot have the contents themselves. */
function withFiles(tls: ConnectionOptions): ConnectionOptions {
  const read = { ...tls }
  for (const name of FILES) {
    const value = read[name]
    if (typeof value === 'string' && !value.includes('-----BEGIN')) read[name] = readFileSync(value)
  }
  return read
}
