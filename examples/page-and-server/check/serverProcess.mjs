import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const PATIENCE_MS = 20_000
/** What comes twice may come late. */
const AFTERMATH_MS = 1500

/** `2026-11-21 03:33:00,123 INFO     [k3f9a1-17] page.spa: …`: the record's id. */
const TEXT_ID = /^\d{4}-\d\d-\d\d \S+ \S+ +\[([a-z0-9]+-\d+)\] page\./gm

/** The server as its user starts it: a process of its own. Only its output and its files are seen. */
export class ServerProcess {
  address = ''
  terminal = ''
  exitCode = null

  static async start(logs) {
    const server = new ServerProcess(logs)
    await server.until(() => server.address !== '', 'the server does not start')
    return server
  }

  constructor(logs) {
    this.logs = logs
    const program = join(import.meta.dirname, '../server.mjs')
    // Colour codes are no part of a line's text.
    const env = { ...process.env, NO_COLOR: '1' }
    this.process = spawn(process.execPath, [program, '--port', '0', '--logs', logs], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        this.terminal += text
        this.address ||= /open (http:\S+)/.exec(this.terminal)?.[1] ?? ''
      })
    }
    this.process.on('close', (code) => (this.exitCode = code ?? 1))
  }

  /** Waits until that many records are in the text file, and a little more. Goes on without them when they do not come. */
  async arrived(count) {
    const all = () => textIds(this.read('app.log')).length >= count
    await this.until(all, '').catch(() => console.log('Not everything arrived in time.'))
    await sleep(AFTERMATH_MS)
  }

  /** Stops the server as a user does, and waits for its end. */
  async stop() {
    if (this.exitCode !== null) return
    this.process.kill('SIGTERM')
    await once(this.process, 'close')
    if (this.exitCode !== 0) throw new Error(`the server ended with ${this.exitCode}:\n${this.terminal}`)
  }

  /** The records of pages in the JSON file. */
  get jsonLines() {
    const lines = this.read('app.jsonl').split('\n')
    return lines
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
      .filter(({ logger }) => /^page\b/.test(logger))
  }

  /** The ids of the pages' records, by place. */
  get written() {
    const name = (file) => relative(process.cwd(), join(this.logs, file))
    return {
      [name('app.log')]: textIds(this.read('app.log')),
      [name('app.jsonl')]: this.jsonLines.map(({ id }) => id),
      'the terminal': textIds(this.terminal),
    }
  }

  /** A log file with those that were put aside, the oldest first. */
  read(name) {
    const files = readdirSync(this.logs).filter((file) => file === name || file.startsWith(`${name}.`))
    const age = (file) => Number(file.slice(name.length + 1))
    return files
      .sort((a, b) => age(b) - age(a))
      .map((file) => readFileSync(join(this.logs, file), 'utf8'))
      .join('')
  }

  async until(holds, failure) {
    for (const end = Date.now() + PATIENCE_MS; !holds(); await sleep(50)) {
      if (this.exitCode !== null || Date.now() > end) throw new Error(`${failure}:\n${this.terminal}`)
    }
  }
}

function textIds(text) {
  return [...text.matchAll(TEXT_ID)].map(([, id]) => id)
}
