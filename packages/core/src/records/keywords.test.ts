import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { takeKeywords, templateFormat, withFields } from './keywords.js'

const err = new Error('boom')

/** Returns what is taken of a call's arguments, and what is left. */
function taken(msg: unknown, ...args: unknown[]): [keywords: unknown, left: unknown[]] {
  const keywords = takeKeywords(msg, args)
  const given = keywords && Object.fromEntries(Object.entries(keywords).filter(([, value]) => value !== undefined))
  return [given, args]
}

describe('a percent sign is not an argument', () => {
  test.each([
    'load is 95%, giving up',
    '95%',
    'not 100% sure',
    'not 100% really',
    '100% done',
    '5% fewer',
    '30%+s',
    'GET /a%20b',
    'GET /a%2Fb',
    '%d', // An error is no number.
    '%*d',
    '%5.2f',
    '%x',
    '%c',
    '%(name)s', // Nor a mapping.
  ])('%s takes neither the error nor the keywords', (msg) => {
    expect(taken(msg, err)).toEqual([{ exc_info: err }, []])
    expect(taken(msg, { extra: { status: 200 } })).toEqual([{ extra: { status: 200 } }, []])
    expect(taken(msg, err, { extra: { status: 200 } })).toEqual([{ exc_info: err, extra: { status: 200 } }, []])
  })

  test.each(['%s', '%r', '%a', '%-30s', '%.9r', '100%% %s'])('%s shows an error', (msg) => {
    expect(taken(msg, err)).toEqual([undefined, [err]])
    expect(taken(msg, { extra: 1 })).toEqual([undefined, [{ extra: 1 }]])
    expect(taken(msg, err, err)).toEqual([{ exc_info: err }, [err]])
  })

  test('a key of the message is no keyword', () => {
    expect(taken('%(extra)s', { extra: 1 })).toEqual([undefined, [{ extra: 1 }]])
    expect(taken('%(user)s', { user: 1 }, { extra: { a: 1 } })).toEqual([{ extra: { a: 1 } }, [{ user: 1 }]])
  })

  test('what a template shows is its own', () => {
    const template = (strings: TemplateStringsArray, ...values: unknown[]) => taken(strings, ...values)
    expect(template`failed: ${err}`).toEqual([undefined, [err]])
    expect(template`got ${{ extra: 1 }}`).toEqual([undefined, [{ extra: 1 }]])
  })
})

describe('the order', () => {
  test('an error, fields and keywords count in any', () => {
    for (const args of [
      [err, { id: 7 }],
      [{ id: 7 }, err],
    ]) {
      expect(taken('failed', ...args)).toEqual([{ exc_info: err }, [{ id: 7 }]])
    }
    for (const args of [
      [err, { extra: { id: 7 } }],
      [{ extra: { id: 7 } }, err],
    ]) {
      expect(taken('failed', ...args)).toEqual([{ exc_info: err, extra: { id: 7 } }, []])
    }
    expect(taken('failed', err, new Map([['id', 7]]))).toEqual([{ exc_info: err }, [new Map([['id', 7]])]])
    expect(taken('failed %s', 'x', { stack_info: true }, err)).toEqual([{ exc_info: err, stack_info: true }, ['x']])
    expect(taken('failed', err, {})).toEqual([{ exc_info: err }, []])
    // Of another realm.
    const foreign = runInNewContext("new Map([['id', 7]])") as unknown
    expect(taken('failed', err, foreign)[1]).toEqual([foreign])
  })

  test('a wrapper adds to the keywords of the call that it passes on', () => {
    const call = [{ extra: { id: 7 }, stacklevel: 3 }]
    expect(taken('x', ...call, { stacklevel: 2 })).toEqual([{ extra: { id: 7 }, stacklevel: 2 }, []])
    expect(taken('x', ...call, { extra: { host: 'a' } })).toEqual([{ extra: { id: 7, host: 'a' }, stacklevel: 3 }, []])
    expect(taken('x', err, { exc_info: true })).toEqual([{ exc_info: err }, []])
    expect(taken('x', { stacklevel: 2 }, { exc_info: true })).toEqual([{ exc_info: true, stacklevel: 2 }, []])
    expect(taken('x', { stack_info: true }, { stack_info: false })).toEqual([{ stack_info: false }, []])
    expect(taken('x', { stack_info: true }, { stacklevel: 2 })).toEqual([{ stack_info: true, stacklevel: 2 }, []])
    expect(taken('x', { exc_info: err }, { exc_info: false })).toEqual([{ exc_info: false }, []])
  })

  test('what is no keyword stays', () => {
    expect(taken('x', { a: 1 })).toEqual([undefined, [{ a: 1 }]])
    expect(taken('x', {})).toEqual([undefined, [{}]])
    expect(taken('x', { a: 1 }, { b: 2 })).toEqual([undefined, [{ a: 1 }, { b: 2 }]])
    expect(taken('failed:', 'reason', err)).toEqual([{ exc_info: err }, ['reason']])
    expect(taken('found %s', null, err)).toEqual([{ exc_info: err }, [null]])
    expect(taken('found', null, err)).toEqual([{ exc_info: err }, [null]])
    expect(taken('found', null)).toEqual([undefined, [null]])
    expect(taken('x', { a: 1 }, err, { b: 2 })).toEqual([{ exc_info: err }, [{ a: 1 }, { b: 2 }]])
    expect(taken('x', {}, { stack_info: true })).toEqual([{ stack_info: true }, [{}]])
    expect(taken('x', err, 'reason')).toEqual([undefined, [err, 'reason']])
    expect(taken('x', err, new TypeError('second'))[1]).toHaveLength(1)
  })

  test('a member that somebody added to every object is none of theirs', () => {
    Object.defineProperty(Object.prototype, 'polluted', { value: 1, enumerable: true, configurable: true })
    const left: number[] = []
    try {
      left.push(taken('x', { extra: { a: 1 } })[1].length, taken('x', { extra: { a: 1 }, other: 1 })[1].length)
    } finally {
      Reflect.deleteProperty(Object.prototype, 'polluted')
    }
    expect(left).toEqual([0, 1])
  })

  test('the first argument alone is what a format takes its keys from', () => {
    const error = new Error('e')
    expect(taken('%(exc_info)s', { exc_info: 'text' }, { exc_info: error })).toEqual([
      { exc_info: error },
      [{ exc_info: 'text' }],
    ])
  })

  test('what cannot be looked at is no keyword', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(taken('x', { extra: {} }, proxy)[1]).toHaveLength(2)
  })
})

