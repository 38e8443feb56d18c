import { ofType, positiveNumber, refuse, wholeNumber } from '@treeline/core/internal'
import { checkTLSOptions } from '../network/tlsOptions.js'
import type { MailTransport } from './mail.js'

/** The optional parameters of `SMTPHandler`. */
export interface SMTPHandlerOptions {
  /** User and password. Default none. */
  credentials?: readonly [user: string, password: string] | null | undefined
  /**
   * `[]` demands STARTTLS; `[keyfile]` and `[keyfile, certfile]` also send a client certificate; `true` is TLS from the first
   * byte, by default at port 465. Default null: no TLS.
   */
  secure?:
    | true
    | readonly []
    | readonly [keyfile: string]
    | readonly [keyfile: string, certfile: string]
    | null
    | undefined
  /** The longest time for a connection or an answer, in seconds. Default 5. */
  timeout?: number | undefined
  /** The number of records that make a mail. Default 1. */
  capacity?: number | undefined
  /** The longest time that a record waits for others, where `capacity` is above 1, in milliseconds. Default 1000. */
  flushIntervalMs?: number | undefined
  /** The most records that wait while they cannot be sent; the oldest are dropped. Default 1000. */
  maxQueueRecords?: number | undefined
  /** Options of Node's `tls.connect`, such as `ca`. Default none. */
  tls?: Readonly<Record<string, unknown>> | undefined
  /** Sends the mails: a transporter of nodemailer's, for instance. Default one by nodemailer, to `mailhost`. */
  transport?: MailTransport | undefined
}

export const OPTION_NAMES = 'credentials secure timeout capacity flushIntervalMs maxQueueRecords tls transport'

/**
 * Checks the options.
 *
 * @throws TypeError, RangeError for a wrong value
 */
export function checkOptions(options: SMTPHandlerOptions): void {
  const { credentials = null, secure = null, tls, transport } = options
  const isPair = credentials === null || (areTexts(credentials) && credentials.length === 2)
  // The message lacks the value, which holds the password.
  if (!isPair) throw new TypeError('credentials: expected [user, password], two strings')
  const isSecure = secure === null || secure === true || (areTexts(secure) && secure.length <= 2)
  if (!isSecure) refuse('true, [], [keyfile] or [keyfile, certfile]', secure, 'secure')
  if (tls !== undefined) checkTLSOptions(tls)
  if (transport !== undefined) ofType('transport.sendMail', transport?.sendMail, 'function')
  if (options.timeout !== undefined) positiveNumber('timeout', options.timeout)
  if (options.flushIntervalMs !== undefined) positiveNumber('flushIntervalMs', options.flushIntervalMs)
  for (const name of ['capacity', 'maxQueueRecords'] as const)
    if (options[name] !== undefined) wholeNumber(name, options[name], 1)
}

/**
 * Returns the host and the port of Python's `mailhost`.
 *
 * @throws TypeError for anything else
 */
export function checkMailhost(mailhost: unknown): { readonly host: string; readonly port: number | null } {
  const [host, port = null] = Array.isArray(mailhost) ? (mailhost as unknown[]) : [mailhost]
  const isPort = port === null || (Number.isInteger(port) && (port as number) >= 0 && (port as number) <= 65_535)
  if (typeof host !== 'string' || !isPort || (Array.isArray(mailhost) && mailhost.length !== 2))
    refuse('a host, or [host, port]', mailhost, 'mailhost')
  return { host, port: port as number | null }
}

/**
 * Returns the addresses as a list.
 *
 * @throws TypeError for anything else
 */
export function checkAddresses(toaddrs: unknown): string[] {
  const list: unknown = typeof toaddrs === 'string' ? [toaddrs] : toaddrs
  if (!areTexts(list) || list.length === 0) refuse('an address, or a list of addresses', toaddrs, 'toaddrs')
  return [...list]
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}
