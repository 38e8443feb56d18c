// The program of the receiver's README and the worker beside it, in Python, run as they stand there.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { pythonPath } from './conformance/python.js'
import { freePort } from './tools/port.mjs'

const README = readFileSync('packages/receiver/README.md', 'utf8')

/** The first block of a language that holds a text. */
function block(language: string, text: string): string {
  const blocks = [...README.matchAll(/```(\w+)\n(.*?)```/gs)]
  return blocks.find(([, name, code]) => name === language && code!.includes(text))![2]!
}

test('Python sends, Node receives', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'treeline-receiver-readme-'))
  const port = String(await freePort())
  mkdirSync(join(folder, 'node_modules/@treeline'), { recursive: true })
  for (const name of ['core', 'receiver'])
    symlinkSync(resolve('packages', name), join(folder, 'node_modules/@treeline', name))
  const listening = "\nconsole.error('listening')\n"
  writeFileSync(join(folder, 'server.mjs'), block('js', 'new SocketReceiver').replaceAll('9020', port) + listening)
  writeFileSync(join(folder, 'worker.py'), block('python', 'SocketHandler').replaceAll('9020', port))
  const server = spawn(process.execPath, ['server.mjs'], { cwd: folder })
  try {
    let output = ''
    server.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk))
    await once(server.stderr, 'data')
    const worker = spawnSync(pythonPath(), ['worker.py'], { cwd: folder, encoding: 'utf8' })
    expect(worker.stderr).toBe('')
    const expected = block('text', 'rows are locked')
    while (!output.endsWith('ZeroDivisionError: division by zero\n') && server.exitCode === null)
      await new Promise((done) => setTimeout(done, 10))
    // Older Pythons put no line of marks under the expression.
    const withoutMarks = (text: string): string => text.replaceAll(/^ *[~^]+\n/gm, '')
    expect(withoutMarks(output).replace(/File ".*worker.py"/, 'File "worker.py"')).toBe(withoutMarks(expected))
  } finally {
    server.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  }
})
