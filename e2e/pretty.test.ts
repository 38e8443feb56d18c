// The pictures of the README are what a terminal shows. CONFORMANCE_WRITE=1, as `npm run docs` sets it, draws them anew.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { picture, type Scheme, SCHEMES } from './pretty/picture.js'

const COLUMNS = 80
/** It stands until the program has time pass. */
const CLOCK =
  'data:text/javascript,let now = 1795771800000; Date.now = () => now; globalThis.pass = (ms) => (now += ms)'

test.each(Object.entries(SCHEMES))('docs/pretty-%s.svg', (name: string, scheme: Scheme) => {
  const env = { ...process.env, TZ: 'UTC' }
  const program = spawnSync(process.execPath, [`--import=${CLOCK}`, 'e2e/pretty/program.js'], {
    encoding: 'utf8',
    env,
  })
  expect(program.stderr).toBe('')
  const drawn = picture(program.stdout, COLUMNS, scheme)
  const file = `docs/pretty-${name}.svg`
  if (process.env['CONFORMANCE_WRITE']) writeFileSync(file, drawn)
  expect(readFileSync(file, 'utf8')).toBe(drawn)
})
