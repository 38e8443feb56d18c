import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** A mail server that keeps what it takes. */
export interface MailServer {
  readonly port: number
  /** The messages, as they came, a character a byte. */
  readonly mails: readonly string[]
  /** The users that have signed in, one for each mail. */
  readonly users: readonly (string | undefined)[]
  /** Whether TLS was on, for each mail. */
  readonly secure: readonly boolean[]
  /** Resolves when so many mails have come. */
  taken(count: number): Promise<void>
  close(): Promise<void>
}

/** Starts a mail server on a port of the system's choice, or on one that it had before. */
export async function startMailServer(options: SMTPServerOptions = {}, port = 0): Promise<MailServer> {
  const mails: string[] = []
  const users: (string | undefined)[] = []
  const secure: boolean[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    // It asks the names of addresses, which takes seconds where nobody answers.
    disableReverseLookup: true,
    onAuth({ username, password }, _session, done) {
      if (password === 'right') done(null, { user: username })
      else done(new Error('Wrong password'))
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        mails.push(Buffer.concat(chunks).toString('latin1'))
        users.push(session.user as string | undefined)
        secure.push(session.secure)
        done()
        for (const { count, resolve } of waiting) if (mails.length >= count) resolve()
      })
    },
    ...options,
  })
  // A client that goes away is no failure of the test's.
  server.on('error', () => {})
  server.listen(port, 'localhost')
  await once(server.server, 'listening')
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    users,
    secure,
    taken: (count) =>
      new Promise((resolve) => (mails.length >= count ? resolve() : void waiting.push({ count, resolve }))),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
