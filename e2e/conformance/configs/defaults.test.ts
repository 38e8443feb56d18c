// Python's defaults given explicitly, in args, in kwargs and in a dictionary: what CPython accepts is accepted. And values that
// are too few or too many are refused where CPython refuses them.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { nodePlatform } from '../../../packages/node/src/index.js'
import { realmState, resetLogging } from '../../../packages/core/src/testing/index.js'
import { dictConfig, fileConfig } from '../../../packages/treeline/src/config.node.js'
import { runPython } from '../python.js'

interface Case {
  readonly name: string
  readonly what: string
  readonly ini?: string
  readonly config?: object
  /** CPython's error, null where it accepts. */
  readonly refused: string | null
}

let folder: string
beforeAll(() => {
  realmState.platform = nodePlatform
  folder = mkdtempSync(join(tmpdir(), 'treeline-defaults-'))
})
afterEach(resetLogging)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const cases = runPython<Case[]>(fileURLToPath(new URL('defaults.py', import.meta.url)), null)

/** Returns the error, null for none. */
function refusal({ ini, config }: Case): string | null {
  try {
    if (config === undefined) fileConfig({ read: () => ini!.replaceAll('TEMP', folder) })
    else dictConfig(JSON.parse(JSON.stringify(config).replaceAll('TEMP', folder)) as never)
    return null
  } catch (error) {
    return (error as Error).message
  }
}

/** What is refused here though CPython accepts it, and the reason that is given. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  'handlers.NTEventLogHandler': /Windows/,
  // A number is no queue, which CPython notices at the first record.
  'handlers.QueueHandler': /queue/,
}

/** Here as in Python 3.14: its handler has a fourth parameter. */
const isNewer = ({ name, what }: Case): boolean => name === 'handlers.SysLogHandler' && what === 'too many'

const names = [...new Set(cases.map(({ name }) => name))]

test('every handler of CPython’s is asked about', () => {
  expect(names.length).toBeGreaterThan(13)
  expect(cases.length).toBeGreaterThan(150)
  expect(cases.filter(({ refused }) => refused !== null).length).toBeGreaterThan(40)
})

test.each(names)('%s takes what CPython’s takes, and no more', (name) => {
  const different = cases
    .filter((one) => one.name === name && !isNewer(one))
    .map((one) => ({ ...one, ours: refusal(one) }))
    .filter(({ refused, ours }) => {
      const known = REFUSED[name]
      if (known !== undefined && refused === null) return ours === null || !known.test(ours)
      return (refused === null) !== (ours === null)
    })
  expect(different).toEqual([])
})

test.each(names)('%s with too few or too many values: the section is named, and what was expected', (name) => {
  const counted = cases.filter(
    (one) =>
      one.name === name &&
      !isNewer(one) &&
      one.ini !== undefined &&
      /required positional|takes .* positional/.test(one.refused ?? ''),
  )
  expect(counted.length).toBeGreaterThan(0)
  for (const one of counted) expect(refusal(one)).toMatch(/^[^]*\n\[handler_h\] args: expected \w+/)
})
