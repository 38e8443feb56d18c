import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { argumentsOf, findEventCreate } from './eventCreate.js'
import { NTEventLogHandler } from './ntEventLogHandler.js'

const event = { source: 'app', log: 'APPLICATION', type: 'ERROR', id: 1, text: 'it "broke"\nbadly' }

test('off Windows the error says what to use', () => {
  expect(() => findEventCreate('linux')).toThrow('use SysLogHandler or JournalHandler')
})

test.skipIf(process.platform === 'win32')('the handler throws off Windows', () => {
  expect(() => new NTEventLogHandler('app')).toThrow(`NTEventLogHandler needs Windows, not ${process.platform}`)
})

test('on Windows the program has to be there', () => {
  const root = mkdtempSync(join(tmpdir(), 'treeline-windows-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  expect(() => findEventCreate('win32', root)).toThrow('which is not there: use FileHandler or SysLogHandler')
  mkdirSync(join(root, 'System32'))
  writeFileSync(join(root, 'System32', 'eventcreate.exe'), '')
  expect(findEventCreate('win32', root)).toBe(join(root, 'System32', 'eventcreate.exe'))
})

test('an event is its arguments', () => {
  expect(argumentsOf(event)).toEqual([
    '/L',
    'APPLICATION',
    '/SO',
    'app',
    '/T',
    'ERROR',
    '/ID',
    '1',
    '/D',
    'it "broke"\nbadly',
  ])
})

test('a text is cut to what an event holds, at a character', () => {
  expect(argumentsOf({ ...event, text: 'x'.repeat(50_000) }).at(-1)).toHaveLength(31_839)
  expect(argumentsOf({ ...event, text: `${'x'.repeat(31_838)}😀` }).at(-1)).toBe('x'.repeat(31_838))
})
