import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { endPatience } from '../files/patience.js'
import { sendLastMails } from './lastMails.js'
import type { Mail } from './mail.js'

// Stands for the package: a mail server whose answer the subject is.
const NODEMAILER = `
exports.createTransport = ({ host }) => ({
  sendMail({ subject }) {
    if (subject === 'accepted') return Promise.resolve()
    if (subject === 'odd') return Promise.reject(undefined)
    if (subject === 'empty') return Promise.reject(new Error(''))
    if (subject === 'never') return new Promise(() => setInterval(() => {}, 1000))
    throw new Error('550 ' + host + '\\n  knows no\\tsuch user')
  },
})
`

let folder: string
let nodemailer: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-mails-'))
  nodemailer = join(folder, 'nodemailer.cjs')
  writeFileSync(nodemailer, NODEMAILER)
})
afterEach(() => {
  vi.restoreAllMocks()
  endPatience(undefined)
  rmSync(folder, { recursive: true })
})

function send(...subjects: string[]): string[] {
  const mails = subjects.map((subject) => ({ subject }) as Mail)
  return sendLastMails({ nodemailer, options: { host: 'mail.test' }, mails })
}

test('each mail has an answer, in one line, and a refusal keeps none of the others from being sent', () => {
  expect(send('refused', 'accepted', 'empty', 'odd', 'accepted')).toEqual([
    '550 mail.test knows no such user',
    '',
    'unknown',
    'undefined',
    '',
  ])
})

test('a server that does not answer in time is said to be one, for all that wait', () => {
  endPatience(300)
  const late = 'the server did not answer in time'
  expect(send('never', 'accepted')).toEqual([late, late])
})

test('where the package cannot be loaded, nothing is sent', () => {
  nodemailer = join(folder, 'none.cjs')
  expect(send('accepted')).toEqual(['the server did not answer in time'])
})
