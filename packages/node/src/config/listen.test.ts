import { once } from 'node:events'
import * as net from 'node:net'
import { getLogger } from '@treeline/core'
import { platform } from '@treeline/core/internal'
import { realmState, resetLogging, StringStream } from '@treeline/core/testing'
import { afterEach, expect, test } from 'vitest'
import { type ConfigListener, listen, type ListenOptions, stopListening } from './listen.js'

afterEach(async () => {
  await stopListening()
  resetLogging()
})

const INI = `[loggers]
keys=root
[handlers]
keys=
[formatters]
keys=
[logger_root]
level=ERROR
handlers=
`

async function started(options?: ListenOptions): Promise<ConfigListener> {
  const listener = listen(0, options)
  listener.start()
  await listener.ready
  return listener
}

function message(text: string | Buffer, length: number = Buffer.byteLength(text)): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt32BE(length)
  return Buffer.concat([head, Buffer.from(text)])
}

/** Sends pieces, each in a packet of its own, and waits until the server has closed the connection. */
async function send({ port }: ConfigListener, ...pieces: readonly Buffer[]): Promise<void> {
  const socket = net.connect(port, '127.0.0.1').setNoDelay()
  const closed = new Promise((resolve) => socket.on('close', resolve).on('error', resolve))
  for (const piece of pieces) {
    await new Promise((resolve) => socket.write(piece, resolve))
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await closed
}

/** Runs the work, and gives what was reported meanwhile. */
async function reported(work: () => Promise<void>): Promise<string> {
  const before = realmState.platform
  const stderr = new StringStream()
  realmState.platform = Object.create(platform(), { stderr: { value: stderr } }) as typeof before
  try {
    await work()
  } finally {
    realmState.platform = before
  }
  return stderr.text
}

const level = (): number => getLogger().level

test('takes a JSON object for dictConfig and an ini file for fileConfig', async () => {
  const listener = await started()
  expect(listener.port).toBeGreaterThan(0)
  await send(listener, message(JSON.stringify({ version: 1, root: { level: 'DEBUG' } })))
  expect(level()).toBe(10)
  await send(listener, message(INI))
  expect(level()).toBe(40)
})

test('takes a message in pieces, several at a time, and nothing behind one', async () => {
  const listener = await started()
  const bytes = message(INI)
  const slow = send(listener, ...Array.from({ length: bytes.length }, (_, i) => bytes.subarray(i, i + 1)))
  await send(listener, message(INI.replace('ERROR', 'INFO')), message(INI))
  expect(level()).toBe(20)
  await slow
  expect(level()).toBe(40)
})

test('what is refused is reported, changes nothing and stops nothing', async () => {
  const listener = await started({ maxBytes: 500, timeoutMs: 100 })
  const cases: [Buffer, string][] = [
    [message('garbage'), 'is invalid: File contains no section headers'],
    [message('{"version": 2}'), 'Unsupported version: 2'],
    [message(INI.replace('ERROR', 'EROR')), "Unknown level: 'EROR'"],
    [message('[]'), 'no section headers'],
    // As in Python, a byte order mark is text.
    [message(`\uFEFF${INI}`), 'no section headers'],
    [message(Buffer.of(0xff, 0xfe)), 'not valid for encoding utf-8'],
    [message(''), "'formatters'"],
    [message(INI, 501), 'it has 501 bytes, and 500 are allowed'],
    [message(INI, 400), `it took more than 100 ms after ${INI.length} of 400 bytes`],
    [Buffer.of(0, 0), 'it took more than 100 ms after 0 bytes'],
  ]
  for (const [bytes, text] of cases) expect(await reported(() => send(listener, bytes))).toContain(text)
  expect(level()).toBe(30)
  await send(listener, message(INI))
  expect(level()).toBe(40)
})

test('a client that leaves early is reported, one that only looks is not', async () => {
  const listener = await started()
  const leave = async (...bytes: Buffer[]): Promise<void> => {
    const socket = net.connect(listener.port, '127.0.0.1')
    socket.end(Buffer.concat(bytes))
    await new Promise((resolve) => socket.on('close', resolve))
  }
  expect(await reported(() => leave(message(INI).subarray(0, 10)))).toContain(
    `its client left after 6 of ${INI.length} bytes`,
  )
  expect(await reported(() => leave())).toBe('')
})

/** Opens connections that send so much and wait, and resolves with how many are open when the server has them all. */
async function idle({ port }: ConfigListener, count: number, bytes: Buffer): Promise<net.Socket[]> {
  const sockets = Array.from({ length: count }, () => net.connect(port, '127.0.0.1').on('error', () => {}))
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))))
  for (const socket of sockets) if (bytes.length > 0) socket.write(bytes)
  return sockets
}

