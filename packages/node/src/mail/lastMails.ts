import { runLast } from '../process/lastThread.js'
import type { Mail } from './mail.js'
import type { TransportOptions } from './transport.js'

/** The mails that are sent at the end of the process. */
export interface LastMails {
  /** The file of the package nodemailer. */
  readonly nodemailer: string
  readonly options: TransportOptions
  readonly mails: readonly Mail[]
}

/** The longest time for all mails, in milliseconds. */
const LAST_MS = 5000

// Answers for each mail: '' where it was accepted, else what went wrong.
const SCRIPT = `
const require = builtin('node:module').createRequire(data.nodemailer)
const transport = require(data.nodemailer).createTransport(data.options)
async function send(mail) {
  try {
    await transport.sendMail(mail)
    return ''
  } catch (error) {
    return String(error && error.message).replace(/\\s+/g, ' ') || 'unknown'
  }
}
async function sendAll() {
  for (const mail of data.mails) tell(await send(mail))
}
sendAll().finally(done)
`

/**
 * Sends mails by a thread of their own, and waits for it: at the end of the process nothing asynchronous runs any more.
 *
 * @returns the result of each mail: '' where it was accepted, else what went wrong
 * @throws where the mails cannot be cloned or no thread can be started
 */
export function sendLastMails(last: LastMails): string[] {
  const answers = runLast<string>(SCRIPT, last, LAST_MS)
  return last.mails.map((_, index) => answers[index] ?? 'the server did not answer in time')
}
