import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fileDriver } from '../files/fileDriver.js'
import { Backups } from './backups.js'
import type { RotationOptions } from './rotationOptions.js'

let folder: string
let file: string
let errors: unknown[]
let made: Backups[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-backups-'))
  file = join(folder, 'app.log')
  errors = []
  made = []
})
afterEach(async () => {
  for (const backups of made) await backups.end(false)
  rmSync(folder, { recursive: true })
})

function backupsOf(options: RotationOptions = {}, names: () => string[] = () => []): Backups {
  const backups = new Backups(file, options, { names, onError: (error) => errors.push(error) })
  made.push(backups)
  return backups
}

/** Writes files beside the log, each with its own name as its text. */
function put(...endings: string[]): void {
  for (const ending of endings) writeFileSync(file + ending, ending)
}

const contents = (): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))

const numbered = (): string[] => [`${file}.2`, `${file}.1`]

describe('a rotated file has its name, or with compression that of an archive', () => {
  test.each<[RotationOptions, string[]]>([
    [{}, ['.1']],
    [{ compress: 'gzip' }, ['.1', '.1.gz', '.2.gz']],
  ])('%j', (options, known) => {
    put('.1', '.1.gz', '.2.gz')
    const backups = backupsOf(options)
    const found = ['.1', '.2', '.3'].flatMap((ending) => backups.paths(file + ending))
    expect(found).toEqual(known.map((ending) => file + ending))
    expect(['.1', '.2', '.3'].map((ending) => backups.has(file + ending))).toEqual(
      ['.1', '.2', '.3'].map((ending) => known.some((each) => each.startsWith(ending))),
    )
    const isCompressing = options.compress !== undefined
    expect(['a.gz', 'a.gz.1', '.gz'].map((name) => backups.nameOf(name))).toEqual(
      isCompressing ? ['a', 'a.gz.1', ''] : ['a.gz', 'a.gz.1', '.gz'],
    )
    backups.removeArchive(`${file}.1`)
    backups.removeArchive(`${file}.3`)
    expect(existsSync(`${file}.1.gz`)).toBe(!isCompressing)
    expect(existsSync(`${file}.1`)).toBe(true)
  })
})

test('what stands behind the log’s name, and no other', () => {
  put('', '.1', 'x')
  writeFileSync(join(folder, 'other.log.1'), '')
  expect(backupsOf().endings().sort()).toEqual(['', '.1', 'x'])
})

describe('a file that moves on takes the place of another, compressed or not', () => {
  test.each([
    [['.1', '.2', '.2.gz'], { 'app.log.2': '.1' }],
    [['.1.gz', '.2'], { 'app.log.2.gz': '.1.gz' }],
    [['.1', '.1.gz', '.2'], { 'app.log.2': '.1', 'app.log.2.gz': '.1.gz' }],
    [['.2', '.2.gz'], { 'app.log.2': '.2', 'app.log.2.gz': '.2.gz' }],
  ])('%j', (before, after) => {
    put(...before)
    backupsOf({ compress: 'gzip' }).move(`${file}.1`, `${file}.2`)
    expect(contents()).toEqual(after)
  })
})

describe('limits', () => {
  const past = (): void => {
    put('.1', '.2')
    utimesSync(`${file}.2`, Date.now() / 1000 - 100, Date.now() / 1000 - 100)
  }

  test.each<[RotationOptions, string[]]>([
    [{}, ['app.log.1', 'app.log.2']],
    [{ maxAgeSeconds: 50 }, ['app.log.1']],
    [{ maxAgeSeconds: 200 }, ['app.log.1', 'app.log.2']],
    [{ maxTotalBytes: 4 }, ['app.log.1', 'app.log.2']],
    [{ maxTotalBytes: 3 }, ['app.log.1']],
    [{ maxTotalBytes: 1 }, []],
    [{ maxTotalBytes: 4, maxAgeSeconds: 50 }, ['app.log.1']],
  ])('%j, at the start and after a rollover', (options, left) => {
    for (const when of ['begin', 'tidy'] as const) {
      past()
      backupsOf(options, numbered)[when]()
      expect([when, readdirSync(folder)]).toEqual([when, left])
    }
    expect(errors).toEqual([])
  })

  test('the present file counts too', () => {
    past()
    put('')
    writeFileSync(file, '12')
    backupsOf({ maxTotalBytes: 5 }, numbered).tidy()
    expect(readdirSync(folder)).toEqual(['app.log', 'app.log.1'])
  })

  test.each(['begin', 'tidy'] as const)('a failure is told, and not thrown: %s', (when) => {
    const failure = new Error('no names')
    const backups = backupsOf({ maxTotalBytes: 5 }, () => {
      throw failure
    })
    backups[when]()
    expect(errors).toEqual([failure])
  })

  test('nobody looks for files without them', () => {
    const backups = backupsOf({}, () => expect.unreachable())
    backups.begin()
    backups.tidy()
    expect(errors).toEqual([])
  })
})

describe('archives that a killed process has begun', () => {
  const LEFT = '.0123456789abcdef.gz.tmp'
  const OTHERS = ['.0123456789abcde.gz.tmp', '.0123456789abcdeg.gz.tmp', `x${LEFT}`, `${LEFT}x`, '.1.gz']

  test.each<[RotationOptions, number, boolean]>([
    [{}, 0, false],
    [{ compress: 'gzip' }, 0, true],
    [{ compress: 'gzip', multiprocess: true }, 55, false],
    [{ compress: 'gzip', multiprocess: true }, 65, true],
    [{ multiprocess: true }, 65, false],
  ])('%j: after %d s one is removed: %s', async (options, age, isRemoved) => {
    put(LEFT, ...OTHERS)
    for (const ending of [LEFT, ...OTHERS]) utimesSync(file + ending, Date.now() / 1000 - age, Date.now() / 1000 - age)
    mkdirSync(`${file}.1123456789abcdef.gz.tmp`)
    backupsOf(options).begin()
    expect(existsSync(file + LEFT)).toBe(!isRemoved)
    expect(readdirSync(folder).filter((name) => name !== `app.log${LEFT}`)).toHaveLength(OTHERS.length + 1)
    expect(errors).toEqual([])
  })

  test('one that has gone by then is nothing to tell of', () => {
    put(LEFT)
    const unlinkSync = (path: string): void => {
      rmSync(path)
      throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' })
    }
    backupsOf({ compress: 'gzip', driver: { ...fileDriver, unlinkSync } }).begin()
    expect([readdirSync(folder), errors]).toEqual([[], []])
  })
})

test.each([true, false])(
  'files that wait are compressed after a rollover, unless the process ends: %s',
  async (isExiting) => {
    put('.1')
    const backups = backupsOf({ compress: 'gzip' }, () => [`${file}.1`])
    if (isExiting) expect(backups.end(true)).toBeUndefined()
    backups.tidy()
    await backups.end(false)
    expect(readdirSync(folder)).toEqual([isExiting ? 'app.log.1' : 'app.log.1.gz'])
  },
)

test('without compression there is nothing to wait for', () => {
  expect([backupsOf().end(false), backupsOf().end(true)]).toEqual([undefined, undefined])
})

test('only files that several processes write have a lock', () => {
  expect(backupsOf().lock).toBeUndefined()
  expect(backupsOf({ multiprocess: false }).lock).toBeUndefined()
  expect(backupsOf({ multiprocess: true }).lock).toBeDefined()
})
