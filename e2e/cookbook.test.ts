import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'

const COOKBOOK = resolve('examples/cookbook')
const EXPECTED = join(COOKBOOK, 'expected')

/** The programs that take parameters, with those they are run with; every other one is run once, without. */
const PARAMETERS: Record<string, string[][]> = {
  cli: [
    ['start', 'web'],
    ['--log-level', 'debug', 'restart', 'web', 'mail'],
    ['--log-level=error', 'stop', 'web'],
  ],
}

/** The time in Python's manual: what each example's clock shows. */
const CLOCK = 'Date.now = () => Date.UTC(2006, 1, 8, 22, 20, 2, 165)\n'

/** The examples by name, each with its program: `name.mjs`, or `name/main.mjs` where it takes several files. */
const programs = new Map(
  readdirSync(COOKBOOK)
    .map((entry): [string, string] =>
      entry.endsWith('.mjs') ? [entry.slice(0, -4), entry] : [entry, `${entry}/main.mjs`],
    )
    .filter(([, program]) => existsSync(join(COOKBOOK, program))),
)

interface Recipe {
  readonly title: string
  readonly state: string
  readonly links: readonly string[]
}

/** The rows of the page's table. */
const recipes = readFileSync(join(COOKBOOK, 'README.md'), 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, number]) => /^\d+$/.test(number ?? ''))
  .map(([, , title = '', state = '', ...rest]): Recipe => {
    return { title, state, links: [...rest.join().matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link!) }
  })

let folder: string
let clock: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-cookbook-'))
  clock = mkdtempSync(join(tmpdir(), 'treeline-clock-'))
  writeFileSync(join(clock, 'clock.mjs'), CLOCK)
})
afterEach(() => {
  for (const temporary of [folder, clock]) rmSync(temporary, { recursive: true, force: true })
})

/** Returns a text under its label; one that ends in the middle of a line says so. */
function labelled(label: string, text: string): string {
  if (text === '') return ''
  return `--- ${label}\n${text}${text.endsWith('\n') ? '' : '\n(no newline at the end)\n'}`
}

function contents(name: string): string {
  const bytes = readFileSync(join(folder, name))
  return String(name.endsWith('.gz') ? gunzipSync(bytes) : bytes)
}

/** Runs an example as a user would, in a folder of its own; gives all that it wrote. */
function run(program: string, parameters: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(COOKBOOK, program), ...parameters], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC', NODE_OPTIONS: `--import=${pathToFileURL(join(clock, 'clock.mjs')).href}` },
    timeout: 300_000,
  })
  expect(status, stderr).toBe(0)
  const files = readdirSync(folder).sort()
  const command = ['$ node', program, ...parameters].join(' ')
  const output = [labelled('stdout', stdout), labelled('stderr', stderr)]
  return [`${command}\n`, ...output, ...files.map((name) => labelled(name, contents(name)))].join('')
}

test('every example has its expected output, and every expected output its example', () => {
  expect(readdirSync(EXPECTED).sort()).toEqual([...programs.keys()].map((name) => `${name}.txt`).sort())
})

test('the page lists the 48 recipes of Python’s Logging Cookbook, each once', () => {
  expect(recipes).toHaveLength(48)
  expect(new Set(recipes.map(({ title }) => title)).size).toBe(48)
})

test('a recipe that is shown has an example, one that is not has a reason', () => {
  for (const { title, state, links } of recipes) {
    expect(['shown', 'n/a'], title).toContain(state)
    if (state === 'shown') expect(links, title).not.toEqual([])
    for (const link of links) expect(existsSync(join(COOKBOOK, link)), `${title}: ${link}`).toBe(true)
  }
})

test('every example is on the page', () => {
  const linked = new Set(recipes.flatMap(({ links }) => links))
  expect([...programs.values()].filter((program) => !linked.has(program))).toEqual([])
})

test('every example says at its top what it shows', () => {
  for (const program of programs.values()) {
    expect(readFileSync(join(COOKBOOK, program), 'utf8'), program).toMatch(/^\/\/ [A-Z`]/)
  }
})

// `npx vitest run --project e2e e2e/cookbook.test.ts -u` writes what is expected anew.
test.each([...programs])('%s', async (name, program) => {
  const output = (PARAMETERS[name] ?? [[]]).map((parameters) => run(program, parameters))
  await expect(output.join('\n')).toMatchFileSnapshot(join(EXPECTED, `${name}.txt`))
})
