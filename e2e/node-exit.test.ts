// The crash matrix: child programs on the built packages that end in every way a process can end. The verdict on each is
// the lines expected, found and torn, and the exit code.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const dist = resolve(import.meta.dirname, '../packages/treeline/dist')
const moduleUrl = (file: string): string => JSON.stringify(pathToFileURL(join(dist, file)).href)

let folder: string
let log: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-exit-'))
  log = join(folder, 'app.log')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Every line is as long and as regular as this one, so that a torn or mixed one shows. */
const line = (i: number): string => `line ${String(i).padStart(7, '0')} ${'.'.repeat(80)}`

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

interface Run {
  /** Called once, when the child has printed `ready`. */
  readonly whenReady?: (child: ReturnType<typeof spawn>) => void
  /** Runs the child as one end of a shell's pipe, such as `head -1`. */
  readonly pipe?: string
}

/** Runs a program that has `logging`, `handlers`, a buffered `handler` on the log file, `log` and `line`. */
function run(body: string, { whenReady, pipe }: Run = {}): Promise<Ended> {
  const file = join(folder, 'child.mjs')
  writeFileSync(
    file,
    `import * as logging from ${moduleUrl('node.js')}
import * as handlers from ${moduleUrl('handlers.node.js')}
const line = ${line.toString()}
const log = logging.getLogger('app')
log.setLevel('DEBUG')
const logTo = (handler) => { log.addHandler(handler); return handler }
const file = ${JSON.stringify(log)}
const buffered = () => logTo(new logging.FileHandler(file, { buffering: 16384, flushIntervalMs: 60_000 }))
const ready = () => process.stdout.write('ready\\n')
${body}
`,
  )
  const child =
    pipe === undefined
      ? spawn(process.execPath, [file])
      : spawn('bash', ['-o', 'pipefail', '-c', `"$0" "$1" | ${pipe}`, process.execPath, file])
  return new Promise((done, fail) => {
    let stdout = ''
    let stderr = ''
    let waiting = whenReady
    child.stdout.on('data', (data: Buffer) => {
      stdout += data.toString()
      if (waiting === undefined || !stdout.includes('ready\n')) return
      waiting(child)
      waiting = undefined
    })
    child.stderr.on('data', (data: Buffer) => void (stderr += data.toString()))
    child.on('error', fail)
    child.on('close', (code, signal) => done({ code, signal, stdout, stderr }))
  })
}

/** How many lines there are, whether they are the first ones in order, and what is no line. */
function verdict(text: string = existsSync(log) ? readFileSync(log, 'utf8') : ''): { found: number; torn: string[] } {
  const lines = text.split('\n')
  const last = lines.pop()
  const torn = lines.filter((found, i) => found !== line(i))
  if (last) torn.push(last)
  return { found: lines.length, torn: torn.slice(0, 3) }
}

describe.each([1, 100_000])('%d held records', (count) => {
  const writes = `buffered(); for (let i = 0; i < ${count}; i++) log.info(line(i))`

  test('return from main', async () => {
    expect(await run(writes)).toEqual({ code: 0, signal: null, stdout: '', stderr: '' })
    expect(verdict()).toEqual({ found: count, torn: [] })
  })

  test('process.exit at once', async () => {
    expect((await run(`${writes}; process.exit(3)`)).code).toBe(3)
    expect(verdict()).toEqual({ found: count, torn: [] })
  })

  test('an uncaught error', async () => {
    const { code, stderr } = await run(`${writes}; throw new Error('the end')`)
    expect(code).toBe(1)
    expect(stderr).toContain('Error: the end')
    expect(verdict()).toEqual({ found: count, torn: [] })
  })

  test('an unhandled rejection', async () => {
    const { code, stderr } = await run(
      `${writes}; void Promise.reject(new Error('the end')); setInterval(() => {}, 1000)`,
    )
    expect(code).toBe(1)
    expect(stderr).toContain('Error: the end')
    expect(verdict()).toEqual({ found: count, torn: [] })
  })
})

