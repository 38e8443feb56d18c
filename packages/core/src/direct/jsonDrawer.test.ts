import { describe, expect, test } from 'vitest'
import { Redactor } from '../filters/redactor.js'
import { Formatter } from '../formatting/formatter.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import type { JSONFormatterOptions } from '../formatting/jsonLayout.js'
import { makeLogRecord } from '../records/record.js'
import type { Keywords } from '../records/keywords.js'
import { Draft, type Drawer } from './drawing.js'
import { makeJSONDrawer } from './jsonDrawer.js'
import { TextLine } from './line.js'

const PLAIN: JSONFormatterOptions = { keys: { level: 'levelname', message: 'message' } }

/** Draws a call; false where its record has to be made. */
function draw(
  drawer: Drawer,
  msg: string,
  args: unknown[],
  keywords: Keywords = {},
  more: Partial<Draft> = {},
): string | false {
  const [draft, line] = [new Draft(), new TextLine()]
  draft.begin('app', 20, keywords)
  return drawer.draw(line, Object.assign(draft, more), msg, args) && String(line)
}

function drawerOf(options: JSONFormatterOptions = PLAIN): Drawer {
  return makeJSONDrawer(new JSONFormatter(options))!
}

const drawn = (...[msg, args, keywords, more]: Parameters<typeof draw> extends [Drawer, ...infer R] ? R : never) =>
  draw(drawerOf(), msg, args, keywords, more)

/** Returns what paths say is secret in a call's fields. */
function secretsOf(fields: object): NonNullable<Draft['secrets']> {
  const draft = new Draft()
  draft.begin('app', 20, {})
  new Redactor({ paths: ['**.secret'] }).filterCall('x', [fields], draft)
  return draft.secrets!
}

/** What the formatter makes of the call's record. */
function formatted(options: JSONFormatterOptions, msg: string, args: unknown[], extra: object = {}): string {
  const record = makeLogRecord({ name: 'app', levelno: 20, levelname: 'INFO', msg, ...extra })
  record.args = args.length === 1 && typeof args[0] === 'object' ? (args[0] as never) : args
  return new JSONFormatter(options).format(record)
}

