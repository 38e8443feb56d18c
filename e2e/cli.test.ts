// The command `treeline`, as a shell runs it.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const COMMAND = resolve('packages/treeline/bin/treeline.js')
const PLAIN = { ...process.env, TZ: 'UTC', NO_COLOR: '', FORCE_COLOR: '', CI: '' }

const line = (message: string, level = 'INFO', name = 'app', fields = {}): string =>
  `${JSON.stringify({ time: '2026-11-27T12:00:00.042Z', level, logger: name, message, ...fields })}\n`

let folder: string
let file: string
const children: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-cli-'))
  file = join(folder, 'app.log')
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

function run(args: readonly string[], input: string | Buffer = '', env: NodeJS.ProcessEnv = {}): Ended {
  return spawnSync(process.execPath, [COMMAND, ...args], {
    encoding: 'utf8',
    input,
    env: { ...PLAIN, ...env },
    cwd: folder,
  })
}

/** Starts it, and gives what it has written once that has so many lines. */
function start(...args: string[]): { child: ChildProcess; lines(count: number): Promise<string[]> } {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: PLAIN,
    cwd: folder,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  children.push(child)
  let text = ''
  child.stdout!.on('data', (data: Buffer) => void (text += data.toString()))
  const lines = async (count: number): Promise<string[]> => {
    for (;;) {
      const found = text.split('\n').slice(0, -1)
      if (found.length >= count) return found
      await once(child.stdout!, 'data')
    }
  }
  return { child, lines }
}

const DAY = '--- 2026-11-27 ---\n'

