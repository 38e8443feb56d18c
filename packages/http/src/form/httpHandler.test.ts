import { createServer, type Server as NodeServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Formatter, getLogger, LogRecord, settings } from '@treeline/core'
import { captureStderr, handlerContract, realmState, resetLogging, StringStream } from '@treeline/core/testing'
import { fromWire } from '@treeline/core/wire'
import { afterEach, expect, test, vi } from 'vitest'
import { BufferingHTTPHandler, type Fetch, HTTPHandler, type HTTPHandlerOptions } from '../index.js'

afterEach(() => {
  resetLogging()
  vi.useRealTimers()
})

/** The record of the literals below: LogRecord('app.db', 20, '/srv/app.py', 42, 'user %s did %d é~', ('ann', 7), None, 'main'). */
function fixed(msg: unknown = 'user %s did %d é~', args: unknown = ['ann', 7]): LogRecord {
  const record = new LogRecord('app.db', 20, '/srv/app.py', 42, msg, args as never, null, { func: 'main' })
  record.created = 1_700_000_000.25
  record.relativeCreated = 40.5
  record.thread = 1
  record.process = 9798
  return record
}

interface Sent {
  url: string
  init: RequestInit
}

function recording(options: HTTPHandlerOptions = {}, host = 'example.com', url = '/log'): [HTTPHandler, Sent[]] {
  const sent: Sent[] = []
  const fetch: Fetch = async (to, init) => {
    sent.push({ url: to, init })
    return new Response(null, { status: 500 })
  }
  return [new HTTPHandler(host, url, { method: 'POST', fetch, ...options }), sent]
}

async function formOf(record: LogRecord): Promise<string> {
  const [handler, sent] = recording()
  handler.handle(record)
  await handler.close()
  return String(sent[0]!.init.body)
}

// What CPython 3.11's HTTPHandler sends for the same record, with 3.12's taskName.
const PYTHON =
  'name=app.db&msg=user+%25s+did+%25d+%C3%A9~&args=%28%27ann%27%2C+7%29&levelname=INFO&levelno=20' +
  '&pathname=%2Fsrv%2Fapp.py&filename=app.py&module=app&exc_info=None&exc_text=None&stack_info=None&lineno=42' +
  '&funcName=main&created=1700000000.25&msecs=250.0&relativeCreated=40.5&thread=1&threadName=MainThread' +
  '&processName=MainProcess&process=9798&taskName=None'

test("sends Python's bytes", async () => {
  expect(await formOf(fixed())).toBe(PYTHON)
})

test.each<[unknown, string]>([
  [[], '%28%29'],
  [['x'], '%28%27x%27%2C%29'],
  [[null, true, false], '%28None%2C+True%2C+False%29'],
  [[1, 1.5, 1e-7, 1e21], '%281%2C+1.5%2C+1e-07%2C+1000000000000000000000%29'],
  [["it's", 'a"b'], '%28%22it%27s%22%2C+%27a%22b%27%29'],
  [[[1, { b: [null, "it's"] }], 2], '%28%5B1%2C+%7B%27b%27%3A+%5BNone%2C+%22it%27s%22%5D%7D%5D%2C+2%29'],
  [[{ a: 1 }], '%7B%27a%27%3A+1%7D'],
  [null, 'None'],
])('writes the arguments %j as Python does', async (args, text) => {
  expect(new RegExp('&args=([^&]*)&').exec(await formOf(fixed('m', args)))![1]).toBe(text)
})

test("writes extras after Python's attributes, message and asctime last", async () => {
  const record = fixed()
  Object.assign(record, {
    t: true,
    f: 0.00001,
    n: 2 ** 53,
    p: 'a&b=c d+e/~*-._()!\'"\n',
    ext: { b: [1, null] },
    half: '\ud83c!',
  })
  new Formatter('%(asctime)s').format(record)
  record.asctime = 'now'
  expect(await formOf(record)).toBe(
    `${PYTHON}&t=True&f=1e-05&n=9007199254740992&p=a%26b%3Dc+d%2Be%2F~%2A-._%28%29%21%27%22%0A` +
      '&ext=%7B%27b%27%3A+%5B1%2C+None%5D%7D&half=%EF%BF%BD%21&message=user+ann+did+7+%C3%A9~&asctime=now',
  )
})

test('hostile extras are bounded and run nothing', async () => {
  const record = fixed()
  const cyclic: unknown[] = [1]
  cyclic.push(cyclic)
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  const trap = {
    get x(): never {
      throw new Error('trap')
    },
  }
  Object.assign(record, {
    cyclic,
    proxy,
    trap,
    long: Array.from({ length: 5000 }, () => 1),
    map: new Map([[1, 'a']]),
    wide: Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, 1])),
  })
  const pairs = new URLSearchParams(await formOf(record))
  expect(pairs.get('cyclic')).toBe('[1, [...]]')
  expect(pairs.get('proxy')).toBe('<unreadable object>')
  expect(pairs.get('trap')).toBe("{'x': [Getter]}")
  expect(pairs.get('map')).toBe("{1: 'a'}")
  expect(pairs.get('long')!.length).toBeLessThan(4000)
  expect(pairs.get('wide')).toMatch(/'k999': 1, \.\.\.\}$/)
})

