import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { installed } from '../tools/installed.mjs'
import { freePort } from '../tools/port.mjs'

/** Debian's ClickHouse, in a folder of its own. */
export interface ClickHouse {
  readonly url: string
  /** Runs a statement, and returns its answer. */
  query(sql: string): Promise<string>
  stop(): Promise<void>
}

/** Begins a server. */
export async function startClickHouse(): Promise<ClickHouse> {
  const program = installed(['clickhouse-server'], ['clickhouse-server'])
  const folder = mkdtempSync(join(tmpdir(), 'treeline-clickhouse-'))
  const port = await freePort()
  writeConfiguration(folder, [port, await freePort(), await freePort()])
  const server = spawn(program, [`--config-file=${join(folder, 'config.xml')}`], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (data: Buffer) => void (output += data.toString()))
  const url = `http://127.0.0.1:${port}/`

  const clickHouse: ClickHouse = {
    url,
    async query(sql) {
      const answer = await fetch(url, { method: 'POST', body: sql })
      const text = await answer.text()
      if (!answer.ok) throw new Error(text)
      return text
    },
    async stop() {
      await end(server)
      rmSync(folder, { recursive: true, force: true })
    },
  }
  while (
    !(await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (server.exitCode !== null) {
      await clickHouse.stop()
      throw new Error(`clickhouse-server ended: ${output}`)
    }
    await sleep(50)
  }
  return clickHouse
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill('SIGKILL')
  await ended
}

function writeConfiguration(folder: string, [http, tcp, interserver]: number[]): void {
  for (const name of ['data', 'tmp', 'schemas']) mkdirSync(join(folder, name))
  const write = (file: string, xml: string): void =>
    writeFileSync(join(folder, file), `<?xml version="1.0"?>\n<yandex>${xml}</yandex>\n`)
  write(
    'config.xml',
    `<logger><level>warning</level><console>1</console></logger><listen_host>127.0.0.1</listen_host>
<http_port>${http}</http_port><tcp_port>${tcp}</tcp_port><interserver_http_port>${interserver}</interserver_http_port>
<path>${folder}/data/</path><tmp_path>${folder}/tmp/</tmp_path><format_schema_path>${folder}/schemas/</format_schema_path>
<mark_cache_size>1000000</mark_cache_size><users_config>users.xml</users_config>
<default_profile>default</default_profile><default_database>default</default_database>`,
  )
  write(
    'users.xml',
    `<profiles><default></default></profiles><quotas><default></default></quotas>
<users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default></users>`,
  )
}
