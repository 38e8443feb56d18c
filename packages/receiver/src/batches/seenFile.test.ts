import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SeenFile, type SeenFileOptions } from './seenFile.node.js'

let folder: string
let path: string
const open: SeenFile[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-seen-'))
  path = join(folder, 'seen.log')
})

afterEach(() => {
  for (const file of open.splice(0)) file.close()
  rmSync(folder, { recursive: true })
})

function seenFile(options?: SeenFileOptions): SeenFile {
  const file = new SeenFile(path, options)
  open.push(file)
  return file
}

const key = (n: number): string => `key-${String(n).padStart(12, '0')}`
const keys = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, i) => key(first + i))

test('what was added is known, now and to the next process', () => {
  const file = seenFile()
  file.add('p', keys(1, 3))
  file.add('p', keys(3, 5))
  expect(file.known('p', keys(0, 6))).toEqual(keys(1, 5))
  expect(seenFile().known('p', keys(0, 6))).toEqual(keys(1, 5))
  expect(readFileSync(path, 'utf8')).toBe(`${keys(1, 3).join(' ')}\n${keys(3, 5).join(' ')}\n`)
})

test('a line that was cut does no harm, wherever it was', () => {
  const whole = `${keys(1, 3).join(' ')}\n`
  for (let length = 0; length <= whole.length; length++) {
    writeFileSync(path, whole.slice(0, length))
    const file = seenFile()
    file.add('p', keys(7, 8))
    const next = seenFile()
    expect(next.known('p', keys(7, 8))).toEqual(keys(7, 8))
    // A key that stands there whole was flushed.
    expect(next.known('p', keys(1, 3))).toEqual(keys(1, Math.floor((length + 1) / 17)))
  }
})

test('what is no key is passed over', () => {
  writeFileSync(
    path,
    Buffer.concat([Buffer.alloc(200_000, 0xff), Buffer.from(`\n\0 ${key(1)} toolongforakey${key(2)}\r\n${key(3)}\n`)]),
  )
  const file = seenFile()
  expect([file.size, file.known('p', keys(1, 3))]).toEqual([2, [key(1), key(3)]])
})

test('the files are bounded, and half of the records at least are remembered', () => {
  const file = seenFile({ maxRecords: 1000 })
  for (let n = 0; n < 10_000; n += 10) {
    file.add('p', keys(n, n + 9))
    expect(file.size).toBeLessThanOrEqual(1010)
    const first = Math.max(0, n - 490)
    expect(file.known('p', keys(first, n + 9))).toHaveLength(n + 10 - first)
  }
  expect(readdirSync(folder)).toEqual(['seen.log', 'seen.log.1'])
  expect(statSync(path).size + statSync(`${path}.1`).size).toBeLessThanOrEqual(1010 * 17)
  expect(seenFile({ maxRecords: 1000 }).known('p', keys(9500, 9999))).toHaveLength(500)
})

test('a process that begins anew knows what stands in the file before, too', () => {
  const file = seenFile({ maxRecords: 10 })
  for (const n of [1, 2]) file.add('p', keys(n * 10, n * 10 + 5))
  expect(readdirSync(folder)).toContain('seen.log.1')
  const next = new SeenFile(path, { maxRecords: 10 })
  open.push(next)
  expect(next.size).toBe(12)
  expect(next.known('p', [key(10), key(20), key(30)])).toEqual([key(10), key(20)])
})

test('two that have the same file know each other’s records, whichever begins a new one', () => {
  const [a, b] = [seenFile({ maxRecords: 100 }), seenFile({ maxRecords: 100 })]
  for (let n = 0; n < 1000; n++) {
    const [writer, reader] = n % 3 === 0 ? [a, b] : [b, a]
    writer.add('p', [key(n)])
    const first = Math.max(0, n - 49)
    expect(reader.known('p', keys(first, n))).toHaveLength(n - first + 1)
  }
})

test('a line that another process wrote while the file was renamed is read', () => {
  const file = seenFile({ maxRecords: 10 })
  for (const n of [1, 2, 3, 4, 5, 6]) file.add('p', [key(n)])
  appendFileSync(`${path}.1`, `${key(9)}\n`)
  expect(file.known('p', keys(1, 9))).toEqual([...keys(1, 6), key(9)])
})

test('a lock that a dead process left holds nobody up', () => {
  mkdirSync(`${path}.lock`)
  const file = seenFile({ maxRecords: 10 })
  file.add('p', keys(1, 6))
  file.add('p', keys(7, 8))
  expect(readdirSync(folder)).toEqual(['seen.log', 'seen.log.lock'])
  utimesSync(`${path}.lock`, 0, 0)
  for (const n of [9, 10, 11]) file.add('p', [key(n)])
  expect(readdirSync(folder)).toEqual(['seen.log', 'seen.log.1'])
  expect(file.known('p', keys(1, 11))).toEqual(keys(1, 11))
})

test('a file that somebody removed is made again', () => {
  const file = seenFile()
  file.add('p', [key(1)])
  rmSync(path)
  file.add('p', [key(2)])
  expect(readFileSync(path, 'utf8')).toBe(`${key(2)}\n`)
  expect(file.known('p', keys(1, 2))).toEqual(keys(1, 2))
})

test('in a file that somebody emptied, what comes later is known', () => {
  const file = seenFile()
  file.add('p', keys(1, 3))
  truncateSync(path)
  expect(file.known('p', keys(1, 5))).toEqual(keys(1, 3))
  file.add('p', [key(5)])
  expect(file.known('p', keys(1, 5))).toEqual([...keys(1, 3), key(5)])
  expect(readFileSync(path, 'utf8')).toBe(`${key(5)}\n`)
})

test('the end of a word of any length is no key', () => {
  for (const length of [1, 65_536, 65_537, 131_072, 200_000]) {
    writeFileSync(path, `${'x'.repeat(length)}${key(1)}\n${key(2)}\n`)
    expect(seenFile().known('p', keys(1, 2))).toEqual([key(2)])
  }
})

test.runIf(process.platform === 'linux')('no file stays open', () => {
  const opened = (): number => readdirSync('/proc/self/fd').length
  const before = opened()
  const file = new SeenFile(path, { maxRecords: 2 })
  for (let n = 0; n < 20; n++) file.add('p', [key(n)])
  expect(opened()).toBe(before + 2)
  file.close()
  expect(opened()).toBe(before)
})

test('what another process is writing is read when it is there', () => {
  const file = seenFile()
  appendFileSync(path, key(1).slice(0, 9))
  expect(file.known('p', [key(1)])).toEqual([])
  appendFileSync(path, `${key(1).slice(9)} `)
  expect(file.known('p', [key(1)])).toEqual([key(1)])
})

test('wrong options and places are refused', () => {
  expect(() => new SeenFile(5 as never)).toThrow('path: expected a string, not 5')
  expect(() => new SeenFile(path, { maxRecords: 1 })).toThrow('maxRecords')
  expect(() => new SeenFile(path, { max: 1 } as never)).toThrow("SeenFile: unknown option 'max'")
  expect(() => new SeenFile(join(folder, 'none', 'seen.log'))).toThrow('ENOENT')
})