describe('view', () => {
  test('shows standard input', () => {
    const { status, stdout, stderr } = run(['view'], `${line('hi', 'WARNING', 'app.db', { id: 7 })}plain\t\x1b[31m\n`)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout.replace(DAY, '')).toBe('12:00:00.042 WARNING  app.db  hi  id=7\nplain\t\\x1b[31m\n')
  })

  test('shows the lines of a pipe as they come', async () => {
    const { child, lines } = start('view', '--json')
    child.stdin!.write(line('1'))
    expect(await lines(1)).toEqual([line('1').trimEnd()])
    child.stdin!.write(line('2'))
    expect(await lines(2)).toEqual([line('1').trimEnd(), line('2').trimEnd()])
  })

  test('shows files, also packed ones, and says which cannot be read', () => {
    writeFileSync(file, line('one'))
    writeFileSync(`${file}.gz`, gzipSync(line('two')))
    const { status, stdout, stderr } = run(['view', 'app.log', 'no.log', 'app.log.gz'])
    expect(status).toBe(1)
    expect(stdout.replace(DAY, '')).toBe('12:00:00.042 INFO     app  one\n12:00:00.042 INFO     app  two\n')
    expect(stderr).toMatch(/^treeline view: no\.log: ENOENT.*\n$/)
  })

  test('shows standard input among files, and packed', () => {
    writeFileSync(file, line('one'))
    expect(run(['view', 'app.log', '-'], line('two')).stdout.replace(DAY, '')).toBe(
      '12:00:00.042 INFO     app  one\n12:00:00.042 INFO     app  two\n',
    )
    const packed = gzipSync(line('three').repeat(10_000))
    for (const args of [
      ['view', '--json'],
      ['view', '--json', '-'],
      ['view', '--json', '-f', '-'],
    ])
      expect(run(args, packed)).toMatchObject({ status: 0, stdout: line('three').repeat(10_000), stderr: '' })
    expect(run(['view', '-f', 'app.log', '-'])).toMatchObject({ status: 2 })
    expect(run(['view', '--json'], packed.subarray(0, 20)).status).not.toBe(0)
  })

  test('filters, and writes lines as they are', () => {
    const input = line('a') + line('b', 'ERROR', 'app.db') + line('c', 'ERROR', 'lib') + 'text\n'
    expect(run(['view', '--json', '-l', 'error', '-n', 'app'], input).stdout).toBe(line('b', 'ERROR', 'app.db'))
  })

  test('colours where it is told to', () => {
    expect(run(['view'], line('hi'), { FORCE_COLOR: '1' }).stdout).toContain('\x1b[32mINFO\x1b[0m')
    expect(run(['view', '--color', 'always'], line('hi'), { NO_COLOR: '1' }).stdout).toContain('\x1b[32mINFO\x1b[0m')
    expect(run(['view', '--color', 'never'], line('hi'), { FORCE_COLOR: '1' }).stdout).not.toContain('\x1b')
  })

  test.each([
    [['view', '--loud'], "treeline view: Unknown option '--loud'"],
    [['view', '-l', 'loud'], "treeline view: there is no level 'loud'"],
    [['view', '--background', 'red'], "treeline view: --background: light, dark or auto, not 'red'"],
    [['view', '--color', 'red'], "treeline view: --color: always, never or auto, not 'red'"],
    [['view', '--width', '3'], "treeline view: --width: a number from 20 on, not '3'"],
    [['look'], "treeline: there is no command 'look'; there are: view, tree"],
  ])('%o is refused', (args, message) => {
    const { status, stdout, stderr } = run(args)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
  })

  test('ends quietly when its reader has gone', async () => {
    writeFileSync(file, line('x'.repeat(100)).repeat(20_000))
    const { child } = start('view', 'app.log')
    let errors = ''
    child.stderr!.on('data', (data: Buffer) => void (errors += data.toString()))
    child.stdout!.once('data', () => child.stdout!.destroy())
    const [code, signal] = await new Promise<unknown[]>((done) => child.once('close', (...how) => done(how)))
    expect([code, signal, errors]).toEqual([0, null, ''])
  })

  test.each([
    ['a slow one', 'setInterval(() => process.stdout.write(line), 20)'],
    ['a fast one', 'while (true) require("node:fs").writeSync(1, line)'],
  ])('lets what writes into it go when its reader has gone: %s', (_name, write) => {
    const program = `const line = '{"message":"hi"}\\n'; ${write}`
    const shell = `"$NODE" -e "$PROGRAM" 2>/dev/null | "$NODE" "$COMMAND" view | head -n 2`
    const env = { ...process.env, NODE: process.execPath, PROGRAM: program, COMMAND }
    const { status, signal, stdout } = spawnSync('sh', ['-c', shell], { env, encoding: 'utf8', timeout: 60_000 })
    expect([status, signal, stdout]).toEqual([0, null, '         hi\n         hi\n'])
  })

  test('a time that nobody can read is shown as it is; one of no clock is refused', () => {
    const input = '{"time":"27/Nov/2026:12:00:00 +0000","level":"INFO","message":"m"}\n'
    expect(run(['view'], input).stdout).toContain("m  time='27/Nov/2026:12:00:00 +0000'")
    expect(run(['view', '--since', '25:00'], input)).toMatchObject({ status: 2, stdout: '' })
  })

  test('a line without end, and a million odd characters, are bounded', () => {
    const { status, stdout } = run(['view'], `{"message":"${'\\u001b'.repeat(1e6)}"}\n${'\x1b'.repeat(5e6)}\n`)
    expect(status).toBe(0)
    expect(stdout.length).toBeLessThan(200_000)
    expect(stdout).not.toContain('\x1b')
  })

  test('follows a file through rotation, and one that comes later', async () => {
    writeFileSync(file, line('1'))
    const { lines } = start('view', '-f', '--json', 'app.log', 'late.log')
    await lines(1)
    appendFileSync(file, line('2'))
    renameSync(file, `${file}.1`)
    writeFileSync(file, line('3'))
    writeFileSync(join(folder, 'late.log'), line('late'))
    const messages = (await lines(4)).map((text) => (JSON.parse(text) as { message: string }).message)
    expect(messages.filter((text) => text !== 'late')).toEqual(['1', '2', '3'])
  })
})

describe('tree', () => {
  test('draws the loggers of a log', () => {
    const { stdout } = run(
      ['tree'],
      line('a', 'INFO', 'app.db') + line('b', 'ERROR', 'app.db') + line('c', 'INFO', 'root'),
    )
    expect(stdout).toBe('<--""  1 INFO\n   |\n   o<--[app]\n       |\n       o<--"app.db"  1 INFO, 1 ERROR\n')
  })
})

test('help is there for all and for each', () => {
  expect(run([]).stdout).toContain('treeline view')
  expect(run(['view', '--help']).stdout).toContain('--follow')
  expect(run(['--help']).status).toBe(0)
})
