// logrotate itself on a log that is being written.
import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { installed } from './tools/installed.mjs'

const ROTATIONS = 6

let logrotate: string
beforeAll(() => {
  logrotate = installed(['logrotate', '/usr/sbin/logrotate'], ['logrotate'])
})

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-logrotate-'))
  file = join(folder, 'app.log')
})
afterEach(() => {
  // A test that has failed leaves its program running.
  program?.child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

let program: Program | undefined

interface Told {
  ready?: true
  reopened?: true
  count?: number
}

/** A program that logs, and what it tells. */
class Program {
  readonly child: ChildProcess
  private readonly ended: Promise<unknown[]>
  private readonly told: Told[] = []

  constructor(kind: string, buffering: number) {
    const program = join(import.meta.dirname, 'logrotate/child.mjs')
    this.child = fork(program, [kind, file, String(buffering)], { stdio: ['ignore', 'inherit', 'pipe', 'ipc'] })
    this.ended = once(this.child, 'close')
    this.child.on('message', (message) => void this.told.push(message as Told))
  }

  /** Waits until it has told something, or has ended. */
  async tells<Key extends keyof Told>(key: Key): Promise<Told[Key]> {
    for (;;) {
      const at = this.told.findIndex((message) => key in message)
      if (at >= 0) return this.told.splice(at, 1)[0]![key]
      await Promise.race([
        once(this.child, 'message'),
        this.ended.then(() => Promise.reject(new Error('the program has ended'))),
      ])
    }
  }

  /** Has it log its last lines. Returns how many there were in all. */
  async stop(): Promise<number> {
    this.child.send('stop')
    const count = (await this.tells('count'))!
    await this.ended
    return count
  }
}

/** Rotates the file once. */
function rotate(directives: readonly string[]): void {
  const configuration = join(folder, 'logrotate.conf')
  writeFileSync(configuration, `${file} {\n  rotate 100\n  ${directives.join('\n  ')}\n}\n`, { mode: 0o644 })
  const args = ['--force', '--state', join(folder, 'state'), configuration]
  const { status, stderr } = spawnSync(logrotate, args, { encoding: 'utf8' })
  expect(status).toBe(0)
  if (stderr !== '') takeBackup(stderr)
}

/**
 * Puts lines where they belong that logrotate has put aside: the program has made its file anew between logrotate's renaming of the old
 * one and its making of a new one, which happens on a busy machine.
 */
function takeBackup(stderr: string): void {
  const [, backup] = /^error: destination .* already exists, renaming to (.*\.backup)\n$/.exec(stderr) ?? []
  expect(backup, stderr).toBeDefined()
  appendFileSync(`${file}.1`, readFileSync(backup!))
  rmSync(backup!)
}

/** Returns the texts of all files, the oldest first. */
function texts(): string[] {
  const names = readdirSync(folder).filter((name) => name.startsWith('app.log'))
  const age = (name: string): number => Number(name.slice('app.log.'.length))
  return names.toSorted((a, b) => age(b) - age(a)).map((name) => readFileSync(join(folder, name), 'utf8'))
}

/** Logs while the file is rotated several times. Returns how many lines there were. */
async function live(kind: string, buffering: number, directives: (pid: number) => readonly string[]): Promise<number> {
  program = new Program(kind, buffering)
  for (let i = 0; i < ROTATIONS; i++) {
    await program.tells('ready')
    rotate(directives(program.child.pid!))
    if (kind === 'reopened') await program.tells('reopened')
    program.child.send('go on')
  }
  await program.tells('ready')
  return program.stop()
}

const lineOf = (number: number): string => `line ${number} of a live log`
const hangUp = (pid: number): string[] => ['postrotate', `kill -HUP ${pid}`, 'endscript']

test.each<[string, string, number, (pid: number) => readonly string[]]>([
  ['create, WatchedFileHandler', 'watched', 0, () => ['create']],
  ['create, WatchedFileHandler with buffering', 'watched', 4096, () => ['create']],
  ['nocreate, WatchedFileHandler', 'watched', 0, () => ['nocreate']],
  ['create, FileHandler with reopen() at SIGHUP', 'reopened', 0, (pid) => ['create', ...hangUp(pid)]],
  ['create, FileHandler with buffering and reopen()', 'reopened', 4096, (pid) => ['create', ...hangUp(pid)]],
  ['nocreate, FileHandler with reopen() at SIGHUP', 'reopened', 0, (pid) => ['nocreate', ...hangUp(pid)]],
])('%s: no line is lost, doubled, torn or out of order', async (_, kind, buffering, directives) => {
  const count = await live(kind, buffering, directives)
  const found = texts()
  expect(found).toHaveLength(ROTATIONS + 1)
  for (const text of found) expect(text.startsWith('line ')).toBe(true)
  expect(found.join('')).toBe(Array.from({ length: count }, (_each, i) => `${lineOf(i)}\n`).join(''))
})

// What is written between logrotate's copy and its truncation is in neither file: that is how copytruncate works.
test.each([0, 4096])(
  'copytruncate, FileHandler (buffering %d): what is lost lies between two files',
  async (buffering) => {
    const count = await live('plain', buffering, () => ['copytruncate'])
    const found = texts()
    expect(found).toHaveLength(ROTATIONS + 1)
    let next = 0
    for (const text of found) {
      const lines = text.split('\n')
      // A copy may end in the middle of a line, which is cut off then.
      const rest = lines.pop()!
      const first = Number(/^line (\d+) /.exec(lines[0]!)![1])
      expect(first).toBeGreaterThanOrEqual(next)
      expect(lines).toEqual(lines.map((_line, i) => lineOf(first + i)))
      next = first + lines.length
      expect(lineOf(next).startsWith(rest)).toBe(true)
    }
    expect(next).toBe(count)
    expect(existsSync(file)).toBe(true)
  },
)
