import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isTerminal, showsColors, terminalColumns } from './terminal.js'

const NAMES = ['NO_COLOR', 'FORCE_COLOR', 'CI', 'GITHUB_ACTIONS', 'TERM']
let before: (string | undefined)[] = []

beforeEach(() => {
  before = NAMES.map((name) => process.env[name])
  for (const name of NAMES) delete process.env[name]
})
afterEach(() => {
  NAMES.forEach((name, index) => {
    if (before[index] === undefined) delete process.env[name]
    else process.env[name] = before[index]
  })
})

const pipe = { write: () => true }
const terminal = { ...pipe, isTTY: true, columns: 132 }

test.each([
  [{}, true, false],
  [{ NO_COLOR: '1' }, false, false],
  [{ NO_COLOR: '' }, true, false],
  [{ FORCE_COLOR: '1' }, true, true],
  [{ FORCE_COLOR: '0' }, false, false],
  [{ FORCE_COLOR: 'false' }, false, false],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, false, false],
  [{ TERM: 'dumb' }, false, false],
  [{ CI: 'true' }, true, false],
  [{ CI: 'true', GITHUB_ACTIONS: 'true' }, true, true],
])('%o colours a terminal: %s, a pipe: %s', (env, onTerminal, onPipe) => {
  Object.assign(process.env, env)
  expect([showsColors(terminal), showsColors(pipe)]).toEqual([onTerminal, onPipe])
})

describe('treeline’s own standard streams are asked by Node’s', () => {
  const isTTY = [process.stdout, process.stderr].map((stream) => Object.getOwnPropertyDescriptor(stream, 'isTTY'))
  afterEach(() => {
    for (const [i, stream] of [process.stdout, process.stderr].entries()) {
      if (isTTY[i] === undefined) Reflect.deleteProperty(stream, 'isTTY')
      else Object.defineProperty(stream, 'isTTY', isTTY[i])
    }
  })

  test.each([
    [true, false],
    [false, true],
  ])('standard output is a terminal: %s, standard error: %s', (out, error) => {
    Object.defineProperty(process.stdout, 'isTTY', { value: out, configurable: true })
    Object.defineProperty(process.stderr, 'isTTY', { value: error, configurable: true })
    const named = (name: string) => ({ ...pipe, name })
    expect([isTerminal(named('<stdout>')), isTerminal(named('<stderr>')), isTerminal(named('a.log'))]).toEqual([
      out,
      error,
      false,
    ])
    expect([isTerminal(), isTerminal(null)]).toEqual([error, error])
  })
})

test('only a terminal has columns', () => {
  expect([isTerminal(terminal), terminalColumns(terminal)]).toEqual([true, 132])
  expect([isTerminal(pipe), terminalColumns(pipe)]).toEqual([false, Infinity])
  for (const columns of [0, -1, Number.NaN, '132', undefined])
    expect(terminalColumns({ ...terminal, columns } as never)).toBe(80)
})
