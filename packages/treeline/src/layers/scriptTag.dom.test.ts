// The small script-tag file: each name of the whole one is there, and what it does not have says where it is.
import { resetLogging } from '@treeline/core/testing'
import { afterEach, expect, test } from 'vitest'
import * as whole from '../scriptTag.full.js'
import * as small from '../scriptTag.js'

afterEach(resetLogging)

type Names = Readonly<Record<string, unknown>>

const absentOf = (names: Names, all: Names): string[] =>
  Object.keys(names).filter((name) => names[name] !== all[name] && typeof all[name] === 'function')

test('it has the names of the whole one', () => {
  const missing = (names: Names, all: Names): string[] => Object.keys(all).filter((name) => !(name in names))
  expect(missing(small, whole)).toEqual([])
  expect(missing(small.handlers, whole.handlers)).toEqual([])
  expect(missing(small.config, whole.config)).toEqual([])
})

test.each<[string, Names, Names]>([
  ['logging', small, whole],
  ['logging.handlers', small.handlers, whole.handlers],
  ['logging.config', small.config, whole.config],
])('what %s does not have names the file that has it', (module, names, all) => {
  const absent = absentOf(names, all)
  expect(absent.length).toBeGreaterThan(5)
  for (const name of absent) {
    const said = `${module}.${name} is not in treeline.min.js: load treeline.full.min.js`
    expect(names[name]).toThrow(new Error(said))
    expect(() => new (names[name] as new () => object)()).toThrow(said)
  }
})
