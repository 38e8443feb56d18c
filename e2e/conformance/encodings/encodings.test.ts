import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeLogRecord } from '../../../packages/core/src/index.js'
import { charactersOf } from '../../../packages/node/src/files/charset.js'
import { CODE_PAGES } from '../../../packages/node/src/files/codePages.js'
import { FileHandler } from '../../../packages/node/src/files/fileHandler.js'
import { runPython } from '../python.js'
import { count, seed } from '../seed.js'

interface File {
  readonly encoding: string
  readonly errors: string | null
  readonly mode: 'a' | 'w'
  readonly delay: boolean
  /** The bytes that are in the file, null for no file. */
  readonly before: string | null
  readonly texts: readonly string[]
}

interface Written {
  /** Null for no file. */
  readonly bytes: string | null
  readonly refused: readonly string[]
}

interface Answers {
  readonly files: readonly Written[]
  readonly pages: readonly (readonly (string | null)[])[]
}

const PROGRAM = fileURLToPath(new URL('encodings.py', import.meta.url))
const NAMES = CODE_PAGES.flatMap(({ names }) => names.split(' '))
const PAGES = CODE_PAGES.map(({ names }) => names.split(' ', 1)[0]!)
const WIDE = [
  'utf-8',
  'UTF8',
  'utf-8-sig',
  'utf_8_sig',
  'utf-16',
  'UTF-16',
  'utf-16-le',
  'UTF-16LE',
  'utf-16-be',
  'utf_16be',
  'utf-32',
  'UTF_32',
  'utf-32-le',
  'utf-32-be',
]
const ENCODINGS = [
  ...WIDE,
  ...WIDE,
  'ascii',
  'us-ascii',
  'latin-1',
  'ISO-8859-1',
  'Windows-1252',
  'iso-8859-15',
  ...PAGES,
]
const ERRORS = [
  'strict',
  'ignore',
  'replace',
  'backslashreplace',
  'xmlcharrefreplace',
  'surrogateescape',
  'surrogatepass',
]

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-encodings-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'aé€Жя😀\0', '\ud800', '\udc80', '\udcff', '\udbff', '\udfff'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
})

function textOf(encoding: string): fc.Arbitrary<string> {
  const characters = charactersOf(encoding)?.replaceAll('\ufffd', '')
  if (characters === undefined) return anyText
  return fc.oneof(anyText, fc.string({ unit: fc.constantFrom(...characters) }))
}

function wholeLine(encoding: string): string {
  if (/32.?be$/i.test(encoding)) return '000000780000000a'
  if (/^utf.?32/i.test(encoding)) return '780000000a000000'
  if (/16.?be$/i.test(encoding)) return '0078000a'
  return /16(.?le)?$/i.test(encoding) && /^utf/i.test(encoding) ? '78000a00' : '780a'
}

const file: fc.Arbitrary<File> = fc.constantFrom(...ENCODINGS).chain((encoding) =>
  fc.record({
    encoding: fc.constant(encoding),
    errors: fc.constantFrom(...ERRORS),
    mode: fc.constantFrom('a', 'a', 'w'),
    delay: fc.boolean(),
    // A whole line: one that a killed process left torn is ended here, and not by Python.
    before: fc.constantFrom(null, '', wholeLine(encoding)),
    texts: fc.array(textOf(encoding), { maxLength: 4 }),
  }),
)

function written({ before, texts, ...options }: File): Written {
  const path = join(folder, 'a.log')
  if (before !== null) writeFileSync(path, Buffer.from(before, 'hex'))
  const refused: string[] = []
  const handler = new FileHandler(path, options)
  handler.handleError = (_record, error) => void refused.push((error as Error).message)
  for (const msg of texts) handler.handle(makeLogRecord({ msg }))
  void handler.close()
  const bytes = existsSync(path) ? readFileSync(path, 'hex') : null
  rmSync(path, { force: true })
  return { bytes, refused }
}

/**
 * What is to be compared: CPython forgets a file's byte order mark where it refuses the first text. Behind a mark its errors name
 * the encoding by the order of its bytes.
 */
function compared({ encoding }: File, { bytes, refused }: Written): string {
  const mark = /32/.test(encoding) ? /^fffe0000/ : /16/.test(encoding) ? /^fffe/ : /^efbbbf/
  const marked = refused.length > 0 ? bytes?.replace(mark, '') : bytes
  return JSON.stringify([marked, refused.map((text) => text.replace(/^'(utf-\d+)-le'/, "'$1'"))])
}

test('the bytes of files are CPython’s, with byte order marks and errors', () => {
  const files = fc.sample(file, { numRuns: count(3000), seed })
  const { files: answers } = runPython<Answers>(PROGRAM, { files, pages: [] })
  const different = files
    .map((one, index) => ({ file: one, python: answers[index], ours: written(one) }))
    .filter(({ file: one, python, ours }) => compared(one, python!) !== compared(one, ours))
  expect(different.slice(0, 3), `seed ${seed}`).toEqual([])
})

test('code pages are CPython’s, under its names', () => {
  const { pages } = runPython<Answers>(PROGRAM, { files: [], pages: NAMES })
  const ours = NAMES.map((name) => Array.from(charactersOf(name)!, (char) => (char === '\ufffd' ? null : char)))
  expect(Object.fromEntries(NAMES.map((name, i) => [name, ours[i]]))).toEqual(
    Object.fromEntries(NAMES.map((name, i) => [name, pages[i]])),
  )
})