test('a small graph of very many paths is cut', async () => {
  const record = fixed()
  let graph: object = { end: 'x' }
  for (let depth = 0; depth < 15; depth++) graph = { left: graph, right: graph, more: graph }
  Object.assign(record, { graph })
  const text = new URLSearchParams(await formOf(record)).get('graph')!
  expect(text.length).toBeGreaterThan(10_000)
  expect(text.length).toBeLessThan(40_000)
  expect(text).toMatch(/, \.\.\.\}+$/)
})

test('what waits can be counted', async () => {
  const [handler] = recording()
  for (let i = 0; i < 3; i++) handler.handle(fixed())
  expect(handler.stats()).toEqual({ queued: 3, inFlight: 0 })
  await handler.flush()
  expect(handler.stats()).toEqual({ queued: 0, inFlight: 0 })
})

test('GET appends to the url', async () => {
  const [handler, sent] = recording({ method: 'get' }, 'example.com:9022', '/log')
  handler.handle(fixed())
  handler.url = '/log?key=1'
  await handler.flush()
  handler.handle(fixed())
  await handler.close()
  expect(sent.map((one) => one.url)).toEqual([
    `http://example.com:9022/log?${PYTHON}`,
    `http://example.com:9022/log?key=1&${PYTHON}`,
  ])
  expect(sent[0]!.init).toMatchObject({ method: 'GET', headers: {}, mode: 'no-cors', credentials: 'omit' })
  expect(sent[0]!.init.body).toBeUndefined()
})

test('POST, secure, with credentials', async () => {
  const [handler, sent] = recording({ secure: true, credentials: ['ann', 'pässword'] }, 'example.com', 'log')
  handler.handle(fixed())
  await handler.close()
  expect(sent[0]!.url).toBe('https://example.com/log')
  expect(sent[0]!.init.headers).toEqual({
    'Content-Type': 'application/x-www-form-urlencoded',
    Authorization: 'Basic YW5uOnDDpHNzd29yZA==',
  })
  expect(sent[0]!.init.mode).toBeUndefined()
})

test('credentials are UTF-8 where there is no TextEncoder, whatever is in them', async () => {
  const credentials: [string, string] = ['a+b %41&=é', '\ud83c~😀']
  const expected = Buffer.from(credentials.join(':')).toString('base64')
  vi.stubGlobal('TextEncoder', undefined)
  const [handler, sent] = recording({ credentials })
  handler.handle(fixed())
  await handler.close()
  vi.unstubAllGlobals()
  expect((sent[0]!.init.headers as Record<string, string>)['Authorization']).toBe(`Basic ${expected}`)
})

test("an empty host is the page's own", async () => {
  vi.stubGlobal('location', { href: 'https://app.test/a/b' })
  const [handler, sent] = recording({ secure: true }, '', '/log')
  handler.handle(fixed())
  await handler.close()
  expect(sent[0]!.url).toBe('https://app.test/log')
  vi.unstubAllGlobals()
})

test('mapLogRecord may be overridden', async () => {
  class Short extends HTTPHandler {
    override mapLogRecord(record: LogRecord): Record<string, unknown> {
      return { text: record.getMessage(), level: record.levelno }
    }
  }
  const sent: string[] = []
  const handler = new Short('h', '/', {
    method: 'POST',
    fetch: async (_, init) => (sent.push(String(init.body)), new Response()),
  })
  handler.handle(fixed())
  await handler.close()
  expect(sent).toEqual(['text=user+ann+did+7+%C3%A9~&level=20'])
})

const HOST = "a server's name, with a port if need be; in a page '' too"

