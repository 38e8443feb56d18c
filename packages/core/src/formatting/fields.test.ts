import { afterEach, describe, expect, test } from 'vitest'
import { StreamHandler } from '../handlers/streamHandler.js'
import { captureStderr, realmState, resetLogging, StringStream } from '../testing/index.js'
import { basicConfig } from '../tree/basicConfig.js'
import { getLogger } from '../tree/manager.js'
import { keptFields, makeLogRecord, setContextNames, setFields } from '../records/record.js'
import { fieldError, fieldsText, withoutFields } from './fields.js'
import { Formatter } from './formatter.js'
import { JSONFormatter } from './jsonFormatter.js'
import { StrFormatStyle } from './strFormatStyle.js'

afterEach(resetLogging)

/** Logs once through a handler with this formatter, and returns its line. */
function line(formatter: Formatter | null, msg: unknown, ...args: unknown[]): string {
  const stream = new StringStream()
  const handler = new StreamHandler(stream)
  handler.setFormatter(formatter)
  const log = getLogger('fields')
  log.handlers = [handler]
  log.propagate = false
  log.error(msg, ...args)
  return stream.text.slice(0, -1)
}

describe('where no format was asked for', () => {
  test.each([
    ['started', { port: 3000 }, 'started port=3000'],
    [
      'started',
      { host: 'a.b:80', name: 'ann bell', empty: '', nil: null },
      "started host=a.b:80 name='ann bell' empty='' nil=null",
    ],
    ['started', { tags: ['a', 1], at: new Date(0) }, "started tags=[ 'a', 1 ] at=1970-01-01T00:00:00.000Z"],
    ['started', new Map([['port', 3000]]), 'started port=3000'],
    ['started', { 'x\nERROR:app:forged': 1, 'a b': 2, '': 3 }, "started 'x\\nERROR:app:forged'=1 'a b'=2 ''=3"],
    ['started', new Map([['x\ny=1', 2]]), "started 'x\\ny=1'=2"],
    ['user %(user)s', { user: 1, id: 2 }, 'user 1'],
    ['user %s', { id: 2 }, 'user { id: 2 }'],
  ])('%s %j', (msg, fields, text) => expect(line(null, msg, fields)).toBe(text))

  test('what a record brought along is there again when its text was made without it', () => {
    const record = makeLogRecord({ msg: 'x', args: null })
    setFields(record, { port: 3000 })
    expect(withoutFields(record, () => [record.msg, keptFields(record)])).toEqual(['x', undefined])
    expect(keptFields(record)).toEqual({ port: 3000 })
  })

  test('a record without arguments shows none', () => {
    const record = makeLogRecord({ msg: '100%d', args: null })
    expect(new Formatter('%(message)s [%(fields)s]').format(record)).toBe('100%d []')
    const names = makeLogRecord({ msg: 'x', args: null, user: 'ann' })
    setContextNames(names, ['user'])
    expect(new Formatter('%(message)s [%(fields)s]').format(names)).toBe('x [user=ann]')
  })

  test('basicConfig’s default, the handler of last resort and an empty format show them', () => {
    const stream = new StringStream()
    basicConfig({ stream })
    getLogger('app').warning('started', { port: 3000 })
    expect(stream.text).toBe('WARNING:app:started port=3000\n')
    expect(line(new Formatter(), 'started', { port: 3000 })).toBe('started port=3000')
    resetLogging()
    const stderr = new StringStream()
    const before = realmState.platform
    realmState.platform = { stderr, thread: 0, threadName: '', process: 0, processName: '' }
    try {
      getLogger('app').warning('started', { port: 3000, err: new RangeError('boom') })
    } finally {
      realmState.platform = before
    }
    expect(stderr.text).toMatch(/^started port=3000\nRangeError: boom\n +at /)
  })

  test.each([['err'], ['error'], ['exc_info'], ['cause'], ['reason'], ['0']])(
    'the stack of an Error under the key %s follows the line',
    (key) => {
      const text = line(null, 'failed', { id: 7, [key]: new RangeError('boom') })
      expect(text).toMatch(/^failed id=7\nRangeError: boom\n +at /)
    },
  )

  test('many are counted, and what cannot be read is marked', () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`k${index}`, index]))
    expect(line(null, 'x', many)).toMatch(/ k49=49 \.\.\. 10 more$/)
    const hostile = {
      get a() {
        throw new Error('no')
      },
    }
    expect(line(null, 'x', hostile)).toBe(`x a="<getter of 'a' threw: no>"`)
  })
})