test('what a MemoryHandler holds goes through the file handler that it holds it for', async () => {
  await run(`const memory = new handlers.MemoryHandler(100_000, { target: new logging.FileHandler(file, { buffering: 16384 }) })
logTo(memory)
for (let i = 0; i < 5000; i++) log.info(line(i))`)
  expect(verdict()).toEqual({ found: 5000, torn: [] })
})

test('records of exit listeners are written too', async () => {
  await run(`buffered(); process.on('exit', () => log.info(line(1))); log.info(line(0))`)
  expect(verdict()).toEqual({ found: 2, torn: [] })
})

test.each(['flush', 'close'])(
  'a handler whose %s() ends the process takes no record of others along',
  async (method) => {
    const rude = `class Rude extends logging.Handler { emit() {} ${method}() { process.exit(9) } }`
    const { code, stderr } = await run(`buffered(); ${rude}; logTo(new Rude()); log.info(line(0))`)
    expect(code).toBe(9)
    expect(stderr).toContain('process.exit() while the process ends')
    expect(verdict()).toEqual({ found: 1, torn: [] })
  },
)

test('a rotating handler ends with every line in one of its files', async () => {
  await run(`logTo(new handlers.RotatingFileHandler(file, { maxBytes: 100_000, backupCount: 50, buffering: 16384 }))
for (let i = 0; i < 20_000; i++) log.info(line(i))`)
  const files: string[] = []
  for (let i = 50; i > 0; i--) if (existsSync(`${log}.${i}`)) files.push(readFileSync(`${log}.${i}`, 'utf8'))
  expect(files.length).toBeGreaterThan(10)
  expect(Math.max(...files.map(({ length }) => length))).toBeLessThan(100_000)
  expect(verdict(files.join('') + readFileSync(log, 'utf8'))).toEqual({ found: 20_000, torn: [] })
})

describe.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const)('%s', (signal) => {
  const kill = (child: ReturnType<typeof spawn>): void => void child.kill(signal)
  const writes = 'buffered(); for (let i = 0; i < 1000; i++) log.info(line(i))'

  test('with no other listener: everything is written and the signal does what it does', async () => {
    const ended = await run(`${writes}; setInterval(() => {}, 1000); ready()`, { whenReady: kill })
    expect(ended).toEqual({ code: null, signal, stdout: 'ready\n', stderr: '' })
    expect(verdict()).toEqual({ found: 1000, torn: [] })
  })

  test.each([
    ['once', `process.once('${signal}', () => { log.info(line(1000)); process.kill(process.pid, '${signal}') })`],
    [
      'off',
      `const stop = () => { log.info(line(1000)); process.off('${signal}', stop); process.kill(process.pid, '${signal}') }
process.on('${signal}', stop)`,
    ],
  ])('with a listener that raises it again (%s): everything is written', async (_how, listener) => {
    const ended = await run(`${writes}; setInterval(() => {}, 1000)\n${listener}\nready()`, { whenReady: kill })
    expect(ended).toEqual({ code: null, signal, stdout: 'ready\n', stderr: '' })
    expect(verdict()).toEqual({ found: 1001, torn: [] })
  })

  test('with another listener: everything is written, that one decides, and logging goes on', async () => {
    const { code, stdout } = await run(
      `${writes}
const alive = setInterval(() => {}, 1000)
process.on('${signal}', () => {
  console.log(fs.readFileSync(file, 'utf8').split('\\n').length - 1)
  setTimeout(() => { log.info(line(1000)); clearInterval(alive); process.exitCode = 7 }, 50)
})
import * as fs from 'node:fs'
ready()`,
      { whenReady: kill },
    )
    expect({ code, stdout }).toEqual({ code: 7, stdout: 'ready\n1000\n' })
    expect(verdict()).toEqual({ found: 1001, torn: [] })
  })

  test('with a listener that has gone again: the next one ends the process', async () => {
    const ended = await run(
      `${writes}
setInterval(() => {}, 1000)
process.once('${signal}', () => setTimeout(() => { log.info(line(1000)); process.kill(process.pid, '${signal}') }, 20))
ready()`,
      { whenReady: kill },
    )
    expect(ended.signal).toBe(signal)
    expect(verdict()).toEqual({ found: 1001, torn: [] })
  })

  test('with a library that re-raises when it listens alone, as signal-exit does', async () => {
    const ended = await run(
      `${writes}
setInterval(() => {}, 1000)
const last = () => {
  if (process.listenerCount('${signal}') > 1) return
  process.removeListener('${signal}', last)
  process.kill(process.pid, '${signal}')
}
process.on('${signal}', last)
ready()`,
      { whenReady: kill },
    )
    expect(ended.signal).toBe(signal)
    expect(verdict()).toEqual({ found: 1000, torn: [] })
  })
})

