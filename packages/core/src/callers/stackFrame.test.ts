import { describe, expect, test } from 'vitest'
import { parseFrame, splitFrames } from './stackFrame.js'

type Row = [text: string, funcName: string, pathname: string, lineno: number]

function parsed([text]: Row): Row {
  const { funcName, pathname, lineno } = parseFrame(text)!
  return [text, funcName, pathname, lineno]
}

describe('V8', () => {
  const NAMES: [text: string, funcName: string][] = [
    ['f (/a.js:7:3)', 'f'],
    ['Object.f (/a.js:7:3)', 'f'],
    ['a.b.f (/a.js:7:3)', 'f'],
    ['Store.save (/a.js:7:3)', 'save'],
    ['Function.open (/a.js:7:3)', 'open'],
    ['new Store (/a.js:7:3)', 'Store'],
    ['async f (/a.js:7:3)', 'f'],
    ['async Store.save (/a.js:7:3)', 'save'],
    ['async (/a.js:7:3)', 'async'],
    ['async /a.js:7:3', '<module>'],
    ['f [as g] (/a.js:7:3)', 'f'],
    ['Store.save [as store] (/a.js:7:3)', 'save'],
    ['get size (/a.js:7:3)', 'size'],
    ['Store.get size [as size] (/a.js:7:3)', 'size'],
    ['Store.set size (/a.js:7:3)', 'size'],
    ['get (/a.js:7:3)', 'get'],
    ['Store.get [Symbol.iterator] (/a.js:7:3)', '[Symbol.iterator]'],
    ['#write (/a.js:7:3)', '#write'],
    ['Store.#write (/a.js:7:3)', '#write'],
    ['[Symbol.iterator] (/a.js:7:3)', '[Symbol.iterator]'],
    ['Store.[Symbol.iterator] (/a.js:7:3)', '[Symbol.iterator]'],
    ['<static_initializer> (/a.js:7:3)', '<static_initializer>'],
    ['Module.default (/a.js:7:3)', 'default'],
    ['Object.save all (now) (/a.js:7:3)', 'save all (now)'],
    ['Object.größe (/a.js:7:3)', 'größe'],
    ['Object.x@y (/a.js:7:3)', 'x@y'],
    ['Object.two\nlines (/a.js:7:3)', 'two\nlines'],
    ['/a.js:7:3', '<module>'],
    ['Object.<anonymous> (/a.js:7:3)', '<module>'],
    ['Window.<anonymous> (/a.js:7:3)', '<lambda>'],
    ['new <anonymous> (/a.js:7:3)', '<lambda>'],
  ]
  test.each(NAMES)('%s is %s', (text, funcName) => {
    expect(parseFrame(`    at ${text}`)).toMatchObject({ funcName, pathname: '/a.js', lineno: 7 })
  })

  const PLACES: Row[] = [
    ['    at f (file:///srv/app/main.mjs:1:2)', 'f', '/srv/app/main.mjs', 1],
    ['    at file:///srv/app/main.mjs:12:2', '<module>', '/srv/app/main.mjs', 12],
    ['    at f (file:///srv/a%20b/%C3%A9.mjs:1:2)', 'f', '/srv/a b/é.mjs', 1],
    ['    at f (file:///srv/100%/a.mjs:1:2)', 'f', '/srv/100%/a.mjs', 1],
    ['    at f (file:///C:/app/main.mjs:1:2)', 'f', String.raw`C:\app\main.mjs`, 1],
    ['    at f (file://server/share/a.mjs:1:2)', 'f', String.raw`\\server\share\a.mjs`, 1],
    [String.raw`    at f (C:\Program Files (x86)\a.js:3:4)`, 'f', String.raw`C:\Program Files (x86)\a.js`, 3],
    ['    at f (/srv/a (1)/b.js:3:4)', 'f', '/srv/a (1)/b.js', 3],
    ['    at /srv/a (1)/b.js:3:4', '<module>', '/srv/a (1)/b.js', 3],
    ['    at http://h:8080/a.js?v=1#x:3:4', '<module>', 'http://h:8080/a.js', 3],
    ['    at https://ann:pw@h/reset?token=secret:3:4', '<module>', 'https://h/reset', 3],
    ['    at f (webpack-internal:///./src/App.vue?vue&type=script:3:4)', 'f', 'webpack-internal:///./src/App.vue', 3],
    ['    at f (https://cdn/lib@1.2.3/a.js:3:4)', 'f', 'https://cdn/lib@1.2.3/a.js', 3],
    ['    at f (webpack-internal:///./src/a.js:3:4)', 'f', 'webpack-internal:///./src/a.js', 3],
    ['    at f (blob:http://h/1-2-3:3:4)', 'f', 'blob:http://h/1-2-3', 3],
    ['    at f (data:text/javascript,g("a (1)"):3:4)', 'f', 'data:text/javascript', 3],
    ['    at f ([eval]:3:4)', 'f', '[eval]', 3],
    ['    at f (my file.js:3:4)', 'f', 'my file.js', 3],
    ['    at f (evalmachine.<anonymous>:3:4)', 'f', 'evalmachine.<anonymous>', 3],
    ['    at f (node:events:517:28)', 'f', 'node:events', 517],
    ['    at f (/a.js:3)', 'f', '/a.js', 3],
    ['    at f (eval at g (/a.js:1:2), <anonymous>:3:4)', 'f', '<string>', 3],
    ['    at eval (eval at g (eval at h (/a.js:1:2), <anonymous>:5:6), <anonymous>:3:4)', '<module>', '<string>', 3],
    ['    at wasm://wasm/3f3e:wasm-function[1]:0x27', 'wasm-function[1]', 'wasm://wasm/3f3e', 0],
    ['    at main (wasm://wasm/3f3e:wasm-function[1]:0x27)', 'main', 'wasm://wasm/3f3e', 0],
    ['    at f (/bundle.js:1:200)\n        -> /src/a.ts:30:4', 'f', '/src/a.ts', 30],
  ]
  test.each(PLACES)('%s', (...row) => expect(parsed(row)).toEqual(row))

  test.each([
    '    at Array.map (<anonymous>)',
    '    at Array.map (native)',
    '    at new Promise (<anonymous>)',
    '    at async Promise.all (index 0)',
    '    at listOnTimeout (node:internal/timers:573:17)',
    '    at f (unknown location)',
  ])('%s is nobody’s program', (text) => expect(parseFrame(text)).toBeUndefined())
})

