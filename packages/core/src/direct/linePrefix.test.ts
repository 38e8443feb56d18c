import { expect, test } from 'vitest'
import { LinePrefix } from './linePrefix.js'

interface Made {
  readonly prefix: LinePrefix
  /** For whom pieces were asked. */
  readonly asked: string[]
}

function make(timed = true): Made {
  const asked: string[] = []
  const prefix = new LinePrefix(({ name, levelno, levelname }) => {
    asked.push(`${name} ${levelno} ${levelname}`)
    return [`<${name} `, ` ${levelname}>`]
  }, timed)
  return { prefix, asked }
}

test('the time stands between the two pieces, where there is one', () => {
  const { prefix } = make()
  expect(prefix.of('app', 20, 'INFO', 'now').text).toBe('<app now INFO>')
  expect(prefix.of('app', 20, 'INFO', 'later').text).toBe('<app later INFO>')
  expect(make(false).prefix.of('app', 20, 'INFO', 'now').text).toBe('<app  INFO>')
})

test('lines of one time share their text, that of another time has its own', () => {
  const { prefix } = make()
  const first = prefix.of('app', 20, 'INFO', '1')
  expect(prefix.of('app', 20, 'INFO', '1')).toBe(first)
  expect(prefix.of('app', 20, 'INFO', '2')).not.toBe(first)
  const untimed = make(false).prefix
  expect(untimed.of('app', 20, 'INFO', '1')).toBe(untimed.of('app', 20, 'INFO', '2'))
})

test('names, numbers and names of levels are told apart, and each is asked for once', () => {
  const { prefix, asked } = make()
  const origins = [
    ['app', 20, 'INFO'],
    [null, 20, 'INFO'],
    ['app', 21, 'INFO'],
    ['app', 20, 'NOTE'],
  ] as const
  for (let round = 0; round < 2; round++) {
    for (const [name, levelno, levelname] of origins)
      expect(prefix.of(name, levelno, levelname, '1').text).toBe(`<${name} 1 ${levelname}>`)
  }
  expect(asked).toEqual(['app 20 INFO', 'null 20 INFO', 'app 21 INFO', 'app 20 NOTE'])
})

test('twenty levels of a name are kept', () => {
  const { prefix, asked } = make()
  for (let level = 1; level <= 21; level++) prefix.of('app', level, 'L', '1')
  asked.length = 0
  for (let level = 1; level <= 21; level++) prefix.of('app', level, 'L', '1')
  expect(asked).toEqual(['app 21 L'])
})

test('a thousand names are kept, until ten thousand calls of others have come', () => {
  const { prefix, asked } = make()
  const say = (name: string): void => void prefix.of(name, 20, 'INFO', '1')
  for (let i = 0; i < 1000; i++) say(`kept ${i}`)
  for (let i = 0; i < 9999; i++) say(`other ${i}`)
  asked.length = 0
  for (const name of ['kept 0', 'kept 999', 'other 0']) say(name)
  expect(asked).toEqual(['other 0 20 INFO'])
  asked.length = 0
  for (const name of ['kept 0', 'other 0', 'kept 0']) say(name)
  expect(asked).toEqual(['kept 0 20 INFO'])
})