describe('fields behind the arguments of a format', () => {
  test.each<[string, unknown[], unknown]>([
    ['%d items', [3, { user: 'ann' }], ['3 items', [{ user: 'ann' }]]],
    ['%s%% of %s', ['50%', 'x', { a: 1 }], ['50%%%% of x', [{ a: 1 }]]],
    ['%s', ['%(a)s', { a: 1 }], ['%%(a)s', [{ a: 1 }]]],
    ['%s', ['50%', {}], ['50%', []]],
    ['%s', ['x', new Map()], ['x', []]],
    // The format takes the object, or more than there is, or nothing, or what cannot be merged: as it was.
    ['%s %s', ['x', { a: 1 }], undefined],
    ['%s %s %s', ['x', { a: 1 }], undefined],
    ['items', [3, { a: 1 }], undefined],
    ['%d', ['x', { a: 1 }], undefined],
    ['%(a)s', ['x', { a: 1 }], undefined],
    ['%s', [{ a: 1 }], undefined],
    ['%s', ['x', [1]], undefined],
    ['%s', ['x', new Date(0)], undefined],
    ['%s', ['x', null], undefined],
    // Signs, not conversions.
    ['100% sure', [{ id: 1 }], ['100%% sure', [{ id: 1 }]]],
    ['95% of', [{ id: 1 }], ['95%% of', [{ id: 1 }]]],
    ['GET /a%20d 200', [{ ms: 3 }], ['GET /a%%20d 200', [{ ms: 3 }]]],
    ['width:100%', [{ id: 1 }], ['width:100%%', [{ id: 1 }]]],
    ['5% idle', [{}], ['5% idle', []]],
    ['%d', [{ id: 1 }], undefined],
    ['%j', [{ id: 1 }], undefined],
    ['50%s', [{ id: 1 }], undefined],
    ['plain', [{ id: 1 }], undefined],
    ['%(id)s is 5% of', [{ id: 1 }], undefined],
  ])('%s with %j', (msg, args, expected) => {
    expect(withFields(msg, args)).toEqual(expected)
  })

  test('hostile ones stay as they were', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(withFields('%s', ['x', proxy])).toBeUndefined()
    expect(withFields(['%s'], ['x', { a: 1 }])).toBeUndefined()
  })
})

describe('exc_info', () => {
  const { proxy, revoke } = Proxy.revocable([], {})
  revoke()
  const hostile = [1, 2]
  Object.defineProperty(hostile, 0, { get: () => boom() })
  function boom(): never {
    throw err
  }

  test.each<[string, unknown, unknown]>([
    ['true', true, true],
    ["Python's 1", 1, true],
    ['0', 0, 0],
    ['an error', err, err],
    ['a list with it', [err], err],
    ["Python's triple", [Error, err, null], err],
    ["Python's triple with a traceback", [Error, err, 'traceback'], err],
    ["Python's triple of no exception", [null, null, null], true],
    ['an empty list', [], false],
    ['a number that was thrown', 42, 42],
    ['a text that was thrown', 'boom', 'boom'],
    ['a list that was thrown', [1, 2], [1, 2]],
    ['a longer one', [1, 2, 3, err], [1, 2, 3, err]],
    ['a class', Error, Error],
  ])('%s', (_, given, means) => {
    expect(taken('x', { exc_info: given })).toEqual([{ exc_info: means }, []])
  })

  test('what cannot be looked at is what was thrown', () => {
    for (const given of [proxy, hostile]) {
      const keywords = takeKeywords('x', [{ exc_info: given }])
      expect(keywords!.exc_info).toBe(given)
    }
  })

  test('1 asks for the error among the arguments', () => {
    expect(taken('x', err, { exc_info: 1 })).toEqual([{ exc_info: err }, []])
    expect(taken('x', { exc_info: 1 }, err)).toEqual([{ exc_info: err }, []])
    expect(taken('x', err, { exc_info: [null, null, null] })).toEqual([{ exc_info: err }, []])
  })
})

test('what a template says is a format, an escape that is none an empty text', () => {
  const formatOf = (strings: TemplateStringsArray, ..._values: unknown[]): string => templateFormat(strings)
  expect([formatOf`100% of ${1}`, formatOf`100%`, formatOf``]).toEqual(['100%% of %s', '100%', ''])
  const broken = Object.assign([undefined, ' b'], { raw: ['\\u', ' b'] })
  expect(templateFormat(broken as never)).toBe('%s b')
})
