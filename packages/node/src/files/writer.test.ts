import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FileDriver } from './fileDriver.js'
import { FileWriter, type FileWriterOptions } from './writer.js'

/** A file in memory whose disk does as told: a number takes that many bytes, a string is the code of a failure. */
class FakeDisk implements FileDriver {
  bytes: number[] = []
  script: (number | string)[] = []
  /** What happens when the script is over. */
  after: number | string = Number.POSITIVE_INFINITY
  calls = 0
  closed = 0
  paused = 0

  get text(): string {
    return Buffer.from(this.bytes).toString()
  }

  openSync(): number {
    return 7
  }

  writeSync(_fd: number, bytes: Uint8Array, offset: number, length: number): number {
    this.calls++
    const next = this.script.shift() ?? this.after
    if (typeof next === 'string') throw Object.assign(new Error(`${next}: it failed`), { code: next })
    const count = Math.min(next, length)
    for (const byte of bytes.subarray(offset, offset + count)) this.bytes.push(byte)
    return count
  }

  closeSync(): void {
    this.closed++
  }

  fstatSync(): { size: number; isFile(): boolean } {
    return { size: this.bytes.length, isFile: () => true }
  }

  existsSync(): boolean {
    return true
  }

  renameSync(): void {}

  pauseSync(ms: number): void {
    this.paused += ms
  }
}

let disk: FakeDisk
beforeEach(() => {
  disk = new FakeDisk()
  vi.useFakeTimers()
})
afterEach(() => void vi.useRealTimers())

function writerOn(options: FileWriterOptions = {}): FileWriter {
  return new FileWriter('app.log', { driver: disk, ...options })
}

describe('without buffering', () => {
  test('the text is in the file when write returns, in one call', () => {
    const writer = writerOn()
    writer.write('héllo €\n')
    expect(disk.text).toBe('héllo €\n')
    expect(disk.calls).toBe(1)
    expect(writer.position).toBe(Buffer.byteLength('héllo €\n'))
    expect(vi.getTimerCount()).toBe(0)
  })

  test('short writes go on where they stopped, within a character too', () => {
    disk.after = 1
    const writer = writerOn()
    writer.write('€😀é\n')
    writer.write('next\n')
    expect(disk.text).toBe('€😀é\nnext\n')
    expect(writer.position).toBe(disk.bytes.length)
  })

  test('a short write as long as the text has characters is still short', () => {
    disk.script = [2]
    writerOn().write('éé')
    expect(disk.text).toBe('éé')
  })

  test('a line of 10 MB', () => {
    const line = `${'é'.repeat(5_000_000)}\n`
    disk.after = 3_000_000
    const writer = writerOn()
    writer.write(line)
    expect(writer.position).toBe(10_000_001)
    expect(disk.text === line).toBe(true)
  })

  test('half a surrogate pair is U+FFFD', () => {
    writerOn().write('a\ud800b\n')
    expect(disk.text).toBe('a\ufffdb\n')
  })

  test('EAGAIN and EINTR are waited out, shortly at first', () => {
    disk.script = ['EAGAIN', 'EAGAIN', 'EINTR', 3, 'EAGAIN']
    writerOn().write('storm\n')
    expect(disk.text).toBe('storm\n')
    expect(disk.paused).toBeGreaterThan(0)
    expect(disk.paused).toBeLessThan(20)
  })

  test('a reader that takes nothing is waited for once, 400 ms', () => {
    disk.after = 'EAGAIN'
    const writer = writerOn()
    expect(() => writer.write('one\n')).toThrow('EAGAIN')
    expect(disk.paused).toBeGreaterThanOrEqual(400)
    expect(disk.paused).toBeLessThan(500)
    disk.paused = 0
    expect(() => writer.write('two\n')).toThrow('EAGAIN')
    expect(() => writer.flush()).toThrow('EAGAIN')
    expect(disk.paused).toBe(0)
    disk.after = 2
    writer.write('three\n')
    expect(disk.text).toBe('one\ntwo\nthree\n')
    expect(writer.lost).toBe(0)
  })

  test('a write of nothing at all counts as EAGAIN', () => {
    disk.after = 0
    expect(() => writerOn().write('x\n')).toThrow('the reader takes nothing')
    disk.after = 9
  })
})