describe('SpiderMonkey and JavaScriptCore', () => {
  const ROWS: Row[] = [
    ['f@http://h/a.js:3:4', 'f', 'http://h/a.js', 3],
    ['@http://h/a.js:3:4', '<module>', 'http://h/a.js', 3],
    ['load@my file.js:3:4', 'load', 'my file.js', 3],
    ['global code@http://h/a.js:3:4', '<module>', 'http://h/a.js', 3],
    ['module code@http://h/a.js:3:4', '<module>', 'http://h/a.js', 3],
    ['x@y@http://user@h/lib@1.2.3/a.js:3:4', 'x@y', 'http://h/lib@1.2.3/a.js', 3],
    ['obj.later@http://h/a.js:3:4', 'later', 'http://h/a.js', 3],
    ['outer/obj.later@http://h/a.js:3:4', 'later', 'http://h/a.js', 3],
    ['outer/list@http://h/a.js:3:4', 'list', 'http://h/a.js', 3],
    ['onload/<@http://h/a.js:3:4', '<lambda>', 'http://h/a.js', 3],
    ['onload/</list<@http://h/a.js:3:4', '<lambda>', 'http://h/a.js', 3],
    ['async*f@http://h/a.js:3:4', 'f', 'http://h/a.js', 3],
    ['setTimeout handler*f@http://h/a.js:3:4', 'f', 'http://h/a.js', 3],
    ['get size@http://h/a.js:3:4', 'size', 'http://h/a.js', 3],
    ['#write@http://h/a.js:3:4', '#write', 'http://h/a.js', 3],
    ['a b (c)@http://h/a.js:3:4', 'a b (c)', 'http://h/a.js', 3],
    ['[Symbol.iterator]@http://h/a.js:3:4', '[Symbol.iterator]', 'http://h/a.js', 3],
    ['starDefault@http://h/a.js:3:4', 'default', 'http://h/a.js', 3],
    ['f@file:///srv/a%20b.js:3:4', 'f', '/srv/a b.js', 3],
    ['f@http://h/a.js line 18 > eval:1:20', 'f', '<string>', 1],
    ['anonymous@http://h/a.js line 18 > eval line 2 > Function:3:4', 'anonymous', '<string>', 3],
    ['f@', 'f', '<string>', 0],
    ['eval code@', '<module>', '<string>', 0],
    ['@http://h/a.wasm:wasm-function[1]:0x27', 'wasm-function[1]', 'http://h/a.wasm', 0],
    ['1@<?>:wasm-function[1]', '1', '<?>', 0],
  ]
  test.each(ROWS)('%s', (...row) => expect(parsed(row)).toEqual(row))

  test.each(['forEach@[native code]', '@[native code]', 'f@self-hosted:12:3', 'no frame'])(
    '%s is nobody’s program',
    (text) => expect(parseFrame(text)).toBeUndefined(),
  )
})

describe('a stack’s text', () => {
  test('is split at frames, wherever a name has line ends', () => {
    expect(splitFrames('Error: a\nb@c\n    at a\nb (/a.js:1:2)\n    at /a.js:3:4')).toEqual([
      '    at a\nb (/a.js:1:2)',
      '    at /a.js:3:4',
    ])
  })

  test('of SpiderMonkey is taken line by line', () => {
    expect(splitFrames('f@http://h/a.js:1:2\nf@http://h/a.js:3:4\n')).toEqual([
      'f@http://h/a.js:1:2',
      'f@http://h/a.js:3:4',
    ])
  })

  test('of JavaScriptCore has async functions twice', () => {
    const stack = 'load@http://h/a.js:6:26\nload@http://h/a.js:6:70\n@http://h/a.js:8:1\n@http://h/a.js:9:1'
    expect(splitFrames(stack)).toEqual(['load@http://h/a.js:6:26', '@http://h/a.js:8:1', '@http://h/a.js:9:1'])
  })

  test('without a frame has none', () => expect(splitFrames('Error: nothing\n')).toEqual([]))
})
