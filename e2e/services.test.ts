// The services of examples/services under load from a second process: each request has exactly one line with its id, and every
// record inside it has the id, across awaits, timers, streams and requests whose client leaves.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'

const FOLDER = resolve('examples/services')
const FRAMEWORKS = ['express', 'fastify', 'hono']
const REQUESTS = 400

type Line = Readonly<Record<string, unknown>>

interface Answer {
  readonly id: string
  readonly kind: string
  readonly status: number
  readonly sent: string
}

interface Run {
  readonly lines: readonly Line[]
  readonly answers: readonly Answer[]
  readonly code: number | null
  /** All that the service has written. */
  readonly written: string
}

async function run(service: string): Promise<Run> {
  const env = { ...process.env, LOG_LEVEL: '', NODE_ENV: 'production' }
  const child = spawn(process.execPath, [resolve(FOLDER, service)], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  try {
    const errors = text(child.stderr)
    const written: string[] = []
    const port = new Promise<number>((found, fail) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        written.push(line)
        if (line.includes('listens')) found((JSON.parse(line) as { port: number }).port)
      })
      child.once('close', () => void errors.then((said) => fail(new Error(said))))
    })
    const load = spawn(process.execPath, [resolve(FOLDER, 'load.mjs'), String(await port), String(REQUESTS)])
    const answers = JSON.parse(await text(load.stdout)) as Answer[]
    const ended = new Promise<number | null>((done) => child.once('close', done))
    child.kill('SIGTERM')
    const code = await ended
    // Of fastify's options, which pino's example sets.
    expect((await errors).replaceAll(/^.*(?:FastifyDeprecation|--trace-warnings).*\n/gm, '')).toBe('')
    return { lines: written.map((line) => JSON.parse(line) as Line), answers, code, written: written.join('\n') }
  } finally {
    child.kill('SIGKILL')
  }
}

const STATUS: Readonly<Record<string, number>> = { orders: 200, place: 201, failures: 500, watch: 200 }
const LEVEL: Readonly<Record<string, string>> = { orders: 'INFO', place: 'INFO', failures: 'ERROR', watch: 'WARNING' }
const INSIDE: Readonly<Record<string, readonly string[]>> = {
  orders: ['looks', 'waited', 'found', 'found'],
  place: ['placed'],
  failures: ['fails'],
}

describe.each(FRAMEWORKS)('%s with treeline', (framework) => {
  test('each request has one line, and all its records its id', async () => {
    const { lines, answers, code, written } = await run(`treeline/${framework}.mjs`)
    expect(code).toBe(0)
    expect(answers).toHaveLength(REQUESTS)
    const access = lines.filter(({ logger }) => logger === 'http')
    expect(access.map(({ request_id }) => request_id).toSorted()).toEqual(answers.map(({ id }) => id).toSorted())
    for (const { id, kind, status, sent } of answers) {
      expect([status, sent]).toEqual([STATUS[kind], id])
      const line = access.find(({ request_id }) => request_id === id)!
      expect(line).toMatchObject({ level: LEVEL[kind], status: STATUS[kind], aborted: kind === 'watch' })
      expect(line['route']).toBe(kind === 'place' ? '/orders' : `/${kind}/:id`)
      if (kind === 'failures') expect(line['exc_info']).toContain(`TypeError: order ${id} is broken\n    at failOrder`)
      const inside = lines.filter(({ logger, order }) => logger === 'shop' && order === id)
      expect(inside.map(({ request_id }) => request_id).filter((found) => found !== id)).toEqual([])
      const messages = inside.map(({ message }) => message)
      if (kind === 'watch') expect(messages.slice(0, 2)).toEqual(['watch begins', 'state'])
      else expect(messages).toEqual(INSIDE[kind])
    }
    // What belongs to no request has no id.
    const others = lines.filter(({ logger, order }) => logger !== 'http' && order === undefined)
    for (const line of others)
      if (line['logger'] === 'shop') expect([line['message'], line['request_id']]).toEqual(['listens', undefined])
    expect(written).not.toContain('secret')
  })
})

describe.each(FRAMEWORKS)('%s with pino', (framework) => {
  test('does the same', async () => {
    const { lines, answers, code, written } = await run(`pino/${framework}.mjs`)
    expect(code).toBe(0)
    const access = lines.filter(({ res, msg }) => res !== undefined && String(msg).startsWith('request '))
    const idOf = ({ request_id, req }: Line): unknown => request_id ?? (req as Line)['id']
    expect(access.map(idOf).toSorted()).toEqual(answers.map(({ id }) => id).toSorted())
    expect(answers.filter(({ kind, status }) => status !== STATUS[kind])).toEqual([])
    expect(written).not.toContain('secret')
  })
})

test('the README counts the lines as they are, and ours are fewer', () => {
  const readme = readFileSync(resolve(FOLDER, 'README.md'), 'utf8')
  for (const framework of FRAMEWORKS) {
    const [ours = 0, pinos = 0] = ['treeline', 'pino'].map((library) => {
      const source = readFileSync(resolve(FOLDER, library, `${framework}.mjs`), 'utf8')
      return source.split('\n').filter((line) => line.trim() !== '').length
    })
    expect(readme).toContain(`| ${framework} | ${ours} | ${pinos} |`)
    expect(ours).toBeLessThan(pinos)
  }
})