describe('a full disk', () => {
  test('a line that was begun is finished when there is room, and nothing is lost', () => {
    const writer = writerOn()
    writer.write('before\n')
    disk.script = [3]
    disk.after = 'ENOSPC'
    expect(() => writer.write('broken\n')).toThrow('ENOSPC')
    expect(() => writer.write('second\n')).toThrow('ENOSPC')
    expect(disk.text).toBe('before\nbro')
    disk.after = Number.POSITIVE_INFINITY
    writer.write('third\n')
    expect(disk.text).toBe('before\nbroken\nsecond\nthird\n')
    expect(writer.position).toBe(disk.bytes.length)
  })

  test.each([
    [0, 5],
    [3, 5],
    [4, 4],
    [9, 3],
    [14, 2],
  ])('of a block with %d bytes written, %d records are lost when it is closed', (written, lost) => {
    const writer = writerOn({ buffering: 1000, terminator: () => '\n' })
    disk.script = [written]
    disk.after = 'ENOSPC'
    for (const text of ['one\n', 'two\n', 'three\n', 'four\n']) writer.write(text)
    expect(() => writer.flush()).toThrow('ENOSPC')
    writer.write('five\n')
    expect(() => writer.close()).toThrow(`; ${lost} records were lost`)
    expect(writer.lost).toBe(lost)
  })

  test('so it is where it goes on in parts', () => {
    const writer = writerOn({ buffering: 1000, terminator: () => '\n' })
    disk.script = [5, 5, 'ENOSPC']
    for (const text of ['one\n', 'two\n', 'three\n', 'four\n']) writer.write(text)
    expect(() => writer.flush()).toThrow('ENOSPC')
    expect([writer.waiting, writer.atMost]).toEqual([2, 19])
    disk.script = [7]
    disk.after = 'ENOSPC'
    expect(() => writer.flush()).toThrow('ENOSPC')
    expect([writer.waiting, disk.text]).toEqual([1, 'one\ntwo\nthree\nfou'])
    disk.after = 100
    writer.flush()
    expect([writer.waiting, writer.lost, disk.text]).toEqual([0, 0, 'one\ntwo\nthree\nfour\n'])
  })

  test('what waits is written without another record, by the timer, whose failures are told', () => {
    const onError = vi.fn()
    const writer = writerOn({ onError })
    disk.after = 'ENOSPC'
    expect(() => writer.write('one\n')).toThrow('ENOSPC')
    vi.advanceTimersByTime(1000)
    expect(onError).toHaveBeenCalledTimes(1)
    disk.after = 100
    vi.advanceTimersByTime(1000)
    expect(disk.text).toBe('one\n')
    expect(vi.getTimerCount()).toBe(0)
  })

  test('beyond 1 Mi characters the oldest whole records go, and a line in their place says how many', () => {
    const writer = writerOn()
    disk.script = [3]
    disk.after = 'ENOSPC'
    const line = (i: number): string => `${String(i).padStart(5, '0')} ${'x'.repeat(993)}\n`
    for (let i = 0; i < 3000; i++) expect(() => writer.write(line(i))).toThrow('ENOSPC')
    disk.after = Number.POSITIVE_INFINITY
    writer.write('end\n')
    const lines = disk.text.split('\n')
    expect(lines[0]).toBe(line(0).trimEnd())
    expect(lines[1]).toBe(`… ${writer.lost} records were lost (ENOSPC)`)
    expect(lines.slice(2, -2)).toEqual(
      Array.from({ length: 2999 - writer.lost }, (_, i) => line(i + 1 + writer.lost).trimEnd()),
    )
    expect(lines.at(-2)).toBe('end')
    expect((3000 - writer.lost) * 1000).toBeLessThanOrEqual(2 ** 20 + 1000)
    expect((3000 - writer.lost) * 1000).toBeGreaterThan(2 ** 20 - 2 * 16_384)
  })

  test('the line of lost records is the handler’s; one that fails to be made is the plain one', () => {
    const texts = [
      (n: number, code: string): string => `${n} ${code}\n`,
      (): string => {
        throw new Error('format')
      },
    ]
    for (const lostLine of texts) {
      const writer = writerOn({ lostLine })
      writer.lose(1, 'EACCES')
      writer.write('x\n')
    }
    expect(disk.text).toBe('1 EACCES\nx\n… 1 record was lost (EACCES)\nx\n')
  })

  test('a line of lost records that is itself logged here comes out once, in order', () => {
    const writer: FileWriter = writerOn({
      lostLine: () => {
        writer.write('logged while formatting\n')
        return 'lost\n'
      },
    })
    writer.lose(3, 'EIO')
    writer.write('x\n')
    expect(disk.text).toBe('lost\nx\nlogged while formatting\n')
  })

  test('close gives up, tells, counts and still closes', () => {
    const writer = writerOn()
    disk.after = 'ENOSPC'
    expect(() => writer.write('one\n')).toThrow('ENOSPC')
    expect(() => writer.write('two\n')).toThrow('ENOSPC')
    expect(() => writer.close()).toThrow('ENOSPC')
    expect(writer.lost).toBe(2)
    expect(disk.closed).toBe(1)
    expect(writer.closed).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('with buffering', () => {
  test('text is held until there is enough of it', () => {
    const writer = writerOn({ buffering: 20 })
    for (let i = 0; i < 3; i++) writer.write('seven .\n')
    expect(disk.calls).toBe(1)
    expect(disk.text).toBe('seven .\n'.repeat(3))
    writer.write('held\n')
    expect(disk.calls).toBe(1)
    expect(writer.position).toBe(24)
    expect(writer.tell()).toBe(29)
    expect(disk.text.endsWith('held\n')).toBe(true)
  })

  test('or for as long as it may wait; the timer runs only while something is held', () => {
    const writer = writerOn({ buffering: 100, flushIntervalMs: 250 })
    expect(vi.getTimerCount()).toBe(0)
    writer.write('x\n')
    vi.advanceTimersByTime(249)
    expect(disk.text).toBe('')
    vi.advanceTimersByTime(1)
    expect(disk.text).toBe('x\n')
    expect(vi.getTimerCount()).toBe(0)
  })

  test('the timer keeps no process alive', () => {
    vi.useRealTimers()
    const set = vi.spyOn(globalThis, 'setTimeout')
    const writer = writerOn({ buffering: 100 })
    writer.write('x\n')
    expect((set.mock.results[0]!.value as NodeJS.Timeout).hasRef()).toBe(false)
    writer.close()
    set.mockRestore()
  })

  test('atMost is never less than tell', () => {
    const writer = writerOn({ buffering: 1000 })
    writer.write('€€€\n')
    const atMost = writer.atMost
    expect(atMost).toBeGreaterThanOrEqual(writer.tell())
    expect(writer.atMost).toBe(10)
  })

  test('close writes what is held; writing after it is refused', () => {
    const writer = writerOn({ buffering: 100 })
    writer.write('x\n')
    writer.close()
    writer.close()
    expect(disk.text).toBe('x\n')
    expect(disk.closed).toBe(1)
    expect(vi.getTimerCount()).toBe(0)
    expect(() => writer.write('y')).toThrow(new RangeError('I/O operation on closed file.'))
  })
})

describe('lines of its own', () => {
  function line(writer: FileWriter, text: string): void {
    const made = writer.openLine()!
    made.begin()
    made.text(text)
    expect(writer.writeLine(made)).toBe(true)
  }

  test.each([0, 16_384])('and texts come in the order of their writing, with buffering %d', (buffering) => {
    const writer = writerOn({ buffering })
    line(writer, 'one\n')
    writer.write('zwö\n')
    writer.write('three\n')
    line(writer, 'vier €\n')
    line(writer, 'five\n')
    writer.write('six\n')
    expect(writer.atMost).toBeGreaterThanOrEqual(writer.tell())
    expect(disk.text).toBe('one\nzwö\nthree\nvier €\nfive\nsix\n')
    expect(disk.calls).toBe(buffering === 0 ? 6 : 1)
    expect(writer.position).toBe(disk.bytes.length)
  })

  test('count for what is held, and for what the file may have', () => {
    const writer = writerOn({ buffering: 12 })
    line(writer, 'six ..\n')
    expect(writer.atMost).toBe(7)
    expect(disk.calls).toBe(0)
    writer.write('1234\n')
    expect(disk.calls).toBe(1)
  })

  test('are held no longer than texts', () => {
    const writer = writerOn({ buffering: 100, flushIntervalMs: 250 })
    line(writer, 'x\n')
    vi.advanceTimersByTime(250)
    expect(disk.text).toBe('x\n')
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a text too long to stand behind them does', () => {
    const writer = writerOn({ buffering: 1000 })
    const long = `${'é'.repeat(100_000)}\n`
    line(writer, 'one\n')
    writer.write(long)
    expect(disk.text).toBe(`one\n${long}`)
    expect(disk.calls).toBe(1)
  })

  test('those held wait behind what was lost, and are not lost', () => {
    const writer = writerOn({ buffering: 100 })
    line(writer, 'held €\n')
    writer.lose(2, 'ENOENT')
    expect(writer.openLine()).toBeUndefined()
    writer.flush()
    expect(disk.text).toBe('… 2 records were lost (ENOENT)\nheld €\n')
  })

  test('a failure keeps them, and close counts what it gives up', () => {
    const writer = writerOn({ buffering: 100 })
    line(writer, 'one\n')
    line(writer, 'two\n')
    disk.script = [2]
    disk.after = 'ENOSPC'
    expect(() => writer.flush()).toThrow('ENOSPC')
    writer.write('three\n')
    disk.after = 99
    writer.flush()
    expect(disk.text).toBe('one\ntwo\nthree\n')
    line(writer, 'four\n')
    disk.after = 'ENOSPC'
    expect(() => writer.close()).toThrow('ENOSPC')
    expect(writer.lost).toBe(1)
  })

  test('one that was begun before a flush is nobody’s', () => {
    const writer = writerOn({ buffering: 100 })
    const made = writer.openLine()!
    made.begin()
    made.text('begun')
    writer.write('written\n')
    writer.flush()
    writer.openLine()
    writer.write('more\n')
    writer.openLine()
    expect(made.isWhole).toBe(false)
    made.text('!')
    writer.flush()
    expect(disk.text).toBe('written\nmore\n')
  })

  test.each([
    ['another encoding', { encoding: 'latin-1' }],
    ['a strict one', { errors: 'strict' }],
    ['holding very much', { buffering: 2 ** 24 }],
  ])('are none with %s', (_, options) => {
    expect(writerOn(options).openLine()).toBeUndefined()
  })

  test('are none of a closed file, nor of another writer', () => {
    const [writer, other] = [writerOn({ buffering: 100 }), writerOn({ buffering: 100 })]
    const made = writer.openLine()!
    made.begin()
    made.text('x\n')
    other.openLine()
    expect(other.writeLine(made)).toBe(false)
    writer.close()
    expect(writer.writeLine(made)).toBe(false)
    expect(writer.openLine()).toBeUndefined()
    expect(disk.text).toBe('')
  })
})

describe('a standard stream', () => {
  test('goes quiet when its reader has gone, counts, and is never closed', () => {
    const writer = new FileWriter(1, { driver: disk, standard: true, name: '<stdout>' })
    disk.script = [Number.POSITIVE_INFINITY, 2]
    disk.after = 'EPIPE'
    writer.write('one\n')
    writer.write('two\n')
    writer.write('three\n')
    writer.close()
    expect(writer.lost).toBe(2)
    expect(disk.calls).toBe(3)
    expect(disk.closed).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('of another descriptor EPIPE is a failure like any other', () => {
    const writer = new FileWriter(9, { driver: disk })
    disk.after = 'EPIPE'
    expect(() => writer.write('one\n')).toThrow('EPIPE')
    expect(writer.name).toBe('9')
    disk.after = 99
    writer.close()
  })
})

// CPython 3.11: 'aé€😀z'.encode(encoding, errors)
test.each([
  ['ascii', 'backslashreplace', 'a\\xe9\\u20ac\\U0001f600z'],
  ['ASCII', 'replace', 'a???z'],
  ['us-ascii', 'ignore', 'az'],
  ['ascii', 'xmlcharrefreplace', 'a&#233;&#8364;&#128512;z'],
  ['latin_1', 'backslashreplace', 'a\xe9\\u20ac\\U0001f600z'],
  ['iso-8859-1', 'replace', 'a\xe9??z'],
])('encoding %s with errors %s', (encoding, errors, expected) => {
  writerOn({ encoding, errors }).write('aé€😀z')
  expect(Buffer.from(disk.bytes).toString('latin1')).toBe(expected)
})

test.each([
  ['utf-8', 'backslashreplace', 'x\\ud800y😀'],
  ['UTF8', 'replace', 'x?y😀'],
  ['utf_8', 'ignore', 'xy😀'],
])('half a surrogate pair in %s with errors %s', (encoding, errors, expected) => {
  writerOn({ encoding, errors }).write('x\ud800y😀')
  expect(disk.text).toBe(expected)
})

test.each([
  ['utf-8', 'surrogateescape', 'a\udc80é\udcff😀', '6180c3a9fff09f9880'],
  ['utf-8', 'surrogatepass', 'a\ud800😀\udc80', '61eda080f09f9880edb280'],
  ['ascii', 'surrogateescape', '\udc80a', '8061'],
  ['cp1252', 'surrogateescape', '€\udc81', '8081'],
  ['utf-16-le', 'surrogatepass', '\udc80a', '80dc6100'],
  ['utf-32-le', 'surrogatepass', '\udc80', '80dc0000'],
])('%s with errors %s gives halves of surrogate pairs bytes of their own', (encoding, errors, text, bytes) => {
  writerOn({ encoding, errors }).write(text)
  expect(Buffer.from(disk.bytes).toString('hex')).toBe(bytes)
})

test.each([
  ['ascii', 'surrogateescape', "'ascii' codec can't encode characters in position 2-3: ordinal not in range(128)"],
  [
    'cp1252',
    'surrogateescape',
    "'charmap' codec can't encode characters in position 1-3: character maps to <undefined>",
  ],
  [
    'utf-16-le',
    'surrogateescape',
    "'utf-16-le' codec can't encode character '\\udc80' in position 1: surrogates not allowed",
  ],
  ['latin-1', 'surrogatepass', "'latin-1' codec can't encode characters in position 1-3: ordinal not in range(256)"],
])('%s with errors %s refuses other characters, with Python’s words', (encoding, errors, message) => {
  expect(() => writerOn({ encoding, errors }).write('a\udc80\u0416\udc80')).toThrow(new RangeError(message))
})

test('an error of UTF-16 is about one half of a pair', () => {
  const message = "'utf-16-le' codec can't encode character '\\ud800' in position 1: surrogates not allowed"
  expect(() => writerOn({ encoding: 'utf-16-le', errors: 'strict' }).write('a\ud800\ud800')).toThrow(message)
})

test('utf-16le', () => {
  writerOn({ encoding: 'utf-16-le' }).write('aé😀\ud800')
  expect(Buffer.from(disk.bytes).toString('utf16le')).toBe('aé😀\ufffd')
})

describe('a byte order mark', () => {
  const hex = (): string => Buffer.from(disk.bytes).toString('hex')

  test.each([
    ['utf-8-sig', 'efbbbf', '61c3a9', '62'],
    ['utf-16', 'fffe', '6100e900', '6200'],
    ['utf-16-be', '', '006100e9', '0062'],
    ['utf-32', 'fffe0000', '61000000e9000000', '62000000'],
    ['utf-32-be', '', '00000061000000e9', '00000062'],
  ])('%s: is at the start of an empty file, once', (encoding, mark, first, second) => {
    const writer = writerOn({ encoding })
    expect(hex()).toBe('')
    writer.write('aé')
    writer.write('b')
    expect(hex()).toBe(mark + first + second)
    disk.bytes = [1]
    writerOn({ encoding, errors: 'strict' }).write('aé')
    expect(hex()).toBe(`01${first}`)
  })

  test('a file that is opened anew has its own', () => {
    const writer = writerOn({ encoding: 'utf-16' })
    writer.write('a')
    disk.bytes = []
    writer.reopen()
    writer.write('b')
    expect(hex()).toBe('fffe6200')
    writer.reopen()
    writer.write('c')
    expect(hex()).toBe('fffe62006300')
  })

  test('a disk that takes it in pieces gets all of it, before the text', () => {
    disk.script = [1, 'ENOSPC', 'ENOSPC', 1, 0, 1]
    const writer = writerOn({ encoding: 'utf-8-sig' })
    expect(() => writer.write('a')).toThrow('ENOSPC')
    writer.write('b')
    expect(hex()).toBe('efbbbf6162')
  })

  test('buffered, and the line ends of a block', () => {
    const writer = writerOn({ encoding: 'utf-8-sig', buffering: 100 })
    writer.write('a\n')
    writer.write('b\n')
    writer.close()
    expect(hex()).toBe('efbbbf610a620a')
  })
})

test('a code page: each alias is the same, a long text too', () => {
  for (const encoding of ['cp1252', 'windows-1252', '1252', 'CP_1252']) {
    disk.bytes = []
    writerOn({ encoding, errors: 'replace' }).write('a€é\x81Ж')
    expect(Buffer.from(disk.bytes).toString('hex')).toBe('6180e93f3f')
  }
  disk.bytes = []
  writerOn({ encoding: 'cp437', errors: 'xmlcharrefreplace' }).write('É😀'.repeat(40_000))
  expect(Buffer.from(disk.bytes).toString('latin1')).toBe('\x90&#128512;'.repeat(40_000))
})

// CPython's own words for each of them.
test.each([
  ['ascii', 'aé', "'ascii' codec can't encode character '\\xe9' in position 1: ordinal not in range(128)"],
  ['ascii', '😀éé', "'ascii' codec can't encode characters in position 0-2: ordinal not in range(128)"],
  ['latin1', '😀', "'latin-1' codec can't encode character '\\U0001f600' in position 0: ordinal not in range(256)"],
  ['latin1', 'aé€€b', "'latin-1' codec can't encode characters in position 2-3: ordinal not in range(256)"],
  ['cp1252', 'aЖ', "'charmap' codec can't encode character '\\u0416' in position 1: character maps to <undefined>"],
  ['iso8859-15', 'ЖЖ', "'charmap' codec can't encode characters in position 0-1: character maps to <undefined>"],
  ['utf-8', 'x\ud800y', "'utf-8' codec can't encode character '\\ud800' in position 1: surrogates not allowed"],
])('strict %s refuses %s and writes nothing of it', (encoding, text, message) => {
  const writer = writerOn({ encoding, errors: 'strict', buffering: 10 })
  expect(() => writer.write(text)).toThrow(new RangeError(message))
  writer.write('fine\n')
  writer.close()
  expect(Buffer.from(disk.bytes).toString('latin1')).toBe('fine\n')
})

test.each([
  [{ mode: 'z' }, "invalid mode: 'z'; there are: a, w, x and r+, each with t or + if need be"],
  [{ mode: 'wb' }, "invalid mode: 'wb'; there are: a, w, x and r+, each with t or + if need be"],
  [{ buffering: -1 }, 'buffering: expected a whole number from 0 on, not -1'],
  [{ flushIntervalMs: 2 ** 31 }, 'flushIntervalMs: expected a number from 1 to 2147483647, not 2147483648'],
])('refuses %o', (options, message) => {
  expect(() => writerOn(options)).toThrow(new RangeError(message))
})

test.each([
  [
    { encoding: 'klingon' },
    'unknown encoding: klingon; there are: utf-8, utf-8-sig, utf-16, utf-16-le, utf-16-be, utf-32, ',
  ],
  [{ encoding: 'utf-64' }, 'iso8859-15 and koi8-r'],
  [{ errors: 'foo' }, "unknown error handler name 'foo'; there are: strict, ignore, replace, "],
  [
    { errors: 'namereplace' },
    "unsupported error handler name 'namereplace': JavaScript has no names of characters; there are: strict, ignore, ",
  ],
])('refuses %o, and says what there is', (options, message) => {
  expect(() => writerOn(options)).toThrow(RangeError)
  expect(() => writerOn(options)).toThrow(message)
})

test('East Asia’s encodings are refused under all of Python’s names, and it is said that they are not supported', () => {
  const names =
    'big5 Big5-TW big5hkscs hkscs cp932 932 ms_kanji cp949 uhc cp950 ms950 euc_jp EUC-JP ujis eucJIS2004 euc_jisx0213 ' +
    'euc-kr ks_c-5601-1987 korean ksx1001 gb2312 chinese euc_cn eucgb2312_cn gbk cp936 gb18030 gb18030-2000 hz hz_gb_2312 ' +
    'iso2022_jp csiso2022kr iso-2022-jp-ext johab cp1361 shift_jis sjis csShiftJIS shift_jis_2004 shift_jisx0213 jisx0213 ' +
    'x-mac-japanese iso-ir-58 csISO58GB231280'
  for (const encoding of names.split(' '))
    expect(() => writerOn({ encoding }), encoding).toThrow(
      new RegExp(
        `^unsupported encoding: ${encoding}; East Asia's encodings are not supported, write utf-8; there are: utf-8,`,
      ),
    )
})

test.each(['iso2022', 'euc', 'sjisy', 'xsjis', 'gbk2', 'big', ''])(
  '%j is a name of no encoding, in Python too',
  (encoding) => {
    expect(() => writerOn({ encoding })).toThrow(`unknown encoding: ${encoding}; there are: utf-8,`)
  },
)

test('on a real file: modes and the position', () => {
  const folder = mkdtempSync(join(tmpdir(), 'treeline-writer-'))
  const file = join(folder, 'app.log')
  try {
    writeFileSync(file, 'there\n')
    const appending = new FileWriter(file)
    expect(appending.position).toBe(6)
    expect(appending.regular).toBe(true)
    appending.write('more\n')
    appending.close()
    expect(readFileSync(file, 'utf8')).toBe('there\nmore\n')
    expect(() => new FileWriter(file, { mode: 'x' })).toThrow('EEXIST')
    const anew = new FileWriter(file, { mode: 'w' })
    expect(anew.position).toBe(0)
    anew.close()
    expect(readFileSync(file, 'utf8')).toBe('')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
