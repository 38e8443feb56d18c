import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { fileConfig } from '@treeline/core/config'
import { getLogger } from '@treeline/core'
import { realmState, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nodePlatform } from '../process/nodePlatform.js'
import { readFile } from './readFile.js'

let folder: string
let file: string
const platform = realmState.platform

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'treeline-read-'))
  file = path.join(folder, 'app.ini')
})
afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true })
  resetLogging()
  realmState.platform = platform
})

test.each([
  [undefined, Buffer.from('é\r\n'), 'é\r\n'],
  ['utf-8', Buffer.from('\ufeffx'), '\ufeffx'],
  ['UTF_8_SIG', Buffer.from('\ufeffx'), 'x'],
  ['latin-1', Buffer.of(0xe9, 0x80), '\xe9\x80'],
  ['ascii', Buffer.from('x'), 'x'],
  ['utf-16-le', Buffer.from('é', 'utf16le'), 'é'],
  ['utf-16-le', Buffer.from('\ufeffé', 'utf16le'), '\ufeffé'],
  ['utf-16', Buffer.from('\ufeffé', 'utf16le'), 'é'],
  ['utf-16', Buffer.from('é', 'utf16le'), 'é'],
  ['utf-16', Buffer.of(0xfe, 0xff, 0, 0xe9), 'é'],
  // No mark: the lower byte comes first.
  ['utf-16', Buffer.of(0x61, 0xff), '\uff61'],
  ['utf-16', Buffer.of(0xfe, 0x61), '\u61fe'],
  ['UTF-16BE', Buffer.of(0, 0xe9), 'é'],
  ['utf-32-le', Buffer.of(0xff, 0xfe, 0, 0, 0, 0xf6, 1, 0), '\ufeff😀'],
  ['UTF-32', Buffer.of(0xff, 0xfe, 0, 0, 0, 0xf6, 1, 0), '😀'],
  ['utf32', Buffer.of(0, 0, 0xfe, 0xff, 0, 1, 0xf6, 0), '😀'],
  ['utf_32', Buffer.of(0x61, 0, 0, 0), 'a'],
  ['utf-32-be', Buffer.of(0, 0, 0, 0x61), 'a'],
  ['utf-32', Buffer.of(), ''],
  ['Windows-1252', Buffer.of(0x41, 0x80, 0xe9), 'A€é'],
  ['iso8859-15', Buffer.of(0x41, 0x80, 0xa4), 'A\x80€'],
])('reads %s', (encoding, bytes, text) => {
  fs.writeFileSync(file, bytes)
  expect(readFile(file, encoding)).toBe(text)
})

test('refuses what is no text, and encodings that are none', () => {
  fs.writeFileSync(file, Buffer.of(0xff))
  expect(() => readFile(file)).toThrow(new RangeError("'utf-8' codec can't decode the file"))
  expect(() => readFile(file, 'ascii')).toThrow(new RangeError("'ascii' codec can't decode the file"))
  expect(() => readFile(file, 'utf-16-be')).toThrow(new RangeError("'utf-16-be' codec can't decode the file"))
  for (const bytes of [[0x61], [0, 0xd8, 0, 0], [0, 0, 0x11, 0]]) {
    fs.writeFileSync(file, Buffer.from(bytes))
    expect(() => readFile(file, 'utf-32-le')).toThrow(new RangeError("'utf-32-le' codec can't decode the file"))
  }
  fs.writeFileSync(file, Buffer.of(0x81))
  expect(() => readFile(file, 'cp1252')).toThrow(new RangeError("'charmap' codec can't decode the file"))
  expect(() => readFile(file, 'nope')).toThrow(
    'unknown encoding: nope; there are: utf-8, utf-8-sig, utf-16, utf-16-le, utf-16-be, utf-32, utf-32-le, utf-32-be, ascii, latin-1 and code',
  )
})

test('a file that is not there is undefined; what cannot be read throws', () => {
  expect(readFile(path.join(folder, 'none'))).toBeUndefined()
  fs.writeFileSync(file, '')
  expect(readFile(path.join(file, 'below'))).toBeUndefined()
  expect(() => readFile(folder)).toThrow('EISDIR')
})

test('fileConfig reads files by it', () => {
  realmState.platform = nodePlatform
  const ini = '[loggers]\nkeys=root\n[handlers]\nkeys=\n[formatters]\nkeys=\n[logger_root]\nlevel=ERROR\nhandlers=\n'
  fs.writeFileSync(file, ini.replaceAll('\n', '\r\n'))
  fileConfig(file)
  expect(getLogger().level).toBe(40)
  expect(() => fileConfig(`${file}x`)).toThrow(`${file}x doesn't exist`)
})

test.each([
  ['ascii', Buffer.of(0x80), 'ordinal not in range(128)'],
  ['cp1252', Buffer.of(0x81), 'character maps to <undefined>'],
])('what %s does not have is the cause', (encoding, bytes, message) => {
  fs.writeFileSync(file, bytes)
  const refused = (): unknown => readFile(file, encoding)
  expect(refused).toThrow(expect.objectContaining({ cause: new TypeError(message) }))
})

test('a file that is not there has no text, nor one in a file', () => {
  expect(readFile(path.join(folder, 'none'))).toBeUndefined()
  fs.writeFileSync(file, '\x7f')
  expect(readFile(path.join(file, 'none'))).toBeUndefined()
  expect(readFile(file, 'ascii')).toBe('\x7f')
  expect(() => readFile(folder)).toThrow('EISDIR')
})
