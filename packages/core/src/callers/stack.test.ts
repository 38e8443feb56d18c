import { afterEach, expect, test } from 'vitest'
import { commonEnd, currentFrames, nativeCapture, stackFrames, stackText } from './stack.js'

interface Statics {
  stackTraceLimit?: unknown
  prepareStackTrace?: unknown
  captureStackTrace?: unknown
}
const statics = Error as Statics
const { stackTraceLimit, captureStackTrace } = statics

afterEach(() => {
  statics.stackTraceLimit = stackTraceLimit
  statics.captureStackTrace = captureStackTrace
  Reflect.deleteProperty(statics, 'prepareStackTrace')
})

function method(work: () => unknown): unknown {
  return work()
}

test.each([
  [['a', 'b', 'c'], ['x', 'b', 'c'], 2],
  [['b', 'c'], ['a', 'b', 'c'], 2],
  [['a', 'b', 'c'], ['b', 'c'], 2],
  [['a', 'b'], ['a', 'b'], 2],
  [['a', 'b'], ['a', 'c'], 0],
  [[], ['a'], 0],
  [['a'], [], 0],
])('of the outer frames of %j and %j are the same: %#', (a, b, count) => {
  expect(commonEnd(a, b)).toBe(count)
})

test.each([
  ['a number', 7],
  ['nothing', undefined],
  ['a text', 'x'],
])('a stack is as long as is asked for, and the limit stays what it was: %s', (_, limit) => {
  if (limit === undefined) Reflect.deleteProperty(statics, 'stackTraceLimit')
  else statics.stackTraceLimit = limit
  expect(currentFrames(2)).toHaveLength(2)
  expect([Object.hasOwn(statics, 'stackTraceLimit'), statics.stackTraceLimit]).toEqual([limit !== undefined, limit])
})

test('a stack is cut at a method, where the engine can and where it cannot', () => {
  const cut = method(() => stackFrames(method, 1)) as string[]
  expect(cut).toHaveLength(1)
  expect(cut[0]).toContain('stack.test.ts')
  Reflect.deleteProperty(statics, 'captureStackTrace')
  expect(nativeCapture()).toBeUndefined()
  const found = method(() => stackFrames(method, 1)) as string[]
  expect(found[0]).toBe(cut[0]!.replace(/:\d+:\d+/, found[0]!.match(/:\d+:\d+/)![0]))
  expect(stackFrames(method, 5)).toEqual([])
})

test('a stack whose outer frames are others each time is cut at the method’s name', () => {
  Reflect.deleteProperty(statics, 'captureStackTrace')
  let count = 0
  statics.prepareStackTrace = () => {
    count++
    const frames = ['inner', 'gated', 'outer', 'outermost'].map((name) => `    at ${name} (/app.js:${count}:1)`)
    return ['Error', ...frames].join('\n')
  }
  function gated(this: { gate: number }): void {
    void this.gate
  }
  const frames = stackFrames(gated, 1)
  expect(frames).toEqual(['outer', 'outermost'].map((name) => `    at ${name} (/app.js:${count}:1)`))
})

test('nothing is outside of a method that is the stack’s end', () => {
  Reflect.deleteProperty(statics, 'captureStackTrace')
  let count = 0
  statics.prepareStackTrace = () => `Error\n    at inner (/app.js:${++count}:1)\n    at ended (/app.js:${count}:2)`
  function ended(): void {}
  expect(stackFrames(ended, 1)).toEqual([])
})

test.each<[string, unknown]>([
  ['a wrapper', () => {}],
  ['nothing', undefined],
  ['a text', 'captureStackTrace'],
  ['a function that says it is native', Object.assign(() => {}, { toString: () => '{ [native code] }' })],
])('%s in place of captureStackTrace is not the engine’s', (_, value) => {
  statics.captureStackTrace = value
  expect(nativeCapture()).toBeUndefined()
  statics.captureStackTrace = captureStackTrace
  expect(nativeCapture()).toBe(captureStackTrace)
})

test('what the application makes of stacks: a text is taken, anything else is made without it', () => {
  const own = (): unknown => [1, 2]
  statics.prepareStackTrace = own
  expect(stackText(5)).toBe('')
  expect(currentFrames(3)).toHaveLength(3)
  expect(statics.prepareStackTrace).toBe(own)
  statics.prepareStackTrace = () => 'Error\n    at own (/app.js:1:2)'
  expect(currentFrames(3)).toEqual(['    at own (/app.js:1:2)'])
  statics.prepareStackTrace = () => {
    throw new Error('no')
  }
  expect(stackText(5)).toBe('')
})
