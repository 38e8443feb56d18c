import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { answer, start } from './child.mjs'
import { accessLinesLost, linesLost } from './lines.mjs'

/** The requests of a turn: so few that what the machine does besides falls on all contestants alike. */
const TURN = 200

/** The contestants that write nothing. */
const SILENT = ['none', 'hooks', 'context']

/**
 * One round: a new process for each contestant. They are asked in turns, by one other process, and their lines counted.
 *
 * @param {string[]} names the contestants, in the order of their turns
 * @param {{ requests: number, warmUp: number, folder: string, framework: string }} sizes
 * @returns {Promise<Map<string, { us: number, p99: number, lines: number, lost: number, bad?: string }>>} by name, with the CPU time
 *   of a request in microseconds, and the milliseconds that 99 of 100 answers took at most
 */
export async function round(names, { requests, warmUp, folder, framework }) {
  const load = start('load.mjs')
  const servers = []
  try {
    for (const name of names) servers.push(await Server.open(framework, name, join(folder, `${name}.log`), load))
    await inTurns(warmUp, servers, (server, count) => server.ask(count))
    await inTurns(requests, servers, (server, count) => server.measure(count))
    const results = new Map()
    for (const server of servers) results.set(server.name, await server.result(requests))
    return results
  } finally {
    load.kill()
    for (const server of servers) server.kill()
  }
}

async function inTurns(requests, servers, ask) {
  for (let asked = 0; asked < requests; asked += TURN) {
    for (const server of servers) await ask(server, Math.min(TURN, requests - asked))
  }
}

/** Returns what so much of some numbers is not above. */
function percentile(numbers, share) {
  return numbers.toSorted((a, b) => a - b)[Math.ceil(numbers.length * share) - 1]
}

/** A contestant's service. */
class Server {
  /** How often it was asked. */
  #asked = 0
  /** The CPU time that counts. */
  #us = 0
  /** How long the answers took that count, in milliseconds. */
  #times = []
  #child
  #framework
  #port
  #file
  #load

  static async open(framework, name, file, load) {
    const server = new Server(framework, name, file, load)
    server.#port = await answer(server.#child)
    return server
  }

  constructor(framework, name, file, load) {
    this.name = name
    this.#framework = framework
    this.#file = file
    this.#load = load
    this.#child = start('server.mjs', framework, name, file)
  }

  async ask(requests) {
    const times = await answer(this.#load, { port: this.#port, first: this.#asked, requests })
    this.#asked += requests
    return times
  }

  async measure(requests) {
    const before = await answer(this.#child, 'mark')
    this.#times.push(...(await this.ask(requests)))
    const after = await answer(this.#child, 'mark')
    this.#us += after.user + after.system - before.user - before.system
  }

  /** Ends the service, and counts its lines. */
  async result(requests) {
    const closed = once(this.#child, 'close')
    this.#child.send('end')
    await closed
    const cost = { us: this.#us / requests, p99: percentile(this.#times, 0.99) }
    if (SILENT.includes(this.name)) return { ...cost, lines: 0, lost: 0 }
    if (this.#framework === 'fastify') return { ...cost, lines: 2 * this.#asked, ...linesLost(this.#file, this.#asked) }
    return { ...cost, lines: this.#asked, ...accessLinesLost(this.#file, this.#asked) }
  }

  kill() {
    this.#child.kill()
    rmSync(this.#file, { force: true })
  }
}
