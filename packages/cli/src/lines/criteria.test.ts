import { describe, expect, test } from 'vitest'
import { Criteria, type CriteriaOptions } from './criteria.js'
import { lineOf, parse } from './readLine.js'

const NOW = new Date(2026, 10, 27, 18, 0).getTime()
const at = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString()

const LINES = [
  { time: at(120), level: 'DEBUG', logger: 'app', message: 'begins', status: 200 },
  { time: at(10), level: 'INFO', logger: 'app.db', message: 'Timeout of "x"', user: { id: 7 }, 'a.b': 1 },
  { time: at(5), level: 'ERROR', logger: 'apple', message: 'ends', status: 503, method: 'GET' },
]

/** Returns the numbers of the lines that are wanted. */
function wanted(options: CriteriaOptions): number[] {
  const criteria = new Criteria(options, NOW)
  return LINES.map((line) => JSON.stringify(line)).flatMap((raw, index) => {
    const object = parse(raw)!
    return criteria.wants(raw, object, lineOf(object)) ? [index] : []
  })
}

test.each<[CriteriaOptions, number[]]>([
  [{}, [0, 1, 2]],
  [{ level: 'info' }, [1, 2]],
  [{ level: '40' }, [2]],
  [{ name: ['app'] }, [0, 1]],
  [{ name: ['app.db', 'apple'] }, [1, 2]],
  [{ since: '15m' }, [1, 2]],
  [{ since: '17:52' }, [2]],
  [{ until: '1h' }, [0]],
  [{ since: at(10), until: at(10) }, [1]],
  [{ grep: 'of "x"' }, [1]],
  [{ grep: 'timeout' }, []],
  [{ grep: '/timeout/i' }, [1]],
  [{ where: ['status'] }, [0, 2]],
  [{ where: ['status>=500'] }, [2]],
  [{ where: ['status<500'] }, [0]],
  [{ where: ['status=200'] }, [0]],
  [{ where: ['status!=200'] }, [1, 2]],
  [{ where: ['user.id=7'] }, [1]],
  [{ where: ['a.b=1'] }, [1]],
  [{ where: ['method~G'] }, [2]],
  [{ where: ['method=GET', 'status>9'] }, [2]],
  [{ where: ['method>A'] }, [2]],
  [{ where: ['toString'] }, []],
])('%o wants the lines %o', (options, expected) => {
  expect(wanted(options)).toEqual(expected)
})

describe('lines of text', () => {
  test.each<[CriteriaOptions, boolean]>([
    [{}, true],
    [{ grep: 'pla' }, true],
    [{ grep: 'other' }, false],
    [{ level: 'debug' }, false],
  ])('%o wants them: %s', (options, expected) => {
    expect(new Criteria(options, NOW).wantsText('plain')).toBe(expected)
  })
})

test.each<[CriteriaOptions, string]>([
  [{ level: 'loud' }, "there is no level 'loud'"],
  [{ since: 'soon' }, "--since: 'soon' is no time"],
  [{ grep: '/(/' }, 'Invalid regular expression'],
  [{ where: ['=7'] }, "--where: '=7' is neither a field nor a comparison such as status>=500"],
  [{ where: ['ms>'] }, "--where: 'ms>' has nothing to compare with; as in status>=500"],
])('%o is refused', (options, message) => {
  expect(() => new Criteria(options, NOW)).toThrow(message)
})
