// The declarations that are built, as projects with other options than ours see them, by the compilers that they have.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { program } from '../packages/bench/src/types/program.mjs'
import { type Complaint, complaints, completions, instantiations, root, settings } from './tools/compilers.js'
import { CALLS, HEAD } from './types/formatCalls.js'

const LOGGERS = ['log', 'logging', 'new logging.LoggerAdapter(log)']
const METHODS = ['debug(', 'info(', 'warning(', 'warn(', 'error(', 'exception(', 'critical(', 'fatal(', 'log(20, ']
const starts = LOGGERS.flatMap((logger) => METHODS.map((method) => `;(${logger}).${method}`))
const right = starts.map((start) => `${start}'user %s did %d', name, count, { extra: user })`)
const wrong = starts.map((start) => `${start}'user %s did %d', name, 'seven', { extra: user })`)

const page = readFileSync(join(root, 'docs/howto.md'), 'utf8')
const pageLines = /```ts no-run\n(.*?)```/s.exec(page)![1]!.split('\n')
const headLines = HEAD.split('\n')
const tableLines = [...headLines, ...CALLS.map(([call]) => `log.${call}`), ...right, ...wrong]

const FILES = {
  'e2e/types/calls.ts': undefined,
  'e2e/types/requests.ts': undefined,
  'e2e/types/wrappers.ts': undefined,
  'e2e/types/table.fixture.ts': tableLines.join('\n'),
  'e2e/types/page.fixture.ts': pageLines.join('\n'),
}

describe.each(settings)('%s and exactOptionalPropertyTypes', (...setting) => {
  let found: Complaint[]
  beforeAll(() => void (found = complaints(setting, FILES)))

  /** Returns the answer to each line of a file: what is asked for in place of the message, '' where nothing is wrong. */
  function answers(name: string, lines: readonly string[]): string[] {
    const given = lines.map(() => '')
    for (const { file, line, text } of found) {
      const [, answer] = /^Argument of type .* is not assignable to parameter of type '"(.*?)"'\./.exec(text) ?? []
      if (file === `e2e/types/${name}.fixture.ts`) given[line - 1] = answer ?? text
    }
    return given
  }

  test('what has to compile does, and what must not does not', () => {
    expect(found.filter(({ file }) => !file.endsWith('.fixture.ts'))).toEqual([])
  })

  test('each call of the table gets its answer', () => {
    const given = answers('table', tableLines).slice(headLines.length)
    expect(CALLS.map(([call], index) => [call, given[index]])).toEqual(CALLS)
  })

  test('every method of every logger is checked', () => {
    const given = answers('table', tableLines).slice(headLines.length + CALLS.length)
    expect(given).toEqual([...right.map(() => ''), ...wrong.map(() => 'argument 2 (%d) has to be a number')])
  })

  test('the page says what the compiler says', () => {
    const told = pageLines.map((line) => line.split(' // error: ')[1] ?? '')
    expect(told.filter((answer) => answer !== '').length).toBeGreaterThan(5)
    expect(answers('page', pageLines)).toEqual(told)
  })
})

test('an editor offers the levels and the keywords', () => {
  const levels = ['CRITICAL', 'FATAL', 'ERROR', 'WARNING', 'WARN', 'INFO', 'DEBUG', 'NOTSET']
  const text = `import * as logging from 'treeline'
const log = logging.getLogger('app')
log.setLevel('|')
log.log('|', 'text')
logging.basicConfig({ level: '|' })
logging.explain('app', '|')
log.info('text', { | })
`
  const [keywords, ...offered] = completions(settings[0]!, text).toReversed()
  expect(offered).toEqual([levels, levels, levels, levels])
  expect(keywords).toEqual(expect.arrayContaining(['exc_info', 'extra', 'stack_info', 'stacklevel']))
})

test.each([
  ["log.setLevel('LOUD')", /'NoLevelHasThisName'/],
  ["logging.basicConfig({ level: 'LOUD' })", /NoLevelHasThisName/],
])('the compiler says of %s that no level has this name', (call, wanted) => {
  const text = `import * as logging from 'treeline'\nconst log = logging.getLogger('app')\n${call}\n`
  const [complaint] = complaints(settings[0]!, { 'e2e/types/level.fixture.ts': text })
  expect(complaint?.text).toMatch(wanted)
  expect(complaint?.text).not.toContain("'never'")
})

test('the work of the compiler grows with the calls, and no faster', () => {
  const [few, many] = [200, 400].map((calls) => instantiations(settings[0]!, program(calls, 0, true))) as [
    number,
    number,
  ]
  expect((many - few) / 200).toBeLessThan(100)
  expect(many - few).toBeLessThan(few * 1.1)
})

test('the table is long, and much of it is wrong', () => {
  expect(CALLS.length).toBeGreaterThanOrEqual(120)
  expect(CALLS.filter(([, answer]) => answer !== '').length).toBeGreaterThan(50)
})

// What stands on a wire is there or not there.
const ON_A_WIRE = /^core\.wire\.d\.ts|^http\.d\.ts readonly/

test('every optional property that is published may be undefined', () => {
  const api = join(root, 'e2e/api')
  const lines = readdirSync(api).flatMap((name) =>
    readFileSync(join(api, name), 'utf8')
      .split('\n')
      .filter(
        (line) => /^\s+(?:readonly )?\w+\?: .*[^[{]$/.test(line) && !/\b(?:undefined|unknown|L|Fallback)\b/.test(line),
      )
      .map((line) => `${name} ${line.trim()}`),
  )
  expect(lines.filter((line) => !ON_A_WIRE.test(line))).toEqual([])
})
