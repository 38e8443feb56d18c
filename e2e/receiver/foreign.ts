// The receivers of examples/receivers, each started as its first lines say.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join, resolve } from 'node:path'
import { installed, installedFile, onPath } from '../tools/installed.mjs'
import { freePort } from '../tools/port.mjs'

const EXAMPLES = resolve('examples/receivers')

/** A receiver's name, and how it is started. */
export interface Foreign {
  readonly name: string
  readonly path: string
  command(folder: string, port: number): [command: string, args: string[], env?: Record<string, string>]
}

const log = (folder: string): string => join(folder, 'page.ndjson')

/** All of them. */
export const FOREIGN: readonly Foreign[] = [
  {
    name: 'Python',
    path: '/',
    command: (folder, port) => [
      installed(['python3'], ['python3']),
      [join(EXAMPLES, 'receiver.py'), String(port), log(folder)],
    ],
  },
  {
    name: 'PHP',
    path: '/',
    command: (folder, port) => [
      onPath(['php']) ?? installed(['php'], ['php-cli']),
      ['-S', `127.0.0.1:${port}`, join(EXAMPLES, 'receiver.php')],
      { LOG: log(folder) },
    ],
  },
  { name: 'nginx with njs', path: '/records', command: nginx },
]

function nginx(folder: string, port: number): [string, string[]] {
  const program = onPath(['nginx']) ?? installed(['nginx'], ['nginx'])
  installedFile('/usr/lib/nginx/modules/ngx_http_js_module.so', ['libnginx-mod-http-js'])
  copyFileSync(join(EXAMPLES, 'receiver.js'), join(folder, 'receiver.js'))
  // Its other folders would be the system's.
  const others = ['proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`)
  const config = readFileSync(join(EXAMPLES, 'nginx.conf'), 'utf8')
    .replaceAll('/srv/logs', folder)
    .replace('8080', String(port))
    .replace('access_log off;', `access_log off; ${others.join(' ')}`)
  writeFileSync(join(folder, 'nginx.conf'), config)
  const user = process.getuid?.() === 0 ? ' user root;' : ''
  return [program, ['-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log'), '-g', `daemon off;${user}`]]
}

/** A receiver in a process of its own. */
export class ForeignReceiver {
  readonly url: string
  private readonly folder: string
  private readonly port: number
  private readonly foreign: Foreign
  private child: ChildProcess | undefined

  private constructor(foreign: Foreign, folder: string, port: number) {
    this.foreign = foreign
    this.folder = folder
    this.port = port
    this.url = `http://127.0.0.1:${port}${foreign.path}`
  }

  static async start(foreign: Foreign, folder: string): Promise<ForeignReceiver> {
    const receiver = new ForeignReceiver(foreign, folder, await freePort())
    await receiver.restart()
    return receiver
  }

  /** Kills it where it runs, and starts it. Resolves when it listens. */
  async restart(): Promise<void> {
    await this.kill()
    const [command, args, env] = this.foreign.command(this.folder, this.port)
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } })
    this.child = child
    let said = ''
    child.stderr.on('data', (text) => (said += String(text)))
    while (!(await this.listens())) {
      if (child.exitCode !== null) throw new Error(`${this.foreign.name} does not start: ${said}`)
      await new Promise((done) => setTimeout(done, 20))
    }
  }

  async kill(): Promise<void> {
    const { child } = this
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    // nginx's first process has others, which it takes along only where it is asked to end.
    child.kill(this.foreign.name.startsWith('nginx') ? 'SIGTERM' : 'SIGKILL')
    await ended
  }

  /** What it has written, each line read as JSON. */
  written(): Record<string, unknown>[] {
    const file = log(this.folder)
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  }

  private listens(): Promise<boolean> {
    return new Promise((done) => {
      const socket = connect(this.port, '127.0.0.1', () => done(Boolean(socket.end())))
      socket.once('error', () => done(false))
    })
  }
}