describe('a formatter draws', () => {
  test.each<[JSONFormatterOptions, string]>([
    [{ keys: { message: 'message' } }, '{"message":"say \\"x\\""}'],
    [{ keys: { m: 'message', n: 'name' } }, '{"m":"say \\"x\\"","n":"app"}'],
    [{ keys: { n: 'name', no: 'levelno' } }, '{"n":"app","no":20}'],
    [{ keys: { m: 'message', again: 'message' } }, '{"m":"say \\"x\\"","again":"say \\"x\\""}'],
    [{ keys: { s: 'severity', m: 'message' }, levels: { 20: 'info' } }, '{"s":"info","m":"say \\"x\\""}'],
    [{ keys: { m: 'message' }, constants: { a: 1, b: 'x' } }, '{"m":"say \\"x\\"","a":1,"b":"x"}'],
    [{ keys: { n: 'name' }, constants: { a: null } }, '{"n":"app","a":null}'],
    [{ keys: { 'a"b': 'name', l: 'levelLower', m: 'message' } }, '{"a\\"b":"app","l":"info","m":"say \\"x\\""}'],
  ])('%j', (options, line) => {
    expect(draw(drawerOf(options), 'say "x"', [])).toBe(line)
    expect(formatted(options, 'say "x"', [])).toBe(line)
  })

  test('the time of the call, once or twice', () => {
    const drawer = drawerOf({ keys: { at: 'time', n: 'name', m: 'message', again: 'time', last: 'time' } })
    const line = JSON.parse(draw(drawer, 'x', []) as string) as Record<string, string>
    expect(line).toMatchObject({ n: 'app', m: 'x', at: line['again'], last: line['at'] })
    expect(line['at']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  })

  test.each<[string, Formatter]>([
    ['no JSONFormatter', new Formatter()],
    ['without keys', new JSONFormatter({ keys: {} })],
    ['with the place of the call', new JSONFormatter({ keys: { message: 'message', at: 'pathname' } })],
    ['with what a filter adds', new JSONFormatter({ keys: { message: 'message', user: 'user' } })],
  ])('but not %s', (_, formatter) => {
    expect(makeJSONDrawer(formatter)).toBeUndefined()
  })
})

describe('fields are drawn as the formatter has them', () => {
  const date = new Date(1e12)
  test.each<[string, object]>([
    ['simple ones', { a: 1, b: 'say "x"', c: true, d: null, e: false, f: 1.5, g: undefined }],
    ['none that is shown', { a: undefined }],
    ['long ones', { a: 'x'.repeat(1001) }],
    ['numbers that JSON does not have', { a: Number.NaN, b: Infinity, c: 2 ** 60, d: -0, e: 7n }],
    ['a Date', { a: date, b: { c: date }, d: new Date(Number.NaN) }],
    ['a Date of the application’s', { a: Object.assign(new Date(0), { toJSON: () => 'own' }) }],
    ['a Date with fields', { a: Object.assign(new Date(0), { own: 1 }) }],
    ['objects and lists', { a: { b: [1, 'x', null, undefined, { c: [] }], d: {} }, e: [], f: { g: undefined } }],
    ['an object that says itself what it is', { a: { toJSON: () => ({ own: 1 }) } }],
    [
      'objects of other kinds',
      {
        a: new Map([['b', 1]]),
        c: new Set([1]),
        d: new (class Own {
          x = 1
        })(),
        e: () => {},
      },
    ],
    ['an object without a prototype', { a: Object.assign(Object.create(null) as object, { b: 1 }) }],
    ['keys with quotes', { 'a"b': 1, c: { 'd\n': 2 } }],
    ['numbers for keys', { 10: 'x', 2: 'y' }],
    ['keys of the line', { level: 'x', message: 'y', level_: 'z' }],
    ['long keys', { ['k'.repeat(2000)]: 1 }],
    ['long keys in a list', { a: [{ ['k'.repeat(2000)]: 1 }, 2] }],
    ['halves of pairs', { a: '\ud83d', b: ['\ude00x'] }],
    ['many fields', Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`k${i}`, i]))],
    ['many items', { a: Array.from({ length: 200 }, (_, i) => i) }],
    ['many keys', { a: Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`k${i}`, i])) }],
    [
      'an object twice',
      (() => {
        const b = { c: 1 }
        return { a: b, b: [b, b] }
      })(),
    ],
    ['deep ones', { a: { b: { c: { d: { e: { f: { g: { h: { i: { j: { k: 1 } } } } } } } } } } }],
  ])('%s', (_, fields) => {
    for (const options of [PLAIN, { ...PLAIN, limits: { maxDepth: 3, maxKeys: 5, maxLength: 10 } }]) {
      expect(draw(drawerOf(options), 'x', [fields])).toBe(formatted(options, 'x', [fields]))
    }
  })

  test.each<[string | symbol]>([['toJSON'], ['toISOString'], ['valueOf'], [Symbol.toPrimitive]])(
    'a Date whose %s the application has made',
    (name) => {
      const date = Object.defineProperty(new Date(0), name, { value: () => 7 })
      expect(drawn('x', [{ a: date }])).toBe(formatted(PLAIN, 'x', [{ a: date }]))
      const hidden = secretsOf({ a: date })
      expect(draw(drawerOf(), 'x', [{ a: date }], {}, { secrets: hidden })).toBe(false)
    },
  )

  test('a circle', () => {
    const circle: Record<string, unknown> = { a: 1 }
    circle['self'] = circle
    circle['list'] = [circle]
    expect(drawn('x', [circle])).toBe(formatted(PLAIN, 'x', [circle]))
  })

  test.each<[JSONFormatterOptions]>([
    [{ ...PLAIN, fields: 'fields' }],
    [{ ...PLAIN, fields: false }],
    [{ preset: 'gelf', keys: { timestamp: 'name' } }],
    [{ preset: 'gcp', keys: { time: 'name' } }],
    [{ preset: 'pino', keys: { time: 'name' } }],
    [{ preset: 'otel', keys: { timestamp: 'name' } }],
  ])('with %j', (options) => {
    for (const fields of [{ user: 'ann', 'a b': [1] }, { a: undefined }])
      expect(draw(drawerOf(options), 'x', [fields])).toBe(formatted(options, 'x', [fields]))
  })
})

