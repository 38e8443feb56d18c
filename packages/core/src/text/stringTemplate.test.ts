import { describe, expect, test } from 'vitest'
import { KeyError } from './keyError.js'
import { template, validateTemplate } from './stringTemplate.js'

// Expectations are python3's.

function lookup(name: string): unknown {
  const values: Record<string, unknown> = { a: 'A$a', b: 1, _x9: null, A: 'big' }
  if (!Object.hasOwn(values, name)) throw new KeyError(name)
  return values[name]
}
const substitute = (text: string): string => template(text).substitute(lookup)

describe('template', () => {
  test.each([
    ['', ''],
    ['plain', 'plain'],
    ['$a ${b}', 'A$a 1'],
    ['$$a $$$b', '$a $1'],
    ['${A}$_x9|', 'bignull|'],
    ['$a.b ${a}b $aé', 'A$a.b A$ab A$aé'],
    ['$b$b', '11'],
  ])('%j', (text, result) => {
    expect(substitute(text)).toBe(result)
  })

  test('the names, in order', () => {
    expect(template('$b ${a} $$c $b').names).toEqual(['b', 'a', 'b'])
  })

  test.each([
    ['$', 1, 1],
    ['a $1', 1, 3],
    ['$b ${}', 1, 4],
    ['${a b}', 1, 1],
    ['${b', 1, 1],
    ['$é', 1, 1],
    ['$\u212a', 1, 1],
    ['x\ny$b\n😀 $', 3, 3],
    ['\r\n\x85\u2028$', 4, 1],
  ])('invalid: %j', (text, line, column) => {
    const error = new RangeError(`Invalid placeholder in string: line ${line}, col ${column}`)
    expect(() => substitute(text)).toThrow(error)
  })

  test('a missing name comes before what is wrong behind it', () => {
    expect(() => substitute('$nope $')).toThrow(new KeyError('nope'))
    expect(() => substitute('$ $nope')).toThrow('Invalid placeholder in string: line 1, col 1')
  })
})

describe('validateTemplate', () => {
  test.each(['$message', '${message}', '100 $$ $message'])('takes %j', (text) => {
    expect(() => validateTemplate(text)).not.toThrow()
  })

  test.each([
    ['$message $', "invalid format: bare '$' not allowed"],
    ['${a b}', "invalid format: bare '$' not allowed"],
    ['$1', "invalid format: bare '$' not allowed"],
    ['', 'invalid format: no fields'],
    ['$$message', 'invalid format: no fields'],
  ])('refuses %j', (text, message) => {
    expect(() => validateTemplate(text)).toThrow(new RangeError(message))
  })
})