describe('SIGKILL', () => {
  const kill = (child: ReturnType<typeof spawn>): void => void child.kill('SIGKILL')
  const forever = `let i = 0
const more = () => { for (const end = i + 500; i < end; i++) log.info(line(i)); fs.writeSync(1, i + '\\n'); setImmediate(more) }
import * as fs from 'node:fs'
more(); ready()`
  const accepted = (stdout: string): number =>
    Number(
      stdout
        .trimEnd()
        .split('\n')
        .findLast((text) => /^\d+$/.test(text)),
    )

  test('without buffering nothing accepted is lost', async () => {
    const { signal, stdout } = await run(`logTo(new logging.FileHandler(file)); ${forever}`, { whenReady: kill })
    expect(signal).toBe('SIGKILL')
    const { found, torn } = verdict()
    expect(torn).toEqual([])
    expect(found).toBeGreaterThanOrEqual(accepted(stdout))
  })

  test('with buffering at most the buffer is lost, and no line is torn', async () => {
    const { signal, stdout } = await run(`buffered(); ${forever}`, { whenReady: kill })
    expect(signal).toBe('SIGKILL')
    const { found, torn } = verdict()
    expect(torn).toEqual([])
    expect((accepted(stdout) - found) * (line(0).length + 1)).toBeLessThanOrEqual(16_384)
  })
})

test('a stdout whose reader has gone: quiet, and the program ends as it would have', async () => {
  const { code, stdout, stderr } = await run(
    `logTo(new logging.StreamHandler(logging.stdout)); logTo(new logging.FileHandler(file))
for (let i = 0; i < 5000; i++) log.info(line(i))
process.exitCode = 5`,
    { pipe: 'head -1' },
  )
  expect({ code, stderr }).toEqual({ code: 5, stderr: '' })
  expect(stdout).toBe(`${line(0)}\n`)
  expect(verdict()).toEqual({ found: 5000, torn: [] })
})

test('a slow reader of a pipe gets every line, also when Node has made the pipe non-blocking', async () => {
  const { code, stdout, stderr } = await run(
    `process.stdout.write('')
logTo(new logging.StreamHandler(logging.stdout))
for (let i = 0; i < 5000; i++) log.info(line(i))`,
    { pipe: 'while IFS= read -r text; do printf "%s\\n" "$text"; done' },
  )
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(verdict(stdout)).toEqual({ found: 5000, torn: [] })
})

test('a full disk is reported once, the program goes on, and the end says how many records were lost', async () => {
  const { code, stdout, stderr } = await run(
    `logTo(new logging.FileHandler('/dev/full'))
for (let i = 0; i < 1000; i++) log.info(line(i))
console.log('still here')`,
  )
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'still here\n' })
  expect(stderr.match(/^Error: ENOSPC.*/gm)).toEqual([
    'Error: ENOSPC: no space left on device, write',
    'Error: ENOSPC: no space left on device, write; 1000 records were lost',
  ])
})

test('a worker’s records are written when it ends, and its process.exit ends it alone', async () => {
  const { code, stdout } = await run(`import { isMainThread, Worker } from 'node:worker_threads'
if (isMainThread) {
  new Worker(new URL(import.meta.url)).on('exit', (code) => console.log('worker', code))
} else {
  buffered()
  for (let i = 0; i < 1000; i++) log.info(line(i))
  process.exit(4)
}`)
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'worker 4\n' })
  expect(verdict()).toEqual({ found: 1000, torn: [] })
})

