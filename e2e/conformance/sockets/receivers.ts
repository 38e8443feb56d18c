import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { pythonPath } from '../python.js'

/** Where CPython's receivers listen. */
export interface Places {
  readonly tcp: number
  readonly udp: number
  readonly udp6: number
  readonly unix: string
  readonly unixgram: string
  readonly http: number
}

/** A record as CPython has received it; for HTTP the fields of a form. */
export interface Received {
  readonly by: string
  readonly message: string
  readonly attributes: { readonly dict: readonly (readonly [string, unknown])[] }
  readonly method?: string
  readonly path?: string
  readonly authorization?: string
  readonly fields?: Readonly<Record<string, readonly string[]>>
}

/** CPython's receivers, in a process of their own. */
export class Receivers {
  places!: Places
  private readonly folder = mkdtempSync(join(tmpdir(), 'treeline-receivers-'))
  private readonly child: ChildProcessWithoutNullStreams
  private readonly lines: string[] = []
  private wake: () => void = () => undefined

  constructor() {
    const program = fileURLToPath(new URL('receivers.py', import.meta.url))
    this.child = spawn(pythonPath(), [program, this.folder])
    this.child.stderr.pipe(process.stderr)
    createInterface(this.child.stdout).on('line', (line) => {
      this.lines.push(line)
      this.wake()
    })
    this.child.on('exit', () => this.wake())
  }

  async start(): Promise<this> {
    this.places = (await this.next()) as Places
    return this
  }

  /** Returns the next thing received. */
  async next(): Promise<unknown> {
    while (this.lines.length === 0) {
      if (this.child.exitCode !== null) throw new Error('the receivers have ended')
      await new Promise<void>((resolve) => (this.wake = resolve))
    }
    return JSON.parse(this.lines.shift()!)
  }

  stop(): void {
    this.child.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
