// Programs that log where the stack ends: V8 may not end the process, what was logged before and after is there, and what was logged
// at the end itself is in the file, or told on standard error.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const CHILD = fileURLToPath(new URL('./stack-end/child.mjs', import.meta.url))
const KINDS =
  'plain number caller braces dollar fields json error adapter pretty redacted memory queue rotating console stream'

const distOf = (file: string): string =>
  JSON.stringify(pathToFileURL(resolve(import.meta.dirname, '../packages', file)).href)

const FORMATTERS = {
  json: 'new logging.JSONFormatter()',
  text: "new logging.Formatter('%(asctime)s %(levelname)s %(message)s')",
  caller: "new logging.Formatter('%(filename)s:%(lineno)d %(message)s')",
  braces: "new logging.Formatter('{asctime} {levelname:>8} {message}', { style: '{' })",
}

/** What is logged with the stack at its end. The percent formats are new there. */
const CALLS = {
  '%s': "log.info('deep %s', n)",
  '%r': "log.info('deep %r', 'it\\'s')",
  'an error': "log.error('deep', new Error('x', { cause: new TypeError('y') }))",
  fields: "log.info('deep', { n, when: new Date(0), map: new Map([[1, /x/]]), url: new URL('http://a/') })",
  adapter: "new logging.LoggerAdapter(log, { id: 7 }).warning('deep %.2f', n)",
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-stack-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const program = (formatter: string, buffering: number, call: string): string => `
import * as logging from ${distOf('treeline/dist/node.js')}
import { realmState } from ${distOf('core/dist/testing.js')}
const handler = new logging.FileHandler('app.log', { buffering: ${buffering} })
handler.setFormatter(${formatter})
logging.basicConfig({ handlers: [handler], level: 'DEBUG' })
const log = logging.getLogger('app')
for (let i = 0; i < 200; i++) log.info('before')
let calls = 0
function deep(n) {
  try {
    deep(n + 1)
  } catch (error) {
    if (calls++ < 300) ${call}
    throw error
  }
}
try {
  deep(0)
} catch {}
for (let i = 0; i < 200; i++) log.info('after')
process.stdout.write('calls on the stack: ' + realmState.nesting.depth)
`

// Each call by two formatters, at once and held.
const formatters = Object.keys(FORMATTERS)
const cases = Object.keys(CALLS).flatMap((call, index) => [
  [formatters[index % formatters.length]!, call, 16_384] as const,
  [formatters[(index + 1) % formatters.length]!, call, 0] as const,
])

test.each(cases)('%s, %s, with %d held', (formatter, call, buffering) => {
  const file = join(folder, 'program.mjs')
  writeFileSync(file, program(FORMATTERS[formatter as 'json'], buffering, CALLS[call as '%s']))
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' })
  expect([status, signal], stderr.slice(0, 500)).toEqual([0, null])
  expect(stdout).toBe('calls on the stack: 0')
  const lines = readFileSync(join(folder, 'app.log'), 'utf8').split('\n')
  const whole = (word: string): number => lines.filter((line) => new RegExp(`\\b${word}("\\}|$)`).test(line)).length
  expect([whole('before'), whole('after')]).toEqual([200, 200])
})

interface Outcome {
  lines: string[]
  stderr: string
  returned: number
}

function run(kind: string, place: string): Outcome {
  const path = join(folder, `${kind}-${place}.log`)
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [CHILD, path, kind, place], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  expect({ status, signal, stderr: status === 0 ? '' : stderr.slice(0, 2000) }).toEqual({
    status: 0,
    signal: null,
    stderr: '',
  })
  const text = existsSync(path) ? readFileSync(path, 'utf8') : stderr
  return { lines: text.split('\n').filter((line) => line !== ''), stderr, returned: Number(stdout) }
}

/** How many failures standard error tells of. */
function toldIn(stderr: string): number {
  const counts = [...stderr.matchAll(/stack: (\d+) records|\((\d+) more like/g)]
  const reports = stderr.split('--- Logging error ---').length - 1
  return counts.reduce((sum, [, lost, more]) => sum + Number(lost ?? more), reports)
}

/** A line of a report. */
const REPORTS = /^(---|No room|\(|RangeError| {4})/

/** A line without what differs from call to call. */
const steady = (line: string): string => line.replaceAll(/\d+/g, '0')

describe.each(KINDS.split(' '))('%s', (kind) => {
  test.each(['once', 'out', 'late', 'down'])('%s', (place) => {
    const calm = steady(run(kind, 'calm').lines[0]!)
    const { lines, stderr, returned } = run(kind, place)
    // Where there is little room, a value may become the text of an error.
    const written = lines.filter((line) => line.includes('x') && !REPORTS.test(line))
    expect(returned).toBeGreaterThan(200)
    expect(written.length + toldIn(stderr)).toBeGreaterThanOrEqual(returned)
    // The last call is far from the end, and is as ever.
    expect(steady(lines.findLast((line) => !REPORTS.test(line))!)).toBe(calm)
  })
})
