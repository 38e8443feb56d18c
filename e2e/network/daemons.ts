// rsyslogd and syslog-ng, started by a test with a configuration of its own in a folder of its own.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Certificate } from '../tools/certificate.js'
import { installed, installedFile, onPath } from '../tools/installed.mjs'
import { freePort } from '../tools/port.mjs'

/** The ports and path that a daemon listens at. */
export interface Places {
  readonly udp: number
  /** For messages behind their length. */
  readonly tcp: number
  /** For messages that end with a line break. */
  readonly lf: number
  readonly tls: number
  readonly unix: string
}

/** The daemons' names. */
export const DAEMONS = ['rsyslogd', 'syslog-ng'] as const
export type DaemonName = (typeof DAEMONS)[number]

/**
 * Returns the folder with rsyslog's files. Debian lets only one of the daemons be installed: rsyslog's packages are unpacked into a
 * folder of their own.
 */
function rsyslogFiles(): string {
  const folder = resolve(import.meta.dirname, '../../node_modules/.cache/treeline-rsyslog')
  if (existsSync(join(folder, 'usr/sbin/rsyslogd'))) return folder
  for (const [file, name] of [
    ['libestr.so.0', 'libestr0'],
    ['libfastjson.so.4', 'libfastjson4'],
    ['liblognorm.so.5', 'liblognorm5'],
  ] as const) {
    const { stdout } = spawnSync('ldconfig', ['-p'], { encoding: 'utf8' })
    if (!stdout.includes(file)) installedFile(`/usr/lib/${machine()}/${file}`, [name])
  }
  mkdirSync(join(folder, 'packages'), { recursive: true })
  const download = (): boolean =>
    spawnSync('apt-get', ['download', 'rsyslog', 'rsyslog-openssl'], { cwd: join(folder, 'packages') }).status === 0
  // Its lists may be old, or not there yet.
  if (!download() && !(spawnSync('apt-get', ['update']).status === 0 && download()))
    throw new Error(
      'No rsyslogd here: the tests need to fetch it (on Debian: apt-get download rsyslog rsyslog-openssl)',
    )
  for (const name of readdirSync(join(folder, 'packages')))
    execFileSync('dpkg', ['-x', join(folder, 'packages', name), folder])
  return folder
}

/** The name of the machine's kind in Debian's folders. */
function machine(): string {
  return process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu'
}

/** A daemon in a process of its own, which writes what it takes to files. */
export class Daemon {
  readonly name: DaemonName
  readonly folder: string
  places!: Places
  private readonly certificate: Certificate
  private child: ChildProcess | undefined

  constructor(name: DaemonName, folder: string, certificate: Certificate) {
    this.name = name
    this.folder = folder
    this.certificate = certificate
  }

