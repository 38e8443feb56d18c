import type { Address } from './address.js'

/** What sends a mail: nodemailer's transporter, or one of the application's. */
export interface MailTransport {
  /** Sends a mail; rejects where it was not accepted. */
  sendMail(mail: Mail): Promise<unknown>
}

/** A mail, in nodemailer's terms. */
export interface Mail {
  readonly from: Address
  /** Not readonly, as nodemailer's types have it. */
  readonly to: Address[]
  readonly subject: string
  readonly text: string
  readonly date: Date
  /** The same in each attempt, so that a mail that was accepted unnoticed can be known again. */
  readonly messageId: string
}
