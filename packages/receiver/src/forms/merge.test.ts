import { expect, test } from 'vitest'
import { readLiteralArgs } from './literal.js'
import { mergeText } from './merge.js'

// [format, repr(args), format % args] as CPython 3.11 gives them.
const CASES: readonly [string, string, string][] = [
  ['user %s did %d in %.2f s, %r', '("jo\'e \\n ü", 3, 1.5, None)', "user jo'e \n ü did 3 in 1.50 s, None"],
  ['%(a)s and %(b)r', "{'a': 1.0, 'b': True}", '1.0 and True'],
  ['got %s', "(('t', 1),)", "got ('t', 1)"],
  ['%s %s', '(None, True)', 'None True'],
  ['%d %5.1f|%-6s|%06d', "(True, 2.25, 'ab', 42)", '1   2.2|ab    |000042'],
  ['%s', '(1e-05,)', '1e-05'],
  ['%d', '(123456789012345678901234567890,)', '123456789012345678901234567890'],
  ['%s', "([1, {'k': (2,)}, {3, 4}],)", "[1, {'k': (2,)}, {3, 4}]"],
  ['%r %a', "('é', 'x')", "'é' 'x'"],
  ['100%% %s', "('x',)", '100% x'],
  ['%s', "{'a': 1}", "{'a': 1}"],
  ['%s', '(b"\\x00\'",)', 'b"\\x00\'"'],
  ['%s %s', '(set(), Ellipsis)', 'set() Ellipsis'],
  ['%s', "('\\U0001f600 \\u2028 \\\\ \\'',)", "😀 \u2028 \\ '"],
  ['plain 50% off', '()', 'plain 50% off'],
  ['plain 50% off', 'None', 'plain 50% off'],
  ['plain 50% off', '{}', 'plain 50% off'],
  ['plain 50% off', '', 'plain 50% off'],
  ['100%% done', "{'a': 1}", '100% done'],
  ['100%% done', '()', '100%% done'],
  ['%d %d', '(True, False)', '1 0'],
  ['%(a)d%%', "{'a': False}", '0%'],
  ['%s %s', '(inf, nan)', 'inf nan'],
  ['%x', '(255,)', 'ff'],
]

test.each(CASES)('%j with %j', (format, args, expected) => {
  expect(mergeText(format, args)).toBe(expected)
})

test.each([
  ['%s', '(<object object at 0x7f6a1354c9c0>,)'],
  ['%s', '(datetime.date(2026, 1, 1),)'],
  ['%s', "(__import__('os').system('x'),)"],
  ['%s', "('a', 'b')"],
  ['%s %s', "('a',)"],
  ['%d', "('a',)"],
  ['%999999999d', '(1,)'],
  ['%.999999999f', '(1.5,)'],
  ['%*d', '(999999999, 1)'],
  ['%(a)s', "('x',)"],
  ['%(nope)s', "{'a': 1}"],
  ['%a', "('é',)"],
  ['%s', "('a'"],
  ['%s', "('a',) + ('b',)"],
  ['%s', `(${'['.repeat(30)}${']'.repeat(30)},)`],
  ['%s', `('${'x'.repeat(70_000)}',)`],
  ['%s', "('a' 'b',)"],
  ['%s', "('unfinished,)"],
  ['%c', '(99999999,)'],
  ['%q', "('x',)"],
  ['%99999999s %s', "('x',)"],
  ['%s', `(${'9'.repeat(60_000)},)`],
  ['%s %', "('x',)"],
])('what does not merge safely stays a message with its arguments: %j', (format, args) => {
  expect(mergeText(format, args)).toBe(`${format} ${args}`)
})

test('a dict is read into a map, so that no key is more than a key', () => {
  const args = readLiteralArgs("{'__proto__': 'x', 'constructor': 1}") as ReadonlyMap<string, { value: unknown }>
  expect(args.get('__proto__')?.value).toBe('x')
  expect(mergeText('%(__proto__)s', "{'__proto__': 'x'}")).toBe('x')
  expect(mergeText('%(toString)s', "{'a': 'x'}")).toBe("%(toString)s {'a': 'x'}")
})

test('what a sender makes long to merge is not merged', () => {
  const long = `{'a': '${'x'.repeat(60_000)}'}`
  for (const format of [
    '%(a)s'.repeat(900),
    '%(a)s'.repeat(40_000),
    '%s'.repeat(40_000),
    `%${'0'.repeat(200_000)}`,
    `${'%('.repeat(100_000)}`,
  ]) {
    expect(mergeText(format, long)).toBe(`${format} ${long}`)
  }
})

test.each([
  ['%200d', '(1,)', '1'.padStart(200)],
  ['%.200d', '(1,)', '1'.padStart(200, '0')],
  ['%(a)s'.repeat(1000), "{'a': 'x'}", 'x'.repeat(1000)],
  ['%(a)r'.repeat(32), `{'a': '${'x'.repeat(32_766)}'}`, `'${'x'.repeat(32_766)}'`.repeat(32)],
])('the most that is merged: %.20s with %.20s', (format, args, expected) => {
  expect(mergeText(format, args)).toBe(expected)
})

test.each([
  ['%201d', '(1,)'],
  ['%.201d', '(1,)'],
  ['%(a)s'.repeat(1001), "{'a': 'x'}"],
  ['%(a)r'.repeat(33), `{'a': '${'x'.repeat(32_766)}'}`],
])('and no more: %.20s with %.20s', (format, args) => {
  expect(mergeText(format, args)).toBe(`${format} ${args}`)
})
