// The picture of the README is what a terminal shows. CONFORMANCE_WRITE=1, as `npm run docs` sets it, draws it anew.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { picture } from './pretty/picture.js'

const COLUMNS = 80
/** It stands until the program has time pass. */
const CLOCK =
  'data:text/javascript,let now = 1795771800000; Date.now = () => now; globalThis.pass = (ms) => (now += ms)'

test('docs/pretty.svg', () => {
  const env = { ...process.env, TZ: 'UTC' }
  const program = spawnSync(process.execPath, [`--import=${CLOCK}`, 'e2e/pretty/program.js'], { encoding: 'utf8', env })
  expect(program.stderr).toBe('')
  const drawn = picture(program.stdout, COLUMNS)
  if (process.env['CONFORMANCE_WRITE']) writeFileSync('docs/pretty.svg', drawn)
  expect(readFileSync('docs/pretty.svg', 'utf8')).toBe(drawn)
})
