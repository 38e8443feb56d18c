import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const EXAMPLES = resolve('examples/first-steps')
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-examples-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Runs an example as a user would, in a folder of its own; gives what it wrote to standard error. */
function run(program: string, parameters: string[] = [], nodeOptions: string[] = []): string {
  const result = spawnSync(process.execPath, [...nodeOptions, join(EXAMPLES, program), ...parameters], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC' },
  })
  expect(result.status, result.stderr).toBe(0)
  expect(result.stdout).toBe('')
  return result.stderr
}

/** Returns the folder's files with their contents. */
function files(): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

test('two modules log to one file', () => {
  expect(run('myapp.mjs')).toBe('')
  expect(files()).toEqual({
    'myapp.log': 'INFO:__main__:Started\nINFO:mylib:Doing something\nINFO:__main__:Finished\n',
  })
})

test.each([
  ['debug', ['DEBUG:root:This is a debug message', 'INFO:root:This is an info message']],
  ['info', ['INFO:root:This is an info message']],
])('the level demonstration at %s', (level, first) => {
  const lines = [
    ...first,
    'WARNING:root:This is a warning message',
    'ERROR:root:This is an error message',
    'CRITICAL:root:This is a critical error message',
  ]
  expect(run('levels.mjs', [level])).toBe(`${lines.join('\n')}\n`)
})

// What CPython 3.11 leaves behind for the same program.
test('the six rotated files', () => {
  run('rotating.mjs')
  const base = 'logging_rotatingfile_example.out'
  expect(files()).toEqual({
    [base]: 'i = 19\n',
    [`${base}.1`]: 'i = 17\ni = 18\n',
    [`${base}.2`]: 'i = 15\ni = 16\n',
    [`${base}.3`]: 'i = 13\ni = 14\n',
    [`${base}.4`]: 'i = 11\ni = 12\n',
    [`${base}.5`]: 'i = 9\ni = 10\n',
  })
})

test('two named loggers', () => {
  expect(run('named.mjs')).toBe(
    'WARNING:package1.module1:This message comes from one module\nWARNING:package2.module2:And this message comes from another module\n',
  )
})

test('a format with attributes of one’s own, at the time in Python’s manual', () => {
  const clock = join(folder, 'clock.mjs')
  writeFileSync(clock, 'Date.now = () => Date.UTC(2006, 1, 8, 22, 20, 2, 165)\n')
  expect(run('extra.mjs', [], [`--import=${clock}`])).toBe(
    '2006-02-08 22:20:02,165 192.168.0.1     fbloggs  Protocol problem: connection reset\n',
  )
})
