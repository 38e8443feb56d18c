import { readFileSync } from 'node:fs'
import { findPackage, loadPackage } from '../process/optionalPackage.js'
import type { MailTransport } from './mail.js'
import type { SMTPHandlerOptions } from './smtpHandlerOptions.js'

/** The options of nodemailer's `createTransport`. */
export type TransportOptions = Readonly<Record<string, unknown>>

interface Nodemailer {
  createTransport(options: TransportOptions): MailTransport
}

const ANSWER_MS = 600_000
const SMTP_PORT = 25
const SMTPS_PORT = 465

/**
 * Returns the file of the package nodemailer: the one beside this package, or else the program's own.
 *
 * @throws Error that names the command to install it
 */
export function findNodemailer(): string {
  const file = findPackage('nodemailer')
  if (file === undefined) throw new Error('SMTPHandler needs the package nodemailer: npm install nodemailer')
  return file
}

/** Returns a transport that sends mails by nodemailer, over a new connection for each mail, as Python does. */
export function makeTransport(nodemailer: string, options: TransportOptions): MailTransport {
  return loadPackage<Nodemailer>(nodemailer).createTransport(options)
}

/**
 * Returns nodemailer's options for the mail server.
 *
 * @throws what the file system throws for a key or a certificate
 */
export function transportOptions(
  mailhost: string,
  mailport: number | null,
  options: SMTPHandlerOptions,
): TransportOptions {
  const { credentials, secure = null, timeout = 5, tls } = options
  const isTLS = secure === true
  const ms = timeout * 1000
  return {
    host: mailhost,
    port: mailport ?? (isTLS ? SMTPS_PORT : SMTP_PORT),
    secure: isTLS,
    // As in Python, a server's offer of STARTTLS alone changes nothing.
    ...(secure === null ? { ignoreTLS: true } : { requireTLS: !isTLS }),
    ...(credentials && { auth: { user: credentials[0], pass: credentials[1] } }),
    tls: { ...keys(secure), ...tls },
    connectionTimeout: ms,
    greetingTimeout: ms,
    // A server may take long to accept a mail; to give up before would send the mail twice (RFC 5321, 4.5.3.2).
    socketTimeout: Math.max(ms, ANSWER_MS),
    dnsTimeout: ms,
    // A text that looks like a path or an address stays a text.
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

function keys(secure: SMTPHandlerOptions['secure']): { key?: Buffer; cert?: Buffer } {
  if (!Array.isArray(secure) || secure[0] === undefined) return {}
  const [keyfile, certfile = keyfile] = secure as readonly string[]
  return { key: readFileSync(keyfile!), cert: readFileSync(certfile!) }
}

/** Returns whether the same mail would be refused again: the server's error is permanent, or there is no receiver. */
export function isPermanent(error: unknown): boolean {
  try {
    const { responseCode, code } = error as { responseCode?: unknown; code?: unknown }
    if (typeof responseCode === 'number') return responseCode >= 500 && responseCode !== 503
    return code === 'EENVELOPE' || code === 'EMESSAGE'
  } catch {
    return false // What a transport of the application's rejects with may be anything.
  }
}