test.each([
  ['send nothing', 300, Buffer.of()],
  ['have begun', 40, Buffer.of(0)],
])('connections that %s keep nobody out; the oldest make room', async (_, count, bytes) => {
  const listener = await started({ timeoutMs: 300_000 })
  let sockets: net.Socket[] = []
  const text = await reported(async () => {
    sockets = await idle(listener, count, bytes)
    await send(listener, message(INI))
    expect(level()).toBe(40)
    await Promise.all(sockets.slice(0, 24).map((socket) => socket.destroyed || once(socket, 'close')))
    for (const socket of sockets) socket.destroy()
    await stopListening()
  })
  expect(text.includes('gave way to newer ones')).toBe(bytes.length > 0)
})

test('a connection that sends nothing is closed without a word', async () => {
  const listener = await started({ timeoutMs: 300_000 })
  expect(await reported(() => send(listener))).toBe('')
})

test('verify gives the bytes to use, or none', async () => {
  const seen: string[] = []
  const listener = await started({
    verify(bytes) {
      const text = new TextDecoder().decode(bytes)
      seen.push(text)
      if (text === 'throw') throw new Error('from verify')
      if (text === 'text') return 'text' as never
      if (text === 'late') return Promise.reject(new Error('late')) as never
      return text.startsWith('secret:') ? bytes.subarray(7) : null
    },
  })
  expect(await reported(() => send(listener, message(INI)))).toBe('')
  expect(level()).toBe(30)
  expect(await reported(() => send(listener, message('throw')))).toContain('from verify')
  expect(await reported(() => send(listener, message('text')))).toContain(
    "verify must return bytes or null, not 'text'",
  )
  expect(await reported(() => send(listener, message('late')))).toContain('is not async')
  await send(listener, message(`secret:${INI}`))
  expect(level()).toBe(40)
  expect(seen).toHaveLength(5)
})

test('starts once, stops, and may be stopped before it listens', async () => {
  const first = listen(0)
  expect(first.port).toBe(0)
  await expect(first.join()).rejects.toThrow('cannot join thread before it is started')
  first.start()
  expect(() => first.start()).toThrow('threads can only be started once')
  await stopListening()
  await first.join()
  const second = await started()
  await stopListening()
  await stopListening()
  await second.join()
  await expect(
    new Promise((resolve, reject) => net.connect(second.port, '127.0.0.1').on('connect', resolve).on('error', reject)),
  ).rejects.toThrow('ECONNREFUSED')
})

test('drains: a message on its way when it is stopped takes effect', async () => {
  const listener = await started()
  const bytes = message(INI)
  const socket = net.connect(listener.port, '127.0.0.1')
  await new Promise((resolve) => socket.write(bytes.subarray(0, 20), resolve))
  await new Promise((resolve) => setTimeout(resolve, 20))
  const stopped = stopListening()
  socket.write(bytes.subarray(20))
  await stopped
  expect(level()).toBe(40)
})

test('a port that is taken is reported, and rejects ready', async () => {
  const { port } = await started()
  const second = listen(port)
  const said = await reported(async () => {
    second.start()
    await expect(second.ready).rejects.toThrow('EADDRINUSE')
    await second.join()
  })
  expect(said).toContain('EADDRINUSE')
})

test('checks its parameters', () => {
  expect(() => listen('9030' as never)).toThrow(TypeError)
  expect(() => listen(70_000)).toThrow(RangeError)
  expect(() => listen(0, { verify: 5 as never })).toThrow('verify: expected a function, not 5')
  expect(() => listen(0, { maxBytes: 0 })).toThrow(RangeError)
})