test.each<[unknown[], Error]>([
  [['h', '/', { method: 'PUT' }], new RangeError('method must be GET or POST')],
  [[1, '/'], new TypeError(`host: expected ${HOST}, not 1`)],
  [['', '/'], new RangeError(`host: expected ${HOST}, not ''`)],
  [['http://h', '/'], new RangeError(`host: expected ${HOST}, not 'http://h'`)],
  [['me@h', '/'], new RangeError(`host: expected ${HOST}, not 'me@h'`)],
  [['h:port', '/'], new RangeError(`host: expected ${HOST}, not 'h:port'`)],
  [['a b', '/'], new RangeError(`host: expected ${HOST}, not 'a b'`)],
  [['h', '/', { secure: 'yes' }], new TypeError("secure: expected true or false, not 'yes'")],
  [['h', '/', { fetch: 1 }], new TypeError('fetch: expected a function, not 1')],
  [['h', '/', { maxQueueRecords: 1.5 }], new RangeError('maxQueueRecords: expected a whole number from 1 on, not 1.5')],
  [['h', undefined], new TypeError('url: expected a string, not undefined')],
  [
    ['h', '/', 'POST', true],
    new TypeError(
      "HTTPHandler: unknown option 'POST'; there are: method secure credentials context maxQueueRecords timeoutMs fetch",
    ),
  ],
  [['h', '/', { credentials: 'me:secret' }], new TypeError('credentials: expected [user, password], two strings')],
])('refuses %j', (parameters, error) => {
  expect(() => new HTTPHandler(...(parameters as ['h', '/']))).toThrow(error)
})

test('one request at a time, in order, whatever the status', async () => {
  const answers: (() => void)[] = []
  const bodies: string[] = []
  const handler = new HTTPHandler('h', '/', {
    method: 'POST',
    fetch: (_, init) =>
      new Promise((resolve) => {
        bodies.push(new URLSearchParams(String(init.body)).get('msg')!)
        answers.push(() => resolve(new Response(null, { status: 500 })))
      }),
  })
  for (const msg of ['1', '2', '3']) handler.handle(fixed(msg, null))
  let done = false
  const flushed = handler.flush().then(() => (done = true))
  for (let index = 0; index < 3; index++) {
    expect(bodies).toHaveLength(index + 1)
    expect(done).toBe(false)
    answers[index]!()
    await new Promise((resolve) => setTimeout(resolve))
  }
  await flushed
  expect(bodies).toEqual(['1', '2', '3'])
})

test('failures go to handleError and do not stop the next', async () => {
  let calls = 0
  const handler = new HTTPHandler('h', '/', {
    fetch: () => {
      calls++
      if (calls === 1) throw new Error('policy')
      return Promise.reject(new TypeError('Failed to fetch'))
    },
  })
  const told: unknown[] = []
  handler.handleError = (record, error) => {
    told.push([record.msg, (error as Error).message])
    throw new Error('mine')
  }
  handler.handle(fixed('1', null))
  handler.handle(fixed('2', null))
  await handler.flush()
  expect(told).toEqual([
    ['1', 'policy'],
    ['2', 'Failed to fetch'],
  ])
})

test('a server that never answers is given up after timeoutMs', async () => {
  vi.useFakeTimers()
  const handler = new HTTPHandler('h', '/', { timeoutMs: 500, fetch: () => new Promise(() => {}) })
  settings.raiseExceptions = false
  handler.handle(fixed())
  let done = false
  void handler.flush().then(() => (done = true))
  await vi.advanceTimersByTimeAsync(499)
  expect(done).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(done).toBe(true)
})

test('a server that never answers costs the end of a process one wait, and what is left is counted', async () => {
  vi.useFakeTimers()
  const fetch = vi.fn(() => new Promise<Response>(() => {}))
  const handler = new HTTPHandler('h', '/', { timeoutMs: 500, fetch })
  settings.raiseExceptions = false
  for (let i = 0; i < 10; i++) handler.handle(fixed())
  await vi.advanceTimersByTimeAsync(500)
  // As Node's beforeExit: what has just failed is not tried again, nor is the next.
  await handler.flush()
  expect([fetch.mock.calls.length, handler.stats().queued]).toEqual([1, 9])
  // A process that lives on tries the next after a while.
  await vi.advanceTimersByTimeAsync(5000)
  expect(fetch).toHaveBeenCalledTimes(2)
  settings.raiseExceptions = true
  const stderr = new StringStream()
  const before = realmState.platform
  realmState.platform = { stderr, thread: 0, threadName: '', process: 0, processName: '' }
  try {
    const closed = handler.close()
    await vi.advanceTimersByTimeAsync(500)
    await closed
  } finally {
    realmState.platform = before
  }
  expect(stderr.text).toContain('8 records were lost: the server does not answer')
  expect(handler.stats().queued).toBe(0)
})

test('a server that answers again gets what waits', async () => {
  vi.useFakeTimers()
  let hangs = true
  const sent: string[] = []
  const handler = new HTTPHandler('h', '/', {
    method: 'POST',
    timeoutMs: 500,
    fetch: (_, init) => {
      sent.push(new URLSearchParams(String(init.body)).get('msg')!)
      return hangs ? new Promise(() => {}) : Promise.resolve(new Response())
    },
  })
  settings.raiseExceptions = false
  for (const msg of ['1', '2', '3', '4']) handler.handle(fixed(msg, null))
  await vi.advanceTimersByTimeAsync(2000)
  expect(sent).toEqual(['1'])
  hangs = false
  // Not for a record that comes: that would be as many waits as there are records.
  handler.handle(fixed('5', null))
  expect(sent).toEqual(['1'])
  await handler.flush()
  expect(sent).toEqual(['1', '2', '3', '4', '5'])
})

