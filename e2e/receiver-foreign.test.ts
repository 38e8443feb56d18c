// The receivers in other languages, which docs/batches.md lets anybody write, take what BufferingHTTPHandler sends.
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { getLogger, type Handler } from '../packages/core/dist/index.js'
import { BufferingHTTPHandler } from '../packages/http/dist/index.js'
import { FOREIGN, ForeignReceiver } from './receiver/foreign.js'

let folder: string
let receiver: ForeignReceiver | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-foreign-'))
})

afterEach(async () => {
  await receiver?.kill()
  rmSync(folder, { recursive: true })
})

interface Sent {
  readonly bodies: string[]
  readonly answers: string[]
}

/** Sends records. Each batch goes out twice at once; the answer to every third is lost. */
async function send(url: string, log: (logger: ReturnType<typeof getLogger>) => void): Promise<Sent> {
  const bodies: string[] = []
  const answers: string[] = []
  const handler = new BufferingHTTPHandler(url, {
    capacity: 10,
    flushIntervalMs: 10,
    async fetch(target, init) {
      bodies.push(String(init.body))
      const [answer] = await Promise.all([fetch(target, init), fetch(target, init)])
      answers.push(`${answer.status} ${answer.headers.get('treeline')}`)
      return bodies.length % 3 === 0 ? new Response(null, { status: 503 }) : answer
    },
  })
  const logger = getLogger(`foreign${Math.random()}`.replace('.', ''))
  logger.setLevel('DEBUG')
  logger.propagate = false
  logger.addHandler(handler as unknown as Handler)
  log(logger)
  for (;;) {
    await handler.flush()
    const { queued, inFlight, lost } = handler.stats()
    expect(lost).toEqual({})
    if (queued + inFlight === 0) break
  }
  await handler.close()
  return { bodies, answers }
}

async function status(url: string, body: string): Promise<number> {
  return (await fetch(url, { method: 'POST', body, headers: { 'content-type': 'text/plain' } })).status
}

const TEXTS = [
  'plain',
  'ü € 😀',
  'two\nlines',
  'a "quote" \\ / </script>',
  'half \ud83d of a pair',
  '\u2028\u0000',
  '100% %s',
]

function inOrder(records: Record<string, unknown>[]): Record<string, unknown>[] {
  return records.toSorted((a, b) => Number(a['seq']) - Number(b['seq']))
}

test.each(FOREIGN)('$name: takes each record once, also after it was killed', async (foreign) => {
  receiver = await ForeignReceiver.start(foreign, folder)
  const { url } = receiver
  const { bodies, answers } = await send(url, (log) => {
    for (const text of TEXTS) log.warning(text, { extra: { n: 1.5, tags: ['x'], nothing: {}, seq: 'own' } })
    for (let n = 0; n < 50; n++) log.info('record %d', n)
    log.error('failed', new Error('why'))
  })
  expect(new Set(answers)).toEqual(new Set(['204 1']))
  // After a wait the most severe come first.
  const written = inOrder(receiver.written())
  expect(written.map(({ seq }) => seq)).toEqual(Array.from({ length: TEXTS.length + 51 }, (_, i) => i + 1))
  expect(written.slice(0, TEXTS.length).map(({ msg }) => msg)).toEqual(TEXTS)
  expect(written[0]!['fields']).toMatchObject({ n: 1.5, tags: ['x'], nothing: {}, seq: 'own' })
  expect(written.at(-1)).toMatchObject({
    levelname: 'ERROR',
    exc_text: expect.stringContaining('Error: why') as string,
  })
  const { src } = JSON.parse(bodies[0]!.split('\n')[0]!) as { src: string }
  expect(new Set(written.map((record) => record['src']))).toEqual(new Set([src]))

  // The same again, after the end of the process.
  await receiver.restart()
  for (const body of bodies) expect(await status(url, body)).toBe(204)
  expect(inOrder(receiver.written())).toEqual(written)
})

test.each(FOREIGN)('$name: refuses what is no batch, and writes nothing of it', async (foreign) => {
  receiver = await ForeignReceiver.start(foreign, folder)
  const { url } = receiver
  for (const body of ['', 'hello', '[]', 'null']) expect(await status(url, body)).toBe(400)
  expect(receiver.written()).toEqual([])
  const header = '{"treeline":1,"src":"p","batch":"p:1-1","first":1,"last":1,"count":1}'
  const record = '{"seq":1,"name":"a","levelno":20,"levelname":"INFO","msg":"x","created":1,"src":"forged"}'
  expect(await status(url, `${header}\n${record}\n`)).toBe(204)
  expect(receiver.written()).toMatchObject([{ src: 'p', msg: 'x' }])
})

test.each(FOREIGN)('$name: goes on behind a line that a crash has cut', async (foreign) => {
  appendFileSync(join(folder, 'page.ndjson'), '{"seq":1,"na')
  receiver = await ForeignReceiver.start(foreign, folder)
  const { bodies } = await send(receiver.url, (log) => log.info('whole'))
  expect(bodies.length).toBeGreaterThan(0)
  const lines = readLines()
  expect(lines[0]).toBe('{"seq":1,"na')
  expect(lines.slice(1).map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['whole'])
})

function readLines(): string[] {
  return readFileSync(join(folder, 'page.ndjson'), 'utf8').split('\n').filter(Boolean)
}