describe('a format that was asked for', () => {
  test('shows no fields, or shows them where it says', () => {
    expect(line(new Formatter('%(message)s'), 'started', { port: 3000 })).toBe('started')
    expect(line(new Formatter('[%(fields)s] %(message)s'), 'started', { port: 3000 })).toBe('[port=3000] started')
    expect(line(new Formatter('[%(fields)s] %(message)s'), 'started')).toBe('[] started')
    const style = StrFormatStyle
    expect(line(new Formatter('{message} {fields}', { style }), 'started', { port: 3000 })).toBe('started port=3000')
  })

  test('an attribute of that name comes first', () => {
    const formatter = new Formatter('%(fields)s')
    expect(line(formatter, 'x', { extra: { fields: 'mine' } })).toBe('mine')
  })
})

describe('an Error among the fields', () => {
  test.each(['err', 'error', 'cause', 'exception', 'lastError'])('%s follows the line', (key) => {
    for (const formatter of [null, new Formatter('%(message)s')]) {
      expect(line(formatter, 'failed', { [key]: new RangeError('boom') })).toMatch(/^failed\nRangeError: boom\n +at /)
    }
    expect(line(null, 'failed', { id: 7, [key]: new RangeError('boom') })).toMatch(/^failed id=7\nRangeError: boom\n/)
    expect(line(new Formatter('%(message)s'), `failed %(${key})s`, { [key]: new RangeError('boom') })).toBe(
      'failed RangeError: boom',
    )
  })

  test('of several the one under err comes first, else the first', () => {
    const [first, second] = [new RangeError('first'), new TypeError('second')]
    expect(line(null, 'failed', { cause: first, err: second })).toMatch(
      /^failed cause=RangeError\('first'\)\nTypeError: second\n/,
    )
    expect(line(null, 'failed', { one: first, two: second })).toMatch(
      /^failed two=TypeError\('second'\)\nRangeError: first\n/,
    )
    expect(line(null, 'failed', new Map([['reason', first]]))).toMatch(/^failed\nRangeError: first\n/)
  })

  test('another error of the call is the one that is shown', () => {
    const text = line(null, 'failed', { err: new RangeError('field') }, new TypeError('behind'))
    expect(text).toMatch(/^failed err=RangeError\('field'\)\nTypeError: behind\n/)
  })

  test('what is no error is a field', () => {
    expect(line(null, 'failed', { err: 'ENOENT' })).toBe('failed err=ENOENT')
  })
})

describe('fields that cannot be listed any more', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('cost no line, from the look number %d on', (first) => {
    for (const formatter of [null, new JSONFormatter(), new Formatter('%(message)s')]) {
      let looks = 0
      const ownKeys = (): string[] => {
        if (++looks >= first) throw new Error('not any more')
        return ['a']
      }
      let text = ''
      captureStderr(() => (text = line(formatter, 'said', new Proxy({ a: 1 }, { ownKeys }))))
      expect(text).toContain('said')
      expect(text.split('\n')).toHaveLength(1)
    }
  })

  test('are marked behind the line', () => {
    const record = makeLogRecord({ msg: 'said' })
    const fields = new Proxy(
      {},
      {
        ownKeys() {
          throw new Error('no')
        },
      },
    )
    setFields(record, fields)
    record.args = null
    expect(fieldsText(record)).toBe('<unreadable fields>')
    expect(fieldError(record)).toBeUndefined()
  })
})
