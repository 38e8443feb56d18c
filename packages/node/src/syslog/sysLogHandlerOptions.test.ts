import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { FACILITY_NAMES, PRIORITY_MAP, PRIORITY_NAMES } from './codes.js'
import { checkOptions, type SysLogHandlerOptions } from './sysLogHandlerOptions.js'

const DEFAULTS = {
  address: ['localhost', 514],
  facility: 1,
  socktype: null,
  timeout: null,
  isRfc5424: false,
  framing: undefined,
  tls: undefined,
  maxMessageBytes: 65_507,
  appName: undefined,
  msgId: undefined,
  structuredDataId: undefined,
}

describe('what is given, and the defaults of the rest', () => {
  const msgId = (): string => 'id'
  test.each<[SysLogHandlerOptions, object]>([
    [{}, {}],
    [{ address: '/dev/log' }, { address: '/dev/log' }],
    [{ address: '\\\\.\\pipe' }, { address: '\\\\.\\pipe' }],
    [{ address: '\0abstract' }, { address: '\0abstract' }],
    [{ address: ['h', 0] }, { address: ['h', 0] }],
    [{ address: ['h', 65_535] }, { address: ['h', 65_535] }],
    [{ facility: 0 }, { facility: 0 }],
    [{ facility: 23 }, { facility: 23 }],
    [{ facility: 'solaris-cron' }, { facility: 'solaris-cron' }],
    [{ socktype: 1 }, { socktype: 1 }],
    [
      { socktype: 2, timeout: 0.5 },
      { socktype: 2, timeout: 0.5 },
    ],
    [{ format: 'rfc5424' }, { isRfc5424: true, framing: 'octet-counting', maxMessageBytes: 8192 }],
    [
      { format: 'rfc5424', framing: 'lf' },
      { isRfc5424: true, framing: 'lf', maxMessageBytes: 8192 },
    ],
    [
      { framing: 'nul', maxMessageBytes: 100 },
      { framing: 'nul', maxMessageBytes: 100 },
    ],
    [{ tls: {} }, { tls: {}, socktype: 1, address: ['localhost', 6514] }],
    [
      { tls: {}, socktype: 1, address: ['h', 1] },
      { tls: {}, socktype: 1, address: ['h', 1] },
    ],
    [
      { appName: 'a', msgId: 'm', structuredDataId: 's@1' },
      { appName: 'a', msgId: 'm', structuredDataId: 's@1' },
    ],
    [{ msgId }, { msgId }],
  ])('%o', (options, checked) => {
    expect(checkOptions(options)).toEqual({ ...DEFAULTS, ...checked })
  })
})

const facilities = Object.keys(FACILITY_NAMES).join(', ')
const address = "address: expected [host, port], or a unix socket's path such as '/dev/log', not"
const dataId = 'structuredDataId: expected up to 32 visible ASCII characters without =, ] and ", not'

test.each<[object, string]>([
  [{ address: 'localhost' }, `${address} 'localhost'`],
  [{ address: ['h'] }, `${address} [ 'h' ]`],
  [{ address: ['h', -1] }, `${address} [ 'h', -1 ]`],
  [{ address: ['h', 65_536] }, `${address} [ 'h', 65536 ]`],
  [{ address: ['h', 1.5] }, `${address} [ 'h', 1.5 ]`],
  [{ address: [5, 514] }, `${address} [ 5, 514 ]`],
  [{ address: 5 }, `${address} 5`],
  [{ facility: -1 }, `facility: expected a number from 0 to 23 or one of ${facilities}, not -1`],
  [{ facility: 24 }, `facility: expected a number from 0 to 23 or one of ${facilities}, not 24`],
  [{ facility: 1.5 }, `facility: expected a number from 0 to 23 or one of ${facilities}, not 1.5`],
  [{ facility: 'toString' }, `facility: expected a number from 0 to 23 or one of ${facilities}, not 'toString'`],
  [{ socktype: 3 }, 'socktype: expected one of null, 2, 1, not 3'],
  [{ timeout: 0 }, 'timeout: expected a number above 0, not 0'],
  [{ format: 'x' }, "format: expected one of 'python', 'rfc5424', not 'x'"],
  [{ framing: 'x' }, "framing: expected one of 'octet-counting', 'lf', 'nul', not 'x'"],
  [{ appName: 5 }, 'appName: expected a string, not 5'],
  [{ msgId: 5 }, 'msgId: expected a string, not 5'],
  [{ structuredDataId: 'a b' }, `${dataId} 'a b'`],
  [{ structuredDataId: 5 }, `${dataId} 5`],
  [{ tls: true }, "tls: expected an object with options of Node's tls.connect, not true"],
  [{ tls: null }, "tls: expected an object with options of Node's tls.connect, not null"],
  [{ tls: {}, socktype: 2 }, 'socktype: expected SOCK_STREAM, as tls is given, not SOCK_DGRAM'],
  [{ maxMessageBytes: 99 }, 'maxMessageBytes: expected a whole number from 100 on, not 99'],
])('%o is refused', (options, message) => {
  let text = ''
  try {
    checkOptions(options as SysLogHandlerOptions)
  } catch (error) {
    text = (error as Error).message
  }
  expect(text).toBe(message)
})

test('certificates that are paths are read, others are taken as they are', () => {
  const folder = mkdtempSync(join(tmpdir(), 'treeline-syslog-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const pathOf = (name: string): string => {
    writeFileSync(join(folder, name), `content of ${name}`)
    return join(folder, name)
  }
  const names = ['ca', 'cert', 'key', 'pfx']
  const tls = { ...Object.fromEntries(names.map((name) => [name, pathOf(name)])), servername: 'h' }
  expect(checkOptions({ tls }).tls).toEqual({
    ...Object.fromEntries(names.map((name) => [name, Buffer.from(`content of ${name}`)])),
    servername: 'h',
  })
  const inline = { ca: '-----BEGIN CERTIFICATE-----', key: Buffer.from('k') }
  expect(checkOptions({ tls: inline }).tls).toEqual(inline)
  expect(() => checkOptions({ tls: { ca: join(folder, 'none') } })).toThrow('ENOENT')
})

test('the numbers of Python’s names', () => {
  expect(PRIORITY_NAMES).toEqual({
    emerg: 0,
    panic: 0,
    alert: 1,
    crit: 2,
    critical: 2,
    err: 3,
    error: 3,
    warn: 4,
    warning: 4,
    notice: 5,
    info: 6,
    debug: 7,
  })
  const inOrder =
    'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp security console solaris-cron ' +
    'local0 local1 local2 local3 local4 local5 local6 local7'
  expect(FACILITY_NAMES).toEqual(Object.fromEntries(inOrder.split(' ').map((name, code) => [name, code])))
  const levels = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']
  expect(PRIORITY_MAP).toEqual(Object.fromEntries(levels.map((level) => [level, level.toLowerCase()])))
})
