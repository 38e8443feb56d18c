import type * as crypto from 'node:crypto'
import { hostname } from 'node:os'
import type { LogRecord } from '@treeline/core'
import { refusePromise, checkNamedOptions, fail, ofType, report, textOf } from '@treeline/core/internal'
import { plainError } from '../files/plainError.js'
import { sendLastMails } from './lastMails.js'
import { addressesOf } from './address.js'
import type { Mail, MailTransport } from './mail.js'
import {
  checkAddresses,
  checkMailhost,
  checkOptions,
  OPTION_NAMES,
  type SMTPHandlerOptions,
} from './smtpHandlerOptions.js'
import { Outbox, type Taken } from '../network/outbox.js'
import { OutboxHandler, recordsIn } from '../network/outboxHandler.js'
import { builtin } from '../process/builtin.js'
import { findNodemailer, isPermanent, makeTransport, type TransportOptions, transportOptions } from './transport.js'

/** A record's part of a mail. */
interface Entry {
  readonly record: LogRecord
  readonly subject: string
  readonly text: string
}

/** A mail, and the record that reports of its failure name. */
interface Letter {
  readonly mail: Mail
  readonly record: LogRecord
}

/**
 * Sends records by mail: one mail for each, or with `capacity` one for a burst. Needs the package `nodemailer`.
 *
 * - Order: as logged, one mail at a time, each over a connection of its own.
 * - A burst: the first record waits `flushIntervalMs` for others, up to `capacity`. The mail has the subject of the most severe
 *   one.
 * - Failure: `handleError` reports a mail that cannot be sent, and the handler tries again after 1 s, 2 s, 4 s … 60 s. What the
 *   server refuses for good is lost. `maxQueueRecords` records wait at most; the next mail says how many were dropped above that.
 * - Loss window: none at an exit or an uncaught error: a thread of its own sends what waits, for 5 s at most, after a signal for
 *   half a second. One line on standard error says how many records were not delivered.
 * - Blocking: only at the end of the process.
 *
 * Differs from Python: sending does not block the logging call. With `secure` it uses TLS without credentials too, and verifies
 * the server's certificate, unless `tls: { rejectUnauthorized: false }` is given. A line break in the subject becomes a space.
 *
 * @param mailhost the server's name, or `[name, port]`; default port 25
 * @param fromaddr the sender's address
 * @param toaddrs the receiver's address, or a list of them
 * @param subject the subject, which `getSubject` returns
 * @throws Error where nodemailer is not installed; TypeError, RangeError for wrong parameters; what the file system throws for a
 *   key or a certificate
 * @example
 * const mails = new SMTPHandler(['mail.example.org', 587], 'app@example.org', ['ops@example.org'], 'The shop has a problem', {
 *   credentials: ['app', process.env.MAIL_PASSWORD ?? ''],
 *   secure: [],
 *   capacity: 100,
 *   flushIntervalMs: 10_000,
 * })
 * mails.setLevel('ERROR')
 */
export class SMTPHandler extends OutboxHandler {
  mailhost: string
  mailport: number | null
  fromaddr: string
  toaddrs: string[]
  subject: string
  timeout: number
  secure: SMTPHandlerOptions['secure']
  username: string | null
  private readonly options: SMTPHandlerOptions
  /** The file of nodemailer; undefined where the application sends the mails. */
  private readonly nodemailer: string | undefined
  /** @internal */
  protected readonly outbox: Outbox<Entry, Letter>

  constructor(
    mailhost: string | readonly [host: string, port: number],
    fromaddr: string,
    toaddrs: string | readonly string[],
    subject: string,
    options: SMTPHandlerOptions = {},
  ) {
    checkNamedOptions(SMTPHandler, options, OPTION_NAMES, new.target)
    const { host, port } = checkMailhost(mailhost)
    ofType('fromaddr', fromaddr, 'string')
    const addresses = checkAddresses(toaddrs)
    ofType('subject', subject, 'string')
    checkOptions(options)
    // This throws where a key cannot be read.
    transportOptions(host, port, options)
    const nodemailer = options.transport === undefined ? findNodemailer() : undefined
    super()
    this.mailhost = host
    this.mailport = port
    this.fromaddr = fromaddr
    this.toaddrs = addresses
    this.subject = subject
    this.timeout = options.timeout ?? 5
    this.secure = options.secure ?? null
    this.username = options.credentials?.[0] ?? null
    this.options = options
    this.nodemailer = nodemailer
    const { capacity = 1, flushIntervalMs = 1000, maxQueueRecords = 1000 } = options
    this.outbox = new Outbox(
      { capacity, flushIntervalMs, maxQueueRecords },
      {
        make: (entries, dropped) => this.makeLetter(entries, dropped),
        send: ({ mail }) => this.transport().sendMail(mail),
        isPermanent,
        failed: ({ record }, error, lost) => this.tellFailure(record, error, lost),
      },
    )
  }

  /** Returns the subject of the mail with this record: the constructor's. Override it for subjects that depend on the record. */
  getSubject(_record: LogRecord): string {
    return this.subject
  }

  override emit(record: LogRecord): void {
    try {
      const subject = ofType('the subject that getSubject() returns', refusePromise(this.getSubject(record)), 'string')
      const text = textOf(this.format(record))
      this.outbox.add({ record, subject: subject.replace(/[\r\n]+/g, ' '), text })
      this.added()
    } catch (error) {
      fail(this, record, error)
    }
  }

  private makeLetter(entries: readonly Entry[], dropped: number): Letter {
    const worst = entries.reduce((most, entry) => (entry.record.levelno > most.record.levelno ? entry : most))
    const texts = entries.map(({ text }) => text)
    if (dropped > 0) texts.unshift(`… ${dropped} records were dropped: too many waited to be sent`)
    const mail: Mail = {
      from: addressesOf(this.fromaddr)[0] ?? '',
      to: this.toaddrs.flatMap(addressesOf),
      subject: worst.subject,
      text: `${texts.join('\n')}\n`,
      date: new Date(),
      messageId: `<${builtin<typeof crypto>('node:crypto').randomUUID()}@${hostname()}>`,
    }
    return { mail, record: worst.record }
  }

  private transport(): MailTransport {
    return this.options.transport ?? makeTransport(this.nodemailer!, this.transportOptions())
  }

  private transportOptions(): TransportOptions {
    return transportOptions(this.mailhost, this.mailport, {
      ...this.options,
      secure: this.secure,
      timeout: this.timeout,
    })
  }

  /** @internal */
  protected override sendLast(last: readonly Taken<Letter>[]): number {
    // The application's own transport cannot be handed to a thread.
    if (this.nodemailer === undefined) return recordsIn(last)
    const mails = last.map(({ batch }) => batch.mail)
    const answers = sendLastMails({ nodemailer: this.nodemailer, options: this.transportOptions(), mails })
    for (const answer of answers) if (answer !== '') report(this, plainError(answer, 'ESMTP'))
    return recordsIn(last.filter((_, index) => answers[index] !== ''))
  }
}
