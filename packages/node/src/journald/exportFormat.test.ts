import { hostname } from 'node:os'
import { makeLogRecord } from '@treeline/core'
import { afterEach, expect, test, vi } from 'vitest'
import { messageEntry, recordEntry } from './exportFormat.js'
import { journalLines } from './journalLines.js'

afterEach(() => void vi.useRealTimers())

/** Returns an entry as text, without the times and the boot that the journal orders by. */
function entryOf(attributes: object, text: string | undefined = undefined): string {
  const record = makeLogRecord({
    name: 'app.db',
    levelno: 30,
    levelname: 'WARNING',
    msg: 'it broke',
    created: 1_700_000_000.25,
    pathname: '/srv/app.js',
    lineno: 7,
    funcName: 'run',
    process: 42,
    processName: 'MainProcess',
    threadName: 'MainThread',
    ...attributes,
  })
  const lines = Buffer.from(recordEntry(record, text, 'shop'))
    .toString('latin1')
    .split('\n')
  expect(lines[0]).toBe('__REALTIME_TIMESTAMP=1700000000250000')
  expect(lines[1]).toMatch(/^__MONOTONIC_TIMESTAMP=\d+$/)
  expect(lines[2]).toMatch(/^_BOOT_ID=[\da-f]{32}$/)
  expect(lines[3]).toBe(`_HOSTNAME=${hostname()}`)
  return lines.slice(4).join('\n')
}

const OWN =
  '_PID=42\nSYSLOG_IDENTIFIER=shop\nPRIORITY=4\nMESSAGE=it broke\nLOGGER=app.db\nLEVEL=WARNING\n' +
  'CODE_FILE=/srv/app.js\nCODE_LINE=7\nCODE_FUNC=run\nTHREAD_NAME=MainThread\nPROCESS_NAME=MainProcess\n'

test('all that a record has', () => {
  expect(entryOf({})).toBe(`${OWN}\n`)
  expect(entryOf({}, 'formatted')).toBe(`${OWN.replace('it broke', 'formatted')}\n`)
  expect(entryOf({ exc_text: 'Error: red', stack_info: 'Stack' })).toBe(
    `${OWN}EXCEPTION_TEXT=Error: red\nSTACK_INFO=Stack\n\n`,
  )
})

test.each<[object, string]>([
  [{ user: 'ann' }, 'USER=ann\n'],
  [{ 'http.status': 500, big: 5n, on: true }, 'HTTP_STATUS=500\nBIG=5\nON=true\n'],
  [{ __a1: 1, '1b': 2, _2_c: 3 }, 'A1=1\nB=2\nC=3\n'],
  [{ __: 1, '123': 2 }, 'EXTRA_=2\nEXTRA_=1\n'],
  [{ level: 'x', code_func: 'y' }, 'EXTRA_LEVEL=x\nEXTRA_CODE_FUNC=y\n'],
  [{ ['k'.repeat(65)]: 1 }, `${'K'.repeat(64)}=1\n`],
  [{ none: null, list: [1, 'a'] }, 'LIST=[1,"a"]\n'],
  [{ tab: 'a\tb', tilde: '~ ' }, 'TAB=a\tb\nTILDE=~ \n'],
  [{ lines: 'a\nb' }, 'LINES\n\x03\0\0\0\0\0\0\0a\nb\n'],
  [{ nul: '\0' }, 'NUL\n\x01\0\0\0\0\0\0\0\0\n'],
  [{ bell: '\x08' }, 'BELL\n\x01\0\0\0\0\0\0\0\x08\n'],
  [{ unit: '\x1f' }, 'UNIT\n\x01\0\0\0\0\0\0\0\x1f\n'],
  [{ del: '\x7fé' }, 'DEL\n\x03\0\0\0\0\0\0\0\x7f\xc3\xa9\n'],
])('the fields %o', (fields, lines) => {
  expect(entryOf(fields)).toBe(`${OWN}${lines}\n`)
})

test('a message of the handler’s own', () => {
  vi.useFakeTimers({ now: 1_700_000_000_123, toFake: ['Date'] })
  const lines = Buffer.from(messageEntry('3 were lost', 4, 'shop'))
    .toString()
    .split('\n')
  expect(lines[0]).toBe('__REALTIME_TIMESTAMP=1700000000123000')
  expect(lines.slice(3)).toEqual(['SYSLOG_IDENTIFIER=shop', 'PRIORITY=4', 'MESSAGE=3 were lost', '', ''])
})

test.each([0, -1, Number.NaN, Infinity])('a record of the time %d is an entry of now', (created) => {
  vi.useFakeTimers({ now: 1_700_000_000_123, toFake: ['Date'] })
  const entry = Buffer.from(recordEntry(makeLogRecord({ msg: 'x', created }), undefined, 'shop')).toString()
  expect(entry.split('\n')[0]).toBe('__REALTIME_TIMESTAMP=1700000000123000')
})

const ROOM = 48 * 1024 - 8

test.each([
  ['x', ROOM, [ROOM]],
  ['x', ROOM + 1, [ROOM, 1]],
  ['x', 2 * ROOM + 1, [ROOM, ROOM, 1]],
  ['é', ROOM / 2 + 1, [ROOM / 2, 1]],
  ['😀', ROOM / 4 + 1, [ROOM / 2, 2]],
])('a line of %s, %d times, is cut at the last character that fits', (character, count, lengths) => {
  const lines = journalLines(4, character.repeat(count)).split('\n')
  expect(lines.map((line) => line.length - 3)).toEqual(lengths)
})
