import { describe, expect, test } from 'vitest'
import { PathMachine, type PathState } from './redactionPath.js'

/** Goes down: a text is a key, a number an index, a list of one a Map's key. */
function state(paths: readonly string[], way: readonly (string | number | [string])[]): PathState {
  let at = new PathMachine(paths).start
  for (const step of way) {
    if (Array.isArray(step)) at = at.entry(step[0])
    else at = typeof step === 'string' ? at.at(step) : at.item(step)
  }
  return at
}

describe('a path', () => {
  test.each<[string, (string | number | [string])[], boolean]>([
    ['a', ['a'], true],
    ['a', ['A'], true],
    ['A', ['a'], true],
    ['a', ['b'], false],
    ['a', ['a', 'b'], false],
    ['a', [], false],
    ['a.b', ['a'], false],
    ['a.b', ['a', 'b'], true],
    ['a.b', ['b'], false],
    ['a.*', ['a', 'x'], true],
    ['a.*', ['a'], false],
    ['a.*', ['a', 'x', 'y'], false],
    ['*', ['x'], true],
    ['*.b', ['x', 'b'], true],
    ['*.b', ['b'], false],
    ['**', ['x', 'y'], true],
    ['**.b', ['b'], true],
    ['**.b', ['x', 'b'], true],
    ['**.b', ['x', 'y', 'b'], true],
    ['**.b', ['x', 'b', 'y'], false],
    ['a.**', ['a'], false],
    ['a.**', ['a', 'x', 'y'], true],
    ['a.**.b', ['a', 'b'], true],
    ['a.**.b', ['a', 'x', 'y', 'b'], true],
    ['a.**.b', ['x', 'b'], false],
    ['**.a.**.b', ['x', 'a', 'y', 'a', 'b'], true],
    ['[*]', [3], true],
    ['a[*]', ['a', 0], true],
    ['a[*].b', ['a', 0, 'b'], true],
    ['a[*]', ['a', 'x'], false],
    ['a[1]', ['a', 1], true],
    ['a[1]', ['a', 2], false],
    ['a[1]', ['a', '1'], true],
    ['a.1', ['a', 1], true],
    ['a.*', ['a', 1], true],
    ['**.b', [1, 2, 'b'], true],
    ['["a.b"]', ['a.b'], true],
    ['["a.b"]', ['a', 'b'], false],
    ["['a b'].c", ['a b', 'c'], true],
    [String.raw`["a\"b"]`, ['a"b'], true],
    [String.raw`["a\\b"]`, [String.raw`a\b`], true],
    ['a[*]', ['a', ['x']], true],
    ['a.x', ['a', ['x']], true],
    ['a.x', ['a', ['y']], false],
    ['a.*', ['a', ['y']], true],
    ['__proto__', ['__proto__'], true],
    ['tostring', ['toString'], true],
  ])('%s at %j: %j', (path, way, isHit) => {
    expect(state([path], way).isHit).toBe(isHit)
  })

  test.each<[string[], (string | number)[], boolean]>([
    [['a.b'], ['a'], false],
    [['a.b'], ['x'], true],
    [['a.b'], ['a', 'b'], false],
    [['a.b'], ['a', 'b', 'c'], true],
    [['**.b'], ['x', 'y'], false],
    [[], [], true],
    [['a', 'x.y'], ['x'], false],
  ])('%j is at its end at %j: %j', (paths, way, isDead) => {
    expect(state(paths, way).isDead).toBe(isDead)
  })

  test('that is none is refused', () => {
    const wanted = "paths[1]: expected a path, such as 'user.password', 'users[*].token' or '**.secret', not "
    for (const path of ['', '.a', 'a.', 'a..b', 'a[', 'a b', '***', '["x"', `['x"]`, 'a]', '*a', '["a"]b'])
      expect(() => new PathMachine(['ok', path])).toThrow(wanted)
    for (const path of [null, 5, ['a']]) expect(() => new PathMachine([path])).toThrow(TypeError)
  })
})

test('one of several paths is enough', () => {
  const paths = ['a', '**.secret', 'list[0]']
  for (const way of [['a'], ['x', 'secret'], ['list', 0]]) expect(state(paths, way).isHit).toBe(true)
  for (const way of [['b'], ['x', 'a'], ['list', 1]]) expect(state(paths, way).isHit).toBe(false)
})

test('all items of a list are alike, unless a path names one', () => {
  const all = new PathMachine(['a[*].b']).start.at('a')
  expect(all.anyItem).toBe(all.item(7))
  for (const path of ['a[0]', 'a.0']) expect(new PathMachine([path]).start.at('a').anyItem).toBeUndefined()
  expect(new PathMachine(['a.b0', 'x.1a']).start.anyItem).toBeDefined()
})

test('keys that no path names lead to one state', () => {
  const { start } = new PathMachine(['a.b', '**.c'])
  expect(start.at('x')).toBe(start.at('y'))
  expect(start.at('x').at('y')).toBe(start.at('x'))
  expect(start.at('a')).not.toBe(start.at('x'))
})