  /** Starts it, at the same ports as before. Resolves when it listens. */
  async start(): Promise<this> {
    this.places ??= {
      udp: await freePort(),
      tcp: await freePort(),
      lf: await freePort(),
      tls: await freePort(),
      unix: join(this.folder, 'log'),
    }
    const [command, ...args] = this.name === 'rsyslogd' ? this.rsyslogd() : this.syslogNg()
    const child = spawn(command!, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    this.child = child
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)))
    for (let i = 0; !(await this.listens()); i++) {
      if (child.exitCode !== null || i > 2000) throw new Error(`${this.name} does not start: ${said}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    return this
  }

  /** Stops it and waits for its end. */
  async stop(): Promise<void> {
    const { child } = this
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  }

  /** Returns what it has written of what came over one of them, once it holds. */
  async written(by: keyof Places, holds: (text: string) => boolean): Promise<string> {
    const file = join(this.folder, `${by}.txt`)
    for (;;) {
      const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
      if (holds(text)) return text
      if (this.child?.exitCode !== null) throw new Error(`${this.name} has ended`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  private async listens(): Promise<boolean> {
    const { connect } = await import('node:net')
    const isOpen = (port: number): Promise<boolean> =>
      new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1', () => resolve(Boolean(socket.end())))
        socket.once('error', () => resolve(false))
      })
    return existsSync(this.places.unix) && (await isOpen(this.places.tcp)) && isOpen(this.places.tls)
  }

  private rsyslogd(): string[] {
    const files = rsyslogFiles()
    const { udp, tcp, lf, tls, unix } = this.places
    const { key, cert } = this.certificate
    const config = join(this.folder, 'rsyslog.conf')
    // A line for each message: its parts, each in brackets.
    const template =
      '[%pri%|%timestamp:::date-rfc3339%|%hostname%|%app-name%|%procid%|%msgid%|%structured-data%|%msg%]\\n'
    const writes = (by: string): string =>
      `ruleset(name="${by}") { action(type="omfile" file="${this.folder}/${by}.txt" template="line") }`
    writeFileSync(
      config,
      `global(workDirectory="${this.folder}" maxMessageSize="64k"
  defaultNetstreamDriverCAFile="${cert}" defaultNetstreamDriverCertFile="${cert}" defaultNetstreamDriverKeyFile="${key}")
template(name="line" type="string" string="${template}")
${(['udp', 'tcp', 'lf', 'tls', 'unix'] as const).map(writes).join('\n')}
module(load="imudp")
module(load="imptcp")
module(load="imtcp" streamDriver.name="ossl" streamDriver.mode="1" streamDriver.authMode="anon")
module(load="imuxsock" sysSock.use="off")
input(type="imudp" address="127.0.0.1" port="${udp}" ruleset="udp")
input(type="imptcp" address="127.0.0.1" port="${tcp}" ruleset="tcp")
input(type="imptcp" address="127.0.0.1" port="${lf}" ruleset="lf")
input(type="imtcp" address="127.0.0.1" port="${tls}" ruleset="tls")
input(type="imuxsock" socket="${unix}" ruleset="unix")
`,
    )
    const modules = join(files, 'usr/lib', machine(), 'rsyslog')
    return [join(files, 'usr/sbin/rsyslogd'), '-n', '-f', config, '-i', join(this.folder, 'pid'), '-M', modules]
  }

  private syslogNg(): string[] {
    const { udp, tcp, lf, tls, unix } = this.places
    const { key, cert } = this.certificate
    const config = join(this.folder, 'syslog-ng.conf')
    const template = '[$PRI|$ISODATE|$HOST|$PROGRAM|$PID|$MSGID|$SDATA|$MSG]\\n'
    const writes = (by: string, source: string): string =>
      `source s_${by} { ${source}; };
destination d_${by} { file("${this.folder}/${by}.txt" template("${template}") flush-lines(1)); };
log { source(s_${by}); destination(d_${by}); };`
    const at = (port: number): string => `ip("127.0.0.1") port(${port})`
    const secure = `tls(key-file("${key}") cert-file("${cert}") peer-verify(optional-untrusted))`
    writeFileSync(
      config,
      `@version: 3.38
options { keep-hostname(yes); log-msg-size(65536); stats-freq(0); frac-digits(3); };
${writes('udp', `network(transport("udp") ${at(udp)} flags(syslog-protocol no-multi-line))`)}
${writes('tcp', `syslog(transport("tcp") ${at(tcp)} flags(no-multi-line))`)}
${writes('lf', `network(transport("tcp") ${at(lf)} flags(syslog-protocol no-multi-line))`)}
${writes('tls', `syslog(transport("tls") ${at(tls)} ${secure} flags(no-multi-line))`)}
${writes('unix', `unix-dgram("${unix}" flags(no-multi-line))`)}
`,
    )
    const own = ['--persist-file', '--pidfile', '--control'].map(
      (name) => `${name}=${join(this.folder, name.slice(2))}`,
    )
    return [installedSyslogNg(), '-F', '--no-caps', '-f', config, ...own]
  }
}

function installedSyslogNg(): string {
  return onPath(['syslog-ng']) ?? installed(['syslog-ng'], ['syslog-ng-core'])
}
