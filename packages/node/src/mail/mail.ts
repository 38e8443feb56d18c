import type { Address } from './address.js'

/** Sends mails: nodemailer's transporter, or the application's own. */
export interface MailTransport {
  /** Sends a mail; rejects where it was not accepted. */
  sendMail(mail: Mail): Promise<unknown>
}

/** A mail, in nodemailer's terms. */
export interface Mail {
  readonly from: Address
  /** The receivers. The list is not readonly, as in nodemailer's types. */
  readonly to: Address[]
  readonly subject: string
  readonly text: string
  readonly date: Date
  /** The id of the mail, the same in each attempt: a mail that was accepted unnoticed can be recognized. */
  readonly messageId: string
}