test.each<[number, ListenOptions, string]>([
  [65_536, {}, 'port: expected a whole number from 0 to 65535, not 65536'],
  [-1, {}, 'port: expected a whole number from 0 to 65535, not -1'],
  [1.5, {}, 'port: expected a whole number from 0 to 65535, not 1.5'],
  [0, { maxBytes: 2 ** 32 }, 'maxBytes: expected a whole number from 1 to 4294967295, not 4294967296'],
  [0, { timeoutMs: 0 }, 'timeoutMs: expected a whole number from 1 to 2147483647, not 0'],
  [0, { timeoutMs: 2 ** 31 }, 'timeoutMs: expected a whole number from 1 to 2147483647, not 2147483648'],
  [0, { maxByte: 5 } as never, "listen: unknown option 'maxByte'; did you mean maxBytes?"],
])('listen(%d, %o) is refused', (port, options, message) => {
  expect(() => listen(port, options)).toThrow(message)
})

test('the least and the most that may be given is taken', () => {
  for (const [port, options] of [
    [0, { maxBytes: 1, timeoutMs: 1 }],
    [65_535, { maxBytes: 2 ** 32 - 1, timeoutMs: 2 ** 31 - 1 }],
  ] as const)
    expect(listen(port, options).port).toBe(port)
  expect(listen().port).toBe(9030)
  expect(listen(0, { verify: null }).port).toBe(0)
})

test('one that is stopped while it begins listens to nobody', async () => {
  const listener = listen(0)
  listener.start()
  await stopListening()
  await listener.ready
  await expect(
    new Promise((resolve, reject) =>
      net.connect(listener.port, '127.0.0.1').on('connect', resolve).on('error', reject),
    ),
  ).rejects.toThrow('ECONNREFUSED')
})

test('a listener without a port does not keep a later one from being stopped', async () => {
  const other = net.createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  try {
    const first = listen((other.address() as net.AddressInfo).port)
    const second = listen(0)
    await reported(async () => {
      first.start()
      second.start()
      await expect(first.ready).rejects.toThrow('EADDRINUSE')
    })
    await second.ready
    await stopListening()
    await second.join()
  } finally {
    other.close()
  }
})

/** Sends a configuration that asks for an answer, and gives that. */
async function asked({ port }: ConfigListener, config: object): Promise<string> {
  const socket = net.connect(port, '127.0.0.1')
  socket.write(message(JSON.stringify({ version: 1, incremental: true, answer: true, ...config })))
  let text = ''
  for await (const chunk of socket) text += String(chunk)
  return text
}

test('an answer names the levels of the loggers that the configuration names, and no other', async () => {
  const listener = await started()
  getLogger('app.db').setLevel('INFO')
  getLogger('other').setLevel('INFO')
  const loggers = { 'app.db': { level: 'DEBUG' }, 'app.db.pool': {} }
  expect(await asked(listener, {})).toBe('{"levels":{}}\n')
  expect(await asked(listener, { loggers })).toBe('{"levels":{"app.db":"DEBUG","app.db.pool":"DEBUG"}}\n')
  expect(await asked(listener, { root: { level: 'ERROR' } })).toBe('{"levels":{"root":"ERROR"}}\n')
  const both = { loggers: { 'app.db': {} }, root: {} }
  expect(await asked(listener, both)).toBe('{"levels":{"app.db":"DEBUG","root":"ERROR"}}\n')
})

test('an answer names a hundred loggers at most', async () => {
  const listener = await started()
  const loggers = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`app.l${i}`, { level: 'INFO' }]))
  const { levels } = JSON.parse(await asked(listener, { loggers })) as { levels: Record<string, string> }
  expect(Object.keys(levels)).toHaveLength(100)
  expect(levels['app.l99']).toBe('INFO')
  expect(getLogger('app.l100').level).toBe(20)
})

test('a refusal is answered with its reason, and reported', async () => {
  const listener = await started()
  let answer = ''
  const said = await reported(async () => {
    answer = await asked(listener, { root: { level: 'LOUD' } })
  })
  const { refused } = JSON.parse(answer) as { refused: string }
  expect(refused).toContain("Unknown level: 'LOUD'")
  expect(said).toContain("Unknown level: 'LOUD'")
})

test('only true asks for an answer', async () => {
  const listener = await started()
  expect(await asked(listener, { answer: 1, root: { level: 'DEBUG' } })).toBe('')
  expect(level()).toBe(10)
})