test('whoever patches the console or process.stdout.write sees the text, and the pipe gets it at process.exit', async () => {
  const { stdout } = await run(
    `let seen = 0
const { info } = console
console.info = (text) => { seen++; info(text) }
const { write } = process.stdout
process.stdout.write = function (text, ...rest) { seen += 10_000; return write.call(this, text, ...rest) }
logTo(new logging.ConsoleHandler())
for (let i = 0; i < 2000; i++) log.info(line(i))
process.exit(seen === 2000 * 10_001 ? 0 : 1)`,
    { pipe: 'while IFS= read -r text; do printf "%s\\n" "$text"; done' },
  )
  expect(verdict(stdout)).toEqual({ found: 2000, torn: [] })
})

test('SIGHUP: reopen() goes on in a new file, after another program has moved the old one', async () => {
  const { stderr } = await run(
    `import * as fs from 'node:fs'
const handler = buffered()
process.on('SIGHUP', () => {
  handler.reopen()
  for (let i = 100; i < 200; i++) log.info(line(i))
  clearInterval(alive)
})
const alive = setInterval(() => {}, 1000)
for (let i = 0; i < 100; i++) log.info(line(i))
ready()`,
    {
      whenReady(child) {
        renameSync(log, `${log}.1`)
        child.kill('SIGHUP')
      },
    },
  )
  expect(stderr).toBe('')
  expect(verdict(readFileSync(`${log}.1`, 'utf8'))).toEqual({ found: 100, torn: [] })
  expect(verdict(readFileSync(`${log}.1`, 'utf8') + readFileSync(log, 'utf8'))).toEqual({ found: 200, torn: [] })
})

test('ESM and CommonJS copies together install one hook', async () => {
  const { stdout } = await run(`import { createRequire } from 'node:module'
const listeners = () => process.listenerCount('SIGTERM') + ' ' + process.listenerCount('exit')
const before = listeners()
const copy = createRequire(import.meta.url)(${JSON.stringify(join(dist, 'node.cjs'))})
console.log(copy !== logging && copy.getLogger('app') === log, before.startsWith('1 '), listeners() === before)`)
  expect(stdout).toBe('true true true\n')
})

describe('records that go over the network', () => {
  const SEND = (port: number): string => `
    logTo(new handlers.BufferingHTTPHandler('http://127.0.0.1:${port}/', { flushIntervalMs: 60_000 }))
    for (let i = 0; i < 50; i++) log.info(line(i))
  `

  test('are sent where the program has nothing left to do', async () => {
    let received = ''
    const server = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => (received += text))
      request.on('end', () => response.writeHead(204, { treeline: '1' }).end())
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { code, stderr } = await run(SEND((server.address() as AddressInfo).port))
    server.close()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (let i = 0; i < 50; i++) expect(received).toContain(line(i))
  })

  test('are sent again where the server asks for a pause and the program awaits shutdown()', async () => {
    let received = ''
    let requests = 0
    const server = createServer((request, response) => {
      const isBusy = ++requests === 1
      request.setEncoding('utf8').on('data', (text: string) => void (isBusy || (received += text)))
      request.on('end', () =>
        isBusy
          ? response.writeHead(503, { 'retry-after': '1' }).end()
          : response.writeHead(204, { treeline: '1' }).end(),
      )
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { code, stdout, stderr } = await run(`${SEND(port)}\nawait logging.shutdown()\nconsole.log('over')`)
    server.close()
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'over\n', stderr: '' })
    for (let i = 0; i < 50; i++) expect(received).toContain(line(i))
  })

  test('are counted where there is no server, and the process ends', async () => {
    const { code, stderr } = await run(SEND(9))
    expect(code).toBe(0)
    expect(stderr).toBe('<BufferingHTTPHandler (NOTSET)>: the process ended before 50 records were delivered\n')
  })

  test('are counted at process.exit', async () => {
    const { code, stderr } = await run(`${SEND(9)}\nprocess.exit(3)`)
    expect(code).toBe(3)
    expect(stderr).toContain('the process ended before 50 records were delivered\n')
  })
})
