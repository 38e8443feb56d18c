import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { connect, type NetConnectOpts } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { installed, installedFile } from '../tools/installed.mjs'
import { freePort } from '../tools/port.mjs'

const SOCKET = '/run/systemd/journal/stdout'
/** What a journal leaves behind that was started by hand. */
const LEFT = ['/run/systemd/journal', '/run/log/journal']

/** An entry as `journalctl -o json` shows it. */
export type Entry = Readonly<Record<string, unknown>>

/** systemd's journal of this machine. */
export interface Journal {
  /** Returns the entries under a name, once there are so many. */
  entries(identifier: string, count: number): Promise<Entry[]>
  stop(): Promise<void>
}

/** Returns this machine's journal, started where there is none. */
export async function startJournal(): Promise<Journal> {
  const journalctl = installed(['journalctl'], ['systemd'])
  const entries = async (identifier: string, count: number): Promise<Entry[]> => {
    for (;;) {
      spawnSync(journalctl, ['--sync'])
      const found = read(journalctl, ['-t', identifier])
      if (found.length >= count) return found
      await sleep(50)
    }
  }
  if (await answers({ path: SOCKET })) return { entries, stop: async () => {} }
  const mine = LEFT.filter((folder) => !existsSync(folder))
  const child = spawn(installedFile('/lib/systemd/systemd-journald', ['systemd']), { stdio: 'ignore' })
  while (!(await answers({ path: SOCKET }))) {
    if (child.exitCode !== null)
      throw new Error(`systemd-journald ended with ${child.exitCode}: the tests need to be root`)
    await sleep(20)
  }
  const stop = async (): Promise<void> => {
    await end(child)
    for (const folder of mine) rmSync(folder, { recursive: true, force: true })
  }
  return { entries, stop }
}

function answers(where: NetConnectOpts): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(where)
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  child.kill()
  await ended
}

function read(journalctl: string, args: readonly string[]): Entry[] {
  const { stdout, stderr } = spawnSync(journalctl, ['--no-pager', '-o', 'json', '--all', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (stderr !== '' && !stderr.includes('No entries')) throw new Error(stderr)
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Entry)
}

/** A systemd-journal-remote of the test's own. */
export interface RemoteJournal {
  readonly url: string
  /** Ends it, and returns what it has written. */
  stop(): Promise<Entry[]>
}

/** Starts systemd-journal-remote. */
export async function startRemoteJournal(): Promise<RemoteJournal> {
  const program = installedFile('/lib/systemd/systemd-journal-remote', ['systemd-journal-remote'])
  const journalctl = installed(['journalctl'], ['systemd'])
  const folder = mkdtempSync(join(tmpdir(), 'treeline-journal-'))
  const port = await freePort()
  const args = [`--listen-http=127.0.0.1:${port}`, `--output=${folder}`, '--split-mode=host']
  const child = spawn(program, args, { stdio: 'ignore' })
  while (!(await answers({ port, host: '127.0.0.1' }))) {
    if (child.exitCode !== null) throw new Error(`systemd-journal-remote ended with ${child.exitCode}`)
    await sleep(20)
  }
  const stop = async (): Promise<Entry[]> => {
    await end(child)
    const entries = read(journalctl, ['-D', folder])
    rmSync(folder, { recursive: true, force: true })
    return entries
  }
  return { url: `http://127.0.0.1:${port}/upload`, stop }
}
