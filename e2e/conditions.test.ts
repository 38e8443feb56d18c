// Which entry a set-up gets, and that it loads there. jest with jsdom has the conditions `browser` and `node`, on Node, and few of
// the globals of either.
import { spawnSync } from 'node:child_process'
import { basename, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')

function run(program: string, ...flags: string[]): { stdout: string; stderr: string } {
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, '-e', program], { cwd: root, encoding: 'utf8' })
  return { stdout, stderr }
}

test.each([
  ['treeline', 'browser.cjs', 'node.cjs'],
  ['treeline/handlers', 'handlers.browser.cjs', 'handlers.node.cjs'],
  ['treeline/config', 'config.browser.cjs', 'config.node.cjs'],
  ['treeline/slim', 'slim.browser.cjs', 'slim.node.cjs'],
  ['treeline/context', 'context.browser.cjs', 'context.node.cjs'],
])('%s is %s where there is the condition browser, also beside node; else %s', (id, browser, node) => {
  const program = `process.stdout.write(require.resolve('${id}'))`
  expect(basename(run(program, '-C', 'browser').stdout)).toBe(browser)
  expect(basename(run(program).stdout)).toBe(node)
})

// What jsdom 26 does not have.
const LACKING = 'TextEncoder TextDecoder MessageChannel BroadcastChannel structuredClone fetch Request Response Headers'

test.each([
  ['browser', 'INFO:app:hé\n'],
  ['node', 'INFO:app:hé\n'],
])('what is loaded for %s needs nothing that jsdom lacks', (condition, text) => {
  const program = `
    for (const name of '${LACKING}'.split(' ')) delete globalThis[name]
    const logging = require('treeline')
    for (const path of ['handlers', 'config', 'slim', 'context']) require('treeline/' + path)
    logging.basicConfig({ level: 'INFO' })
    logging.getLogger('app').info('h%s', 'é')`
  const { stdout, stderr } = run(program, '-C', condition)
  // A page's console writes INFO to standard output.
  expect(stdout + stderr).toBe(text)
})
