import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { pythonPath } from '../conformance/python.js'
import { programFromNpm } from '../tools/npx.mjs'
import { isShown, shown } from './output.js'
import type { Place } from './place.js'

/** What each program's clock shows. */
const CLOCK = '--import=data:text/javascript,Date.now%20=%20()%20=>%20Date.UTC(2026,10,27,12)'

/** How long a server may take for what its page shows: this only ends a test that fails. */
const HANG_MS = 30_000

/** The environment without what the runner of these tests has put there. */
function environment({ temporary }: Place, hasClock: boolean): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:VITEST|npm_|NODE_ENV|FORCE_COLOR|LOG_LEVEL|TEST$)/.test(name),
  )
  return {
    ...Object.fromEntries(kept),
    TZ: 'UTC',
    NO_COLOR: '1',
    TMPDIR: temporary,
    ...(hasClock ? { NODE_OPTIONS: CLOCK } : {}),
  }
}

/** A program that runs; what it writes on both streams comes in its order. */
class Running {
  written = ''
  readonly ended: Promise<number | null>

  constructor(
    private readonly child: ChildProcess,
    private readonly place: Place,
  ) {
    child.stdout!.setEncoding('utf8').on('data', (text: string) => void (this.written += text))
    this.ended = once(child, 'close').then(([code]) => code as number | null)
  }

  get output(): string {
    return shown(this.place.there(this.written), this.place.folder)
  }

  /** Waits until the output is what the page shows, or until it is clear that it never will be. */
  async shows(text: string): Promise<void> {
    const timeout = AbortSignal.timeout(HANG_MS)
    while (!isShown(this.output, text) && this.child.exitCode === null && !timeout.aborted) {
      const written = once(this.child.stdout!, 'data', { signal: timeout }).catch(() => undefined)
      await Promise.race([written, this.ended])
    }
  }

  async stop(): Promise<void> {
    this.child.kill()
    await this.ended
  }
}

/** Returns a command with the programs that are none of these tests' packages: they are fetched. */
const withPrograms = (command: string): string =>
  command.replace('npx jest', () => programFromNpm('jest', ['jest@30.5.2'])).replace(/^python3/, pythonPath)

/** Starts a command of the shell, both of whose streams are one. */
function start(command: string, place: Place, hasClock: boolean): Running {
  const stdio = ['ignore', 'pipe', 'inherit'] as const
  const options = { cwd: place.folder, env: environment(place, hasClock), stdio: [...stdio] }
  return new Running(spawn('sh', ['-c', `exec 2>&1\n${withPrograms(command)}`], options), place)
}

/** Runs a command to its end. */
export async function run(command: string, place: Place): Promise<{ code: number | null; output: string }> {
  const running = start(command, place, true)
  const code = await running.ended
  return { code, output: running.output }
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  const isThere = await new Promise<boolean>((done) =>
    socket.once('connect', () => done(true)).once('error', () => done(false)),
  )
  socket.destroy()
  return isThere
}

/** Starts a server, and waits until it listens. Its clock is the browser's. */
export async function serve(file: string, place: Place): Promise<Running> {
  const server = start(`exec node ${file}`, place, false)
  let hasEnded = false
  void server.ended.then(() => (hasEnded = true))
  try {
    while (!(await isListening(place.port))) {
      if (hasEnded) throw new Error(`${file} has ended: ${server.output}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  } catch (error) {
    await server.stop()
    throw error
  }
  return server
}
