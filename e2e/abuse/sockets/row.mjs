import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { installed } from '../../tools/installed.mjs'
import { Child } from '../child.mjs'
import { Attacker } from './attacker.mjs'

/** @import { Attack } from './attacks.mjs' */

const WARM_MS = 300
const LEAST_MS = 700
const PATIENCE_MS = 60_000
/** What packages/receiver/README.md says of a socket receiver's memory: bytes on their way, one record, what is not freed yet. */
const AT_MOST = 160 * 1_048_576
const EACH_CONNECTION = 32_768
/** The tree's nodes of the honest sender, and what senders may add to it. */
const MOST_LOGGERS = 1002

/**
 * Runs one attack on a new server, with CPython's SocketHandler beside it.
 *
 * @param {Attack} attack
 * @returns {Promise<{ faults: string[], sent: number, found: number, growth: number, refused: Record<string, number> }>}
 */
export async function runAttack(attack) {
  const server = new Child('sockets/server.mjs', [attack.options ?? {}, attack.isSlow ?? false])
  /** @type {import('node:child_process').ChildProcessWithoutNullStreams | undefined} */
  let sender
  try {
    const port = await server.answer()
    sender = spawn(installed(['python3'], ['python3']), [join(import.meta.dirname, 'sender.py'), String(port)])
    const said = output(sender)
    await Promise.race([once(sender.stdout, 'data'), said])
    await wait(WARM_MS)
    const { rss } = await server.ask('begin')
    const attacker = new Attacker(port)
    await Promise.all([attack.run(attacker), wait(LEAST_MS)])
    sender.stdin.end()
    const { stdout, stderr } = await said
    const sent = Number(stdout.split('\n').at(-2))
    const found = await settled(server, { honest: sent, attacks: attack.takes ?? 0 })
    attacker.end()
    return verdict(attack, { sent, stderr, found, rss, connections: attacker.sockets.length })
  } finally {
    sender?.kill('SIGKILL')
    await server.end()
  }
}

/** @param {import('node:child_process').ChildProcessWithoutNullStreams} child */
async function output(child) {
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (said.stdout += String(chunk)))
  child.stderr.on('data', (chunk) => (said.stderr += String(chunk)))
  await once(child, 'close')
  return said
}

/**
 * Resolves with the server's verdict when so many records have come, or patience ends.
 *
 * @param {Child} server
 * @param {{ honest: number, attacks: number }} expected
 */
async function settled(server, expected) {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    const found = await server.ask('verdict')
    const isAll = found.honest.length >= expected.honest && found.attacks >= expected.attacks
    if (isAll || performance.now() > end) return found
    await wait(50)
  }
}

/**
 * @param {Attack} attack
 * @param {{ sent: number, stderr: string, found: any, rss: number, connections: number }} seen
 */
function verdict(attack, { sent, stderr, found, rss, connections }) {
  const expected = Array.from({ length: sent }, (_, index) => `honest ${index + 1}`)
  const growth = Math.max(0, found.rss - rss)
  const budget = AT_MOST + connections * EACH_CONNECTION
  const { refused } = found.stats
  const faults = [
    fault(sent < 50, `the honest sender sent ${sent} records only`),
    fault(stderr !== '', `the honest sender said: ${stderr.slice(-300)}`),
    fault(
      found.honest.join() !== expected.join(),
      `of ${sent} records of the honest sender came ${found.honest.length}`,
    ),
    fault(growth > budget, `the server grew by ${growth} bytes of ${budget}`),
    fault(found.polluted, 'a prototype was changed'),
    fault(found.loggers > MOST_LOGGERS, `there are ${found.loggers} loggers`),
    fault(attack.refused !== undefined && !(refused[attack.refused] > 0), `refused: ${JSON.stringify(refused)}`),
    fault(found.attacks < (attack.takes ?? 0), `${found.attacks} records of the attacker came`),
    fault(attack.takes === undefined && found.attacks > 0, `${found.attacks} records of the attacker came`),
  ]
  return { faults: faults.filter((text) => text !== ''), sent, found: found.honest.length, growth, refused }
}

/** @param {boolean} isFault @param {string} text */
function fault(isFault, text) {
  return isFault ? text : ''
}

/** @param {number} ms */
function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