describe('extra', () => {
  const drawer = drawerOf()
  const extra: Record<string, unknown> = { user: 'ann', at: [1] }

  test('is drawn, that of the call before too', () => {
    const line = formatted(PLAIN, 'x', [], extra)
    for (let round = 0; round < 3; round++) expect(draw(drawer, 'x', [], { extra })).toBe(line)
    for (const change of [{ user: 'bob' }, { more: 1 }, { at: [2] }]) {
      Object.assign(extra, change)
      expect(draw(drawer, 'x', [], { extra })).toBe(formatted(PLAIN, 'x', [], extra))
    }
    delete extra['user']
    for (let round = 0; round < 3; round++)
      expect(draw(drawer, 'x', [], { extra })).toBe(formatted(PLAIN, 'x', [], extra))
    expect(draw(drawer, 'x', [], { extra: { other: 1 } })).toBe(formatted(PLAIN, 'x', [], { other: 1 }))
    expect(draw(drawer, 'x', [], { extra: {} })).toBe('{"level":"INFO","message":"x"}')
  })

  test('whose value goes under another name is drawn anew', () => {
    const renamed: Record<string, unknown> = { user: 'ann' }
    for (let round = 0; round < 3; round++) draw(drawer, 'x', [], { extra: renamed })
    delete renamed['user']
    renamed['owner'] = 'ann'
    expect(draw(drawer, 'x', [], { extra: renamed })).toBe('{"level":"INFO","message":"x","owner":"ann"}')
  })

  test.each<[string, object]>([
    ['with a name of every record', { name: 'x' }],
    ['with a name of every object', { toString: 1 }],
    ['that is a Map', new Map([['a', 1]])],
    ['that is of the platform', new URLSearchParams('a=1')],
    ['that is a function', () => {}],
  ])('%s is left to the record', (_, given) => {
    expect(drawn('x', [], { extra: given })).toBe(false)
  })

  test('beside fields, or where fields are not shown, is left to the record', () => {
    expect(drawn('x', [{ a: 1 }], { extra: { b: 1 } })).toBe(false)
    expect(draw(drawerOf({ ...PLAIN, fields: false }), 'x', [], { extra: { b: 1 } })).toBe(false)
    expect(draw(drawerOf({ keys: { message: 'message', user: 'name' } }), 'x', [], { extra: { user: 1 } })).not.toBe(
      false,
    )
  })
})

describe('what filters add', () => {
  test('is drawn behind the call’s fields, which count', () => {
    const added = { a: 1, b: 2 }
    const hidden = Object.defineProperty({ c: 3 }, 'a', { value: 0 })
    expect(drawn('x', [], {}, { added })).toBe('{"level":"INFO","message":"x","a":1,"b":2}')
    expect(drawn('x', [{ b: 3, c: 4 }], {}, { added })).toBe('{"level":"INFO","message":"x","b":3,"c":4,"a":1}')
    expect(drawn('x', [{ b: undefined }], {}, { added })).toBe('{"level":"INFO","message":"x","b":2,"a":1}')
    expect(drawn('x', [hidden], {}, { added })).toBe(false)
    expect(drawn('x', [], { extra: { a: 5, d: 6 } }, { added })).toBe(
      '{"level":"INFO","message":"x","a":5,"d":6,"b":2}',
    )
    expect(drawn('x', [], { extra: { name: 1 } }, { added })).toBe(false)
    expect(drawn('x', [], { extra: { d: 1 } }, { added: { 1: 'x' } })).toBe(false)
    expect(drawn('x', [], { extra: { d: 1 } }, { added: { a1: 'x' } })).toBe(
      '{"level":"INFO","message":"x","d":1,"a1":"x"}',
    )
    expect(drawn('x', [], {}, { added: { 1: 'x' } })).toBe('{"level":"INFO","message":"x","1":"x"}')
    expect(draw(drawerOf({ ...PLAIN, fields: false }), 'x', [], {}, { added })).toBe('{"level":"INFO","message":"x"}')
  })
})

describe('a message', () => {
  test('of no more characters than a value may have is drawn', () => {
    const drawer = drawerOf({ ...PLAIN, limits: { maxLength: 5 } })
    expect(draw(drawer, '%s', ['12345'])).toBe('{"level":"INFO","message":"12345"}')
    expect(draw(drawer, '%s', ['123456'])).toBe(false)
    expect(draw(drawer, '"234', [])).toBe('{"level":"INFO","message":"\\"234"}')
    expect(draw(drawer, '"2345', [])).toBe(false)
  })

  test('that its record alone tells is left to that', () => {
    expect([drawn('%s %s', ['a']), drawn('%(a)s', [{ b: 1 }]), drawn('%r', ['a'])]).toEqual([false, false, false])
  })
})

