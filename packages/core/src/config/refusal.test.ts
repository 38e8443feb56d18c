import { describe, expect, test } from 'vitest'
import { about, allOf, consequence, errorsOf, hint, lineOf, noted } from './refusal.js'

const thrownBy = (work: () => unknown): unknown => {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
const throwing = (error: unknown) => () => {
  throw error
}

describe('the line of an error', () => {
  test.each<[string, unknown, string]>([
    ['an error without a note', new Error('too big'), 'a.b: too big'],
    ['the first line of a text', new Error('too big\nand red'), 'a.b: too big'],
    ['an empty text', new Error(''), 'a.b: '],
    ['a text that begins with a line break', new Error('\nred'), 'a.b: '],
    ['what is no error', 'red', "a.b: 'red'"],
    ['nothing', undefined, 'a.b: undefined'],
    ['null', null, 'a.b: null'],
    ['a key', noted(new Error('red'), 'level'), 'a.b.level: red'],
    ['an index', noted(new Error('red'), '[0]'), 'a.b[0]: red'],
    ['a note without a key', noted(new Error('red'), undefined, 'blue'), 'a.b: blue'],
    ['a note with both', noted(new Error('red'), 'level', 'blue'), 'a.b.level: blue'],
    ['an object that is no error', noted({ red: 1 }, 'level'), 'a.b.level: { red: 1 }'],
  ])('%s', (_, error, line) => {
    expect(lineOf('a.b', error)).toBe(line)
  })

  test.each([undefined, null, 5, 'red'])('what can have no note stays as it is: %j', (thrown) => {
    expect(noted(thrown, 'level', 'blue')).toBe(thrown)
    expect(lineOf('a', thrown)).toMatch(/^a: /)
  })

  test('what is known of an error stays', () => {
    const error = new Error('red')
    expect(noted(error, 'inner')).toBe(error)
    noted(error, 'outer', 'blue')
    noted(error, 'other', 'green')
    expect(lineOf('a', error)).toBe('a.inner: blue')
  })

  test('a note is found behind as many as nine others', () => {
    const nested = (depth: number): unknown =>
      depth === 0 ? noted(new Error('inner'), 'key', 'why') : new Error('outer', { cause: nested(depth - 1) })
    expect(lineOf('a', nested(9))).toBe('a.key: why')
    expect(lineOf('a', nested(10))).toBe('a: outer')
    expect(lineOf('a', new Error('outer', { cause: null }))).toBe('a: outer')
    expect(lineOf('a', new Error('outer', { cause: 'text' }))).toBe('a: outer')
  })

  test('work on a key gives its value, and its errors are about the key', () => {
    expect(about('level', () => 5)).toBe(5)
    const error = new Error('red')
    expect(thrownBy(() => about('level', throwing(error)))).toBe(error)
    expect(lineOf('a', error)).toBe('a.level: red')
  })
})

describe('all of some works', () => {
  test('are done, and told whether one failed', () => {
    const told: boolean[] = []
    const tell = (failed: boolean): void => void told.push(failed)
    expect(() => allOf(tell, tell)).not.toThrow()
    const [first, second] = [new Error('first'), new Error('second')]
    expect(thrownBy(() => allOf(tell, throwing(first), tell, throwing(second), tell))).toBe(first)
    expect(told).toEqual([false, false, false, true, true])
    expect(errorsOf(first)).toEqual([first, second])
    expect(errorsOf(second)).toEqual([second])
  })

  test('give the errors of works within them in their order', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((text) => new Error(text))
    const error = thrownBy(() =>
      allOf(
        () => allOf(throwing(a), throwing(b)),
        () => allOf(throwing(c), throwing(d)),
      ),
    )
    expect(error).toBe(a)
    expect(errorsOf(error)).toEqual([a, b, c, d])
  })

  test.each([undefined, null, 'red', 5])('throw %j as it is', (thrown) => {
    expect(thrownBy(() => allOf(throwing(thrown), throwing(new Error('second'))))).toBe(thrown)
    expect(errorsOf(thrown)).toEqual([thrown])
  })

  test('leave out what follows from others', () => {
    const follows = consequence('no file, so no handler')
    expect(follows.message).toBe('no file, so no handler')
    const red = new Error('red')
    expect(errorsOf(thrownBy(() => allOf(throwing(red), throwing(follows))))).toEqual([red])
    expect(errorsOf(follows)).toEqual([])
  })
})

describe('the hint for a name', () => {
  const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `number${i}`)
  const ten = names(10).join(', ')
  test.each<[unknown, string[], string]>([
    ['handlre', ['handler', 'other'], "did you mean 'handler'?"],
    ['x', [], 'there are no things'],
    ['x', ['first'], 'the things are: first'],
    ['x', names(10), `the things are: ${ten}`],
    ['x', names(11), `the things are: ${ten} and 1 more`],
    [5, names(15), `the things are: ${ten} and 5 more`],
  ])('%j among %j', (name, candidates, text) => {
    expect(hint(name, candidates, 'things')).toBe(text)
  })
})