test('a full queue drops the oldest and says so at its end', async () => {
  const sent: string[] = []
  const handler = new HTTPHandler('h', '/', {
    method: 'POST',
    maxQueueRecords: 2,
    fetch: async (_, init) => {
      const pairs = new URLSearchParams(String(init.body))
      sent.push(`${pairs.get('msg')} ${pairs.get('args')}`)
      return new Response()
    },
  })
  for (const msg of ['1', '2', '3', '4', '5']) handler.handle(fixed(msg, null))
  await handler.flush()
  await handler.flush()
  expect(sent).toEqual(['1 None', '4 None', '5 None', '%d records were dropped: the queue was full (2,)'])
})

test('a fetch that logs each call does not cause requests without end', async () => {
  const log = getLogger('app')
  let calls = 0
  const handler = new HTTPHandler('h', '/', {
    fetch: async () => {
      calls++
      log.error('fetch')
      return new Response()
    },
  })
  log.propagate = false
  log.addHandler(handler)
  log.error('one')
  await handler.close()
  expect(calls).toBe(1)
})

test('a mapLogRecord that throws is reported', () => {
  const [handler] = recording()
  handler.mapLogRecord = () => {
    throw new Error('mapping')
  }
  expect(captureStderr(() => handler.handle(fixed()))).toContain('mapping')
})

// ---- over a real socket

interface Arrival {
  method: string
  url: string
  type: string | undefined
  authorization: string | undefined
  body: string
}

async function listening(arrivals: Arrival[], status: (count: number) => number): Promise<[NodeServer, string]> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')))
    request.on('end', () => {
      const { method, url, headers } = request
      arrivals.push({
        method: method!,
        url: url!,
        type: headers['content-type'],
        authorization: headers.authorization,
        body,
      })
      response.writeHead(status(arrivals.length), { treeline: '1' }).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return [server, `127.0.0.1:${(server.address() as AddressInfo).port}`]
}

test('HTTPHandler over a real socket', async () => {
  const arrivals: Arrival[] = []
  const [server, host] = await listening(arrivals, () => 404)
  try {
    for (const options of [{ method: 'POST' }, { credentials: ['ann', 'secret'] as const }]) {
      const handler = new HTTPHandler(host, '/log', options)
      handler.handle(fixed())
      await handler.close()
    }
  } finally {
    server.close()
  }
  expect(arrivals).toEqual([
    { method: 'POST', url: '/log', type: 'application/x-www-form-urlencoded', authorization: undefined, body: PYTHON },
    { method: 'GET', url: `/log?${PYTHON}`, type: undefined, authorization: 'Basic YW5uOnNlY3JldA==', body: '' },
  ])
})

test('BufferingHTTPHandler over a real socket, the first answer a failure', async () => {
  const arrivals: Arrival[] = []
  const [server, host] = await listening(arrivals, (count) => (count === 1 ? 503 : 204))
  try {
    const handler = new BufferingHTTPHandler(`http://${host}/records`)
    handler.handle(fixed('emoji 🎉 é', null))
    await handler.flush()
    expect(handler.stats()).toMatchObject({ queued: 1, retries: 1 })
    await handler.close()
    expect(handler.stats()).toMatchObject({ acknowledged: 1, queued: 0, lost: {} })
  } finally {
    server.close()
  }
  expect(arrivals.map(({ type }) => type)).toEqual(['text/plain;charset=utf-8', 'text/plain;charset=utf-8'])
  expect(arrivals[0]!.body.split('\n')[1]).toBe(arrivals[1]!.body.split('\n')[1])
  expect(fromWire(JSON.parse(arrivals[0]!.body.split('\n')[1]!)).getMessage()).toBe('emoji 🎉 é')
})

for (const { name, run } of handlerContract(() => {
  const messages: string[] = []
  const handler = new HTTPHandler('h', '/', {
    method: 'POST',
    fetch: async (_, init) => {
      const pairs = new URLSearchParams(String(init.body))
      messages.push(pairs.get('msg')!)
      return new Response()
    },
  })
  return { handler, arrived: () => messages }
})) {
  test(name, run)
}

test.each(['GETS', 'TARGET', 'POSTS', 'XPOST', '', 'PUT'])('the method %j is none', (method) => {
  expect(() => new HTTPHandler('h', '/', { method })).toThrow(new RangeError('method must be GET or POST'))
})

test.each(['get', 'Post'])('the method %s is taken in any case', (method) => {
  expect(new HTTPHandler('h', '/', { method }).method).toBe(method.toUpperCase())
})
