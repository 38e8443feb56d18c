import { basename } from 'node:path'
import type { Mail } from './mail.js'
import type { TransportOptions } from './transport.js'

/** What is sent at the end of the process. */
export interface LastMails {
  /** The file of the package nodemailer. */
  readonly nodemailer: string
  readonly options: TransportOptions
  readonly mails: readonly Mail[]
}

// Writes a line for each mail: nothing where it was accepted, else what went wrong.
const SCRIPT = `
const { readFileSync, writeSync } = require('node:fs')
const { nodemailer, options, mails } = require('node:v8').deserialize(readFileSync(0))
const transport = require(nodemailer).createTransport(options)
async function send(mail) {
  try {
    await transport.sendMail(mail)
    return ''
  } catch (error) {
    return String(error && error.message).replace(/\\s+/g, ' ')
  }
}
async function sendAll() {
  for (const mail of mails) writeSync(1, (await send(mail)) + '\\n')
}
sendAll()
`

/**
 * Sends mails by a process of their own, and waits for it: at the end of this one nothing asynchronous is done any more.
 *
 * @param ms the longest wait, in milliseconds
 * @returns what became of each mail: '' where it was accepted, else what went wrong
 * @throws what cannot be handed over, or where no process can be started
 */
export function sendLastMails(last: LastMails, ms: number): string[] {
  const { execPath, env } = process
  // A program in one executable would start itself.
  if (!/^(?:node|nodejs|bun)(?:\.exe)?$/.test(basename(execPath))) throw new Error('there is no node to send it by')
  const { spawnSync } = process.getBuiltinModule('node:child_process')
  const { serialize } = process.getBuiltinModule('node:v8')
  const { stdout } = spawnSync(execPath, ['-e', SCRIPT], {
    input: serialize(last),
    // A debugger's port, or a hook, is the program's own.
    env: { ...env, NODE_OPTIONS: '' },
    timeout: Math.max(1, ms),
    killSignal: 'SIGKILL',
    windowsHide: true,
  })
  const answers = stdout.toString().split('\n').slice(0, -1)
  return last.mails.map((_, index) => answers[index] ?? `no answer within ${Math.round(ms)} ms`)
}
