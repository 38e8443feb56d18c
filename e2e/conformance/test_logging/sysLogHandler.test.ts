// Counterparts of SysLogHandlerTest, over UDP by both families and over a unix socket.
import * as dgram from 'node:dgram'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import * as net from 'node:net'
import * as logging from 'treeline'
import { SOCK_STREAM, SysLogHandler } from 'treeline/handlers'
import { expect, test } from 'vitest'
import { useCleanLogging, useFolder } from './setup.js'

useCleanLogging()
const inFolder = useFolder()

interface Daemon {
  readonly address: string | [string, number]
  next(): Promise<string>
  close(): void
}

/** What takes datagrams, to be started. */
const DAEMONS: readonly (() => Promise<Daemon>)[] = [() => udp('udp4', '127.0.0.1'), () => udp('udp6', '::1'), unix]

async function udp(type: 'udp4' | 'udp6', host: string): Promise<Daemon> {
  const socket = dgram.createSocket(type)
  socket.bind(0, host)
  await once(socket, 'listening')
  return daemon([host, socket.address().port], socket)
}

async function unix(): Promise<Daemon> {
  const path = inFolder('log')
  const socket = createRequire(import.meta.url)('unix-dgram').createSocket('unix_dgram') as dgram.Socket
  ;(socket as unknown as { bind(path: string): void }).bind(path)
  return daemon(path, socket)
}

function daemon(address: Daemon['address'], socket: dgram.Socket): Daemon {
  const received: string[] = []
  let wake = (): void => undefined
  socket.on('message', (bytes) => {
    received.push(bytes.toString('utf8'))
    wake()
  })
  return {
    address,
    async next() {
      while (received.length === 0) await new Promise<void>((resolve) => (wake = resolve))
      return received.shift()!
    },
    close: () => void socket.close(),
  }
}

/** Does work with a handler for each daemon. */
async function withEach(work: (handler: SysLogHandler, there: Daemon, logger: logging.Logger) => Promise<void>) {
  for (const start of DAEMONS) {
    const there = await start()
    const handler = new SysLogHandler({ address: there.address })
    logging.getLogger().addHandler(handler)
    await work(handler, there, logging.getLogger('slh'))
    logging.getLogger().removeHandler(handler)
    await handler.close()
    there.close()
  }
}

test('SysLogHandlerTest.test_output', async () => {
  await withEach(async (handler, there, logger) => {
    logger.error('höre')
    expect(await there.next()).toBe('<11>höre\0')
    handler.append_nul = false
    logger.error('höre')
    expect(await there.next()).toBe('<11>höre')
    handler.ident = 'ä-'
    logger.error('höre')
    expect(await there.next()).toBe('<11>ä-höre')
  })
})

test('SysLogHandlerTest.test_udp_reconnection', async () => {
  await withEach(async (handler, there, logger) => {
    await handler.close()
    expect(handler.socket).toBeNull()
    logger.error('höre')
    expect(await there.next()).toBe('<11>höre\0')
  })
})

test('SysLogHandlerTest.test_tcp_timeout', async () => {
  // It takes the connection, and never begins with TLS.
  const ended = new Promise<void>((resolve) => {
    server.once('connection', (socket) =>
      socket
        .on('error', () => undefined)
        .on('close', () => resolve())
        .resume(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  const handler = new SysLogHandler({ address: ['127.0.0.1', port], socktype: SOCK_STREAM, timeout: 0.05, tls: {} })
  handler.emit(logging.makeLogRecord({ msg: 'waits' }))
  await handler.flush()
  expect(handler.stats()).toEqual({ queued: 1, inFlight: 0, dropped: 0 })
  await ended
  logging.settings.raiseExceptions = false
  await handler.close()
  logging.settings.raiseExceptions = true
  server.close()
})

const server = net.createServer()
