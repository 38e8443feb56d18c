// The built packages on each Node that is supported: a program that is killed has its lines in its files.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NODES, nodeOf } from './tools/node.mjs'

const root = resolve(import.meta.dirname, '..')

/** Takes the files of its text and of its JSON lines. */
const program = `
const [text, json] = process.argv.slice(1)
logging.basicConfig({ filename: text, level: 'INFO', format: '%(levelname)s:%(name)s:%(message)s' })
const handler = new logging.FileHandler(json)
handler.setFormatter(new logging.JSONFormatter())
logging.getLogger('app').addHandler(handler)
const log = logging.getLogger('app.db')
log.debug('below the level')
log.info('user %s did %d', 'ann', 3)
log.warning('%(left)d left', { left: 2 })
process.stdout.write(process.version)
process.kill(process.pid, 'SIGKILL')
setInterval(() => {}, 1000)
`

let folder: string
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'treeline-nodes-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.each(NODES)('Node %i', (major) => {
  let node: ReturnType<typeof nodeOf>
  beforeAll(() => void (node = nodeOf(major)))

  test.each([
    ['module', "import * as logging from 'treeline'"],
    ['commonjs', "const logging = require('treeline')"],
  ])('%s', (type, loads) => {
    const files = ['text', 'json'].map((name) => join(folder, `${major}.${type}.${name}`))
    const args = [`--input-type=${type}`, '-e', loads + program, ...files]
    const { signal, stdout, stderr } = spawnSync(node.path, args, { cwd: root, encoding: 'utf8', timeout: 300_000 })

    expect({ signal, stdout, stderr }).toEqual({ signal: 'SIGKILL', stdout: `v${node.version}`, stderr: '' })
    expect(node.version).toMatch(new RegExp(`^${major}\\.`))
    const [text, json] = files.map((file) => readFileSync(file, 'utf8'))
    expect(text).toBe('INFO:app.db:user ann did 3\nWARNING:app.db:2 left\n')
    const [info, warning, end] = json!.split('\n')
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(JSON.parse(info!)).toEqual({ time, level: 'INFO', logger: 'app.db', message: 'user ann did 3' })
    expect(JSON.parse(warning!)).toEqual({ time, level: 'WARNING', logger: 'app.db', message: '2 left', left: 2 })
    expect(end).toBe('')
  })
})