describe('an error', () => {
  const error = Object.assign(new Error('no'), { code: 'E1', stack: 'Error: no\n    at here' })

  test('is drawn behind the fields', () => {
    const line = drawn('x', [{ a: 1 }], { exc_info: error })
    expect(line).toBe(formatted(PLAIN, 'x', [{ a: 1 }], { exc_info: error }))
    expect(drawn('x', [], { exc_info: error })).toBe(formatted(PLAIN, 'x', [], { exc_info: error }))
  })

  test.each<[string, JSONFormatterOptions]>([
    ['among the fields', { preset: 'otel', keys: { timestamp: 'name' } }],
    ['within the message', { keys: { message: 'message', all: 'fullMessage' } }],
  ])('%s is left to the record', (_, options) => {
    expect(draw(drawerOf(options), 'x', [], { exc_info: error })).toBe(false)
    expect(draw(drawerOf(options), 'x', [])).not.toBe(false)
  })

  test('whose text the formatter makes itself is left to the record', () => {
    const own = Object.assign(new JSONFormatter(PLAIN), { formatException: () => 'own' })
    expect(draw(makeJSONDrawer(own)!, 'x', [], { exc_info: error })).toBe(false)
  })
})

test('a formatter that says otherwise whether it shows a time gets records', () => {
  const own = new JSONFormatter(PLAIN)
  const drawer = makeJSONDrawer(own)!
  expect(draw(drawer, 'x', [])).not.toBe(false)
  own.usesTime = () => false
  expect(draw(drawer, 'x', [])).toBe(false)
})

describe('secrets', () => {
  const redactor = new Redactor({ paths: ['a', '**.secret', 'list[*].b', 'map.x'] })
  const secretly = (
    options: JSONFormatterOptions,
    msg: string,
    args: unknown[],
    keywords: Keywords = {},
    added: object | null = null,
  ) => {
    const draft = new Draft()
    draft.begin('app', 20, keywords)
    if (!redactor.filterCall(msg, args, draft)) throw new Error('not left to the drawer')
    return draw(drawerOf(options), msg, args, keywords, { secrets: draft.secrets!, added: added as never })
  }

  test.each<[object, string | false]>([
    [{ a: 1, b: 2 }, '"a":"[redacted]","b":2'],
    [{ a: null, b: { secret: 'x', c: 1 } }, '"a":null,"b":{"secret":"[redacted]","c":1}'],
    [{ list: [{ b: 1, c: 2 }, { c: 3 }] }, '"list":[{"b":"[redacted]","c":2},{"c":3}]'],
    [{ b: new Date(0) }, '"b":"1970-01-01T00:00:00.000Z"'],
    [{ b: new Map([['c', 1]]) }, false],
    [{ b: { toJSON: () => 1 } }, false],
    [{ b: { c: new Set([1]) } }, false],
  ])('in fields are left out: %j', (fields, shown) => {
    expect(secretly(PLAIN, 'x', [fields])).toBe(shown && `{"level":"INFO","message":"x",${shown}}`)
  })

  test('in a message, an extra, or an object of the fields are the record’s', () => {
    expect(secretly(PLAIN, '%(a)s', [{ a: 1 }])).toBe(false)
    expect(secretly(PLAIN, '%(b)s', [{ b: 1 }])).toBe('{"level":"INFO","message":"1","b":1}')
    expect(secretly(PLAIN, 'x', [], { extra: { a: 1 } })).toBe(false)
    expect(secretly(PLAIN, 'x', [], { extra: { b: 1 } })).toBe('{"level":"INFO","message":"x","b":1}')
    expect(secretly({ ...PLAIN, fields: 'f' }, 'x', [{ a: 1 }])).toBe(false)
    expect(secretly({ ...PLAIN, fields: 'f' }, 'x', [{ b: 1 }])).toBe('{"level":"INFO","message":"x","f":{"b":1}}')
    expect(secretly({ ...PLAIN, fields: 'f' }, 'x', [], {}, { a: 1 })).toBe(false)
    expect(secretly(PLAIN, 'x', [], {}, { a: 1 })).toBe('{"level":"INFO","message":"x","a":"[redacted]"}')
  })
})
