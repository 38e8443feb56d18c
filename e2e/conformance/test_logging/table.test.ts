// Holds the table of counterparts to CPython's list of methods and to the tests in this folder.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { differences } from '../differences.js'
import { classOf, type Counterpart, counterparts, totals } from './counterparts.js'

/** How many methods each class of CPython 3.14.7's test_logging has of its own. */
const METHODS: Readonly<Record<string, number>> = {
  BuiltinLevelsTest: 7,
  BasicFilterTest: 3,
  CustomLevelsAndFiltersTest: 5,
  HandlerTest: 5,
  StreamHandlerTest: 3,
  SMTPHandlerTest: 1,
  MemoryHandlerTest: 4,
  ConfigFileTest: 17,
  SocketHandlerTest: 2,
  DatagramHandlerTest: 1,
  SysLogHandlerTest: 3,
  HTTPHandlerTest: 1,
  MemoryTest: 1,
  EncodingTest: 2,
  WarningsTest: 2,
  ConfigDictTest: 50,
  ManagerTest: 2,
  ChildLoggerTest: 2,
  LogRecordFactoryTest: 1,
  QueueHandlerTest: 7,
  QueueListenerTest: 4,
  FormatterTest: 11,
  BufferingFormatterTest: 2,
  ExceptionTest: 1,
  LastResortTest: 1,
  ShutdownTest: 13,
  ModuleLevelMiscTest: 13,
  LogRecordTest: 6,
  BasicConfigTest: 24,
  LoggerAdapterTest: 14,
  LoggerTest: 16,
  FileHandlerTest: 2,
  RotatingFileHandlerTest: 10,
  TimedRotatingFileHandlerTest: 25,
  NTEventLogHandlerTest: 1,
  MiscTestCase: 1,
}

/** The titles of the tests in this folder, each with its file. */
const titles: readonly (readonly [title: string, file: string])[] = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.test.ts') && file !== 'table.test.ts')
  .flatMap((file) => {
    const source = readFileSync(new URL(file, import.meta.url), 'utf8')
    return [...source.matchAll(/^test(?:\.\w+)*\(\s*(['"`])(.+?)\1/gm)].map((match) => [match[2]!, file] as const)
  })

function of(state: Counterpart['state']): Counterpart[] {
  return counterparts.filter((one) => one.state === state)
}

test('the table has the 263 methods of the 36 classes, each once', () => {
  expect(counterparts).toHaveLength(263)
  expect(new Set(counterparts.map((one) => one.test)).size).toBe(263)
  const numbers: Record<string, number> = {}
  for (const one of counterparts) numbers[classOf(one)] = (numbers[classOf(one)] ?? 0) + 1
  expect(numbers).toEqual(METHODS)
  for (const one of counterparts) expect(one.test).toMatch(/^\w+\.test_?\w+$/)
})

test('246 can be ported, and none waits', () => {
  expect(totals()).toEqual({ here: 246, later: 0, 'not applicable': 17 })
})

test('each method that is here has a test of its name, in the file that the table names', () => {
  const expected = of('here').map(({ test: title, where }) => `${title} in ${where}`)
  expect(titles.map(([title, file]) => `${title} in ${file}`).toSorted()).toEqual(expected.toSorted())
})

test('each method that is not here has its reason, and no file', () => {
  for (const { why, where } of [...of('later'), ...of('not applicable')]) {
    expect(why).toMatch(/^\S.*\.$/)
    expect(where).toBeUndefined()
  }
})

test('the differences that it names are accepted ones', () => {
  const ids = new Set(differences.map(({ id }) => id))
  for (const { difference, why, state } of counterparts) {
    if (difference === undefined) continue
    expect(ids).toContain(difference)
    expect(state).toBe('here')
    expect(why).toMatch(/^\S.*\.$/)
  }
})
