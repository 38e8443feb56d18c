import { describe, expect, test } from 'vitest'
import { byAge, countSuffix, type Naming, rotatedFiles } from './rotatedFile.js'

const DAY = /^\d{4}-\d{2}-\d{2}$/

function found(names: readonly string[], naming: Partial<Naming> = {}): [string, string, number][] {
  const all: Naming = { baseFilename: '/var/log/app.log', extMatch: DAY, counts: true, namer: undefined, ...naming }
  return rotatedFiles(all, names).map(({ fileName, period, count }) => [fileName, period, count])
}

test.each([
  [0, ''],
  [1, '.0001'],
  [999, '.0999'],
  [9999, '.9999'],
  [10_000, '.10000'],
])('the file %d of a period ends in %j', (count, suffix) => {
  expect(countSuffix(count)).toBe(suffix)
})

describe('by their usual names', () => {
  test('a period alone, or with a count of four digits at least', () => {
    expect(found(['app.log.2024-02-28', 'app.log.2024-02-28.0001', 'app.log.2024-02-28.10000'])).toEqual([
      ['app.log.2024-02-28', '2024-02-28', 0],
      ['app.log.2024-02-28.0001', '2024-02-28', 1],
      ['app.log.2024-02-28.10000', '2024-02-28', 10_000],
    ])
  })

  test('and no others', () => {
    const others = [
      'app.log',
      'app.log.',
      'app.log.2024-02-28.001',
      'app.log.2024-02-28.0001x',
      'app.log.2024-02-28\n',
      'app.log.x2024-02-28',
      'app.log.2024-02-28.gz',
      'app.log2024-02-28',
      'my.app.log.2024-02-28',
      'app.log.0001',
    ]
    expect(found(others)).toEqual([])
    expect(found(['app.log.2024-02-28.0001'], { counts: false })).toEqual([])
  })

  test.each(['g', 'y', 'm', 'i'])('whatever flags the expression has: %s', (flags) => {
    const extMatch = new RegExp('\\d{4}-\\d{2}', flags)
    const names = ['app.log.2024-02', 'app.log.2024-03', 'app.log.2024-03\nx', 'app.log.2024-03.0002']
    expect(found(names, { extMatch }).map(([name]) => name)).toEqual([
      'app.log.2024-02',
      'app.log.2024-03',
      'app.log.2024-03.0002',
    ])
  })
})

describe('by the names of a namer', () => {
  const extMatch = /\d{4}-\d{2}-\d{2}/
  const namer = (name: string): string => name.replace(/^(.*)\/app\.log\.(.*)$/, '$1/$2-app.txt')

  test('the period may stand anywhere', () => {
    const names = [
      '2024-02-28-app.txt',
      '2024-02-28.0003-app.txt',
      'app.log.2024-02-28',
      '2024-02-28-db.txt',
      'app.log',
    ]
    expect(found(names, { extMatch, namer })).toEqual([
      ['2024-02-28-app.txt', '2024-02-28', 0],
      ['2024-02-28.0003-app.txt', '2024-02-28', 3],
    ])
    expect(found(names, { extMatch, namer, counts: false }).map(([name]) => name)).toEqual(['2024-02-28-app.txt'])
  })

  test('also behind something that looks like one', () => {
    const behind = (name: string): string => name.replace('app.log.', '2000-01-01.')
    expect(found(['2000-01-01.2024-02-28'], { extMatch, namer: behind })).toEqual([
      ['2000-01-01.2024-02-28', '2024-02-28', 0],
    ])
    const overlapping = (name: string): string => name.replace('app.log.', '1')
    expect(found(['12024-02-28'], { extMatch, namer: overlapping })).toEqual([['12024-02-28', '2024-02-28', 0]])
  })
})

test('the oldest come first: by their periods as text, then by their counts as numbers', () => {
  const names = ['2024-03.0001', '2024-02.10000', '2024-02', '2024-02.9999'].map((name) => `app.log.${name}`)
  const naming = { baseFilename: 'app.log', extMatch: /\d{4}-\d{2}/, counts: true, namer: undefined }
  expect(
    rotatedFiles(naming, names)
      .sort(byAge)
      .map(({ fileName }) => fileName),
  ).toEqual(['2024-02', '2024-02.9999', '2024-02.10000', '2024-03.0001'].map((name) => `app.log.${name}`))
})
