// A small part of `npm run privacy`: other values on each run, in three browsers; and that the harness can fail.
import { describe, expect, test } from 'vitest'
import { run } from './privacy/run.mjs'
import { MUTANTS, mutated, published } from './privacy/script.mjs'
import { BROWSERS } from './tools/browsers.mjs'

const seed = Number(process.env['PRIVACY_SEED'] ?? Date.now() % 1_000_000_007)
const COUNT = 300

describe(`values from seed ${seed} on`, () => {
  test.each(Object.keys(BROWSERS) as (keyof typeof BROWSERS)[])('no secret leaves a page in %s', async (browser) => {
    const { found, problems, logged, records, shown } = await run(browser, seed, COUNT, published())
    expect(found).toEqual([])
    expect(problems).toEqual([])
    expect(logged).toBe(COUNT)
    expect(records).toEqual({ BufferingHTTPHandler: COUNT, HTTPHandler: COUNT, LocalStorageHandler: COUNT })
    expect(shown).toBe(true)
  })
})

test.each(Object.keys(MUTANTS))('a page without a guard is found out: %s', async (name) => {
  // A seed at which each of them has something to tell.
  const { found } = await run('chromium', 7, 600, await mutated(name))
  expect(found).not.toEqual([])
})
