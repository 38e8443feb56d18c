// What lines say of a page's objects. In jsdom; e2e/privacy does it in real browsers.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { context } from '../context/context.js'
import { Formatter } from '../formatting/formatter.js'
import { captureStderr, ListHandler, resetLogging } from '../testing/index.js'
import { LoggerAdapter } from '../tree/adapter.js'
import type { Logger } from '../tree/logger.js'
import { getLogger } from '../tree/manager.js'
import { toWireLine } from '../wire/wire.js'
import { jsonText } from './jsonText.js'
import { repr, str } from './repr.js'

const SECRET = 'hunter2'

document.body.innerHTML = `
  <form id="login" action="/in?token=${SECRET}" data-token="${SECRET}">
    <input name="user" type="text" value="${SECRET}">
    <button id="save" class="primary large" value="${SECRET}">${SECRET}</button>
    <a class="out" href="https://ann:${SECRET}@h/?t=${SECRET}#${SECRET}">${SECRET}</a>
    <svg class="icon"></svg>
  </form>`
localStorage.setItem('token', SECRET)
sessionStorage.setItem('token', SECRET)
document.cookie = `session=${SECRET}`
const page = globalThis as unknown as Record<string, unknown>
page['appToken'] = SECRET

// The `window` of the test runner is Node's global: this one is a frame's.
const frame = document.body.appendChild(document.createElement('iframe'))
const view = frame.contentWindow!

const find = (selector: string): HTMLElement => document.querySelector(selector)!
const button = find('#save')
const withExpando = find('svg')
Object.assign(withExpando, { __reactFiber$x: { stateNode: view, token: SECRET } })

/** Returns the event as a listener has it. */
function dispatched<E extends Event>(event: E, target: EventTarget = button): E {
  target.dispatchEvent(event)
  return event
}

class Panel {
  readonly $el = button
  readonly owner = document
  readonly name = 'panel'
}

class Fancy extends HTMLElement {
  token = SECRET
}
customElements.define('x-fancy', Fancy)

const error = new TypeError('boom')

const VALUES: readonly (readonly [name: string, value: unknown, text: string, json?: string])[] = [
  ['a node', button, 'button#save.primary.large'],
  ['a link', find('a'), 'a.out'],
  ['a form', find('form'), 'form#login'],
  ['a node that a framework marked', withExpando, 'svg.icon'],
  ['an element of its own class', document.createElement('x-fancy'), 'x-fancy'],
  ['a text', button.firstChild, '#text'],
  ['an attribute', button.getAttributeNode('value'), 'value'],
  ['a list', document.querySelectorAll('*'), '[NodeList]'],
  ['attributes', button.attributes, '[NamedNodeMap]'],
  ['data attributes', find('form').dataset, '[DOMStringMap]'],
  ['a document', document, '#document'],
  ['a view', view, '[Window]'],
  ['storage', localStorage, '[Storage]'],
  ['a place', location, '[Location http://localhost:3000/]'],
  ['a history', history, '[History]'],
  ['a navigator', navigator, '[Navigator]'],
  [
    'a form as it is sent',
    new FormData(Object.assign(document.createElement('form'), { innerHTML: `<input name=pin value=${SECRET}>` })),
    '[FormData pin]',
  ],
  ['a file', new File([SECRET], `${SECRET}.txt`, { type: 'text/plain' }), '[File text/plain 7]'],
  ['headers', new Headers({ 'x-key': SECRET, accept: SECRET }), '[Headers accept, x-key]'],
  ['a query', new URLSearchParams(`t=${SECRET}`), '[URLSearchParams 1]'],
  ['an address', new URL(`https://ann:${SECRET}@h/p?t=${SECRET}#${SECRET}`), '[URL https://h/p?...]'],
  ['an address that is data', new URL(`data:text/plain,${SECRET}`), '[URL data:...]'],
  [
    'a request',
    new Request(`https://h/p?t=${SECRET}`, { method: 'POST', body: SECRET }),
    '[Request POST https://h/p?...]',
  ],
  ['an answer', new Response(SECRET, { status: 404 }), '[Response 404]'],
  [
    'a click',
    dispatched(new MouseEvent('click', { button: 1, clientX: 7 })),
    "MouseEvent { type: 'click', target: 'button#save.primary.large', button: 1 }",
    '{"type":"click","target":"button#save.primary.large","button":1}',
  ],
  [
    'a key',
    dispatched(new KeyboardEvent('keydown', { key: SECRET, code: SECRET })),
    "KeyboardEvent { type: 'keydown', target: 'button#save.primary.large' }",
    '{"type":"keydown","target":"button#save.primary.large"}',
  ],
  [
    'what is typed',
    dispatched(new InputEvent('input', { data: SECRET, inputType: 'insertText' })),
    "InputEvent { type: 'input', target: 'button#save.primary.large', inputType: 'insertText' }",
    '{"type":"input","target":"button#save.primary.large","inputType":"insertText"}',
  ],
  [
    "an application's event",
    dispatched(new CustomEvent('app:paid', { detail: { card: SECRET } }), view),
    "CustomEvent { type: 'app:paid', target: '[Window]' }",
    '{"type":"app:paid","target":"[Window]"}',
  ],
  [
    'a message',
    new MessageEvent('message', { data: SECRET }),
    "MessageEvent { type: 'message' }",
    '{"type":"message"}',
  ],
  [
    'a class',
    new Panel(),
    "Panel { $el: button#save.primary.large, owner: #document, name: 'panel' }",
    '{"$el":"button#save.primary.large","owner":"#document","name":"panel"}',
  ],
  [
    'a Map by nodes',
    new Map([[button, view]]),
    'Map(1) { button#save.primary.large => [Window] }',
    '{"button#save.primary.large":"[Window]"}',
  ],
  ['a Set', new Set([view]), 'Set(1) { [Window] }', '["[Window]"]'],
  ['an heir', Object.create(view) as object, '[Window]'],
]

test.each(VALUES)('%s is shown by a word', (_, value, text, json = JSON.stringify(text)) => {
  expect([str(value), repr(value)]).toEqual([text, text])
  expect(jsonText(value)).toBe(json)
  expect(jsonText({ value: [value] })).toBe(`{"value":[${json}]}`)
  expect(jsonText({ toJSON: () => value })).toBe(json)
})

test("a framework's own event and nodes are shown as short", () => {
  class SyntheticEvent {
    readonly nativeEvent = dispatched(new KeyboardEvent('keydown', { key: SECRET }))
    readonly key = SECRET
    readonly type = 'keydown'
    readonly target = button
    readonly view = view
    readonly _targetInst = new FiberNode()
  }
  class FiberNode {
    readonly stateNode = button
    readonly memoizedProps = { value: SECRET }
  }
  const event = new SyntheticEvent()
  expect(str({ event, fiber: event._targetInst })).toBe(
    "{ event: SyntheticEvent { type: 'keydown', target: 'button#save.primary.large' }, fiber: [FiberNode] }",
  )
})

test.each<[string, () => unknown, string]>([
  ['throws', () => Reflect.apply(String.prototype.trim, null, []), 'x-card'],
  ['gives no text', () => 5, 'x-card'],
  ['gives texts', () => 'a', 'x-card#a.a'],
])('a node whose getAttribute %s', (_, getAttribute, text) => {
  expect(repr(Object.assign(document.createElement('x-card'), { getAttribute }))).toBe(text)
})

test('no getter that costs or tells is run', () => {
  const asked: string[] = []
  const watched = document.createElement('input')
  for (const key of ['offsetWidth', 'value', 'innerHTML', 'textContent', 'innerText', 'outerHTML', 'ownerDocument']) {
    Object.defineProperty(watched, key, { enumerable: true, get: () => asked.push(key) })
  }
  expect(jsonText({ watched, event: dispatched(new MouseEvent('click'), watched) })).toContain('"input"')
  expect(str(watched)).toBe('input')
  expect(asked).toEqual([])
})

let handler: ListHandler
beforeEach(() => {
  handler = new ListHandler()
  handler.setFormatter(new Formatter())
  getLogger().addHandler(handler)
})
afterEach(resetLogging)

/** The last record's text, and its JSON on the wire. */
function last(): readonly [text: string, wire: Record<string, unknown>] {
  return [handler.texts.at(-1)!, JSON.parse(toWireLine(handler.records.at(-1)!)) as Record<string, unknown>]
}

const errorEvent = new ErrorEvent('error', {
  message: 'Uncaught TypeError: boom',
  error,
  filename: `http://h/a.js?t=${SECRET}`,
})

const told = (reason: unknown): object =>
  // jsdom has none.
  Object.defineProperties(Object.create({}, { [Symbol.toStringTag]: { value: 'PromiseRejectionEvent' } }) as object, {
    type: { value: 'unhandledrejection' },
    reason: { value: reason },
  })

test.each([
  ['an error', error],
  ['an error event', errorEvent],
  ['a rejection', told(error)],
])('%s is logged with its stack, wherever it stands', (_, value) => {
  const log = getLogger()
  log.error(value)
  expect(last()[1]).toMatchObject({ msg: 'TypeError: boom', exc_text: error.stack })
  log.error('failed', value)
  expect(last()[1]).toMatchObject({ msg: 'failed', exc_text: error.stack })
  log.error('failed', { exc_info: value })
  expect(last()[1]).toMatchObject({ msg: 'failed', exc_text: error.stack })
  log.error('failed', { e: value })
  expect(last()[1]).toMatchObject({ msg: 'failed', exc_text: error.stack, fields: { e: {} } })
  expect(last()[0]).toBe(`failed\n${error.stack}`)
  new LoggerAdapter(log, { user: 'ann' }).error(value)
  expect(last()[1]).toMatchObject({ msg: 'TypeError: boom', exc_text: error.stack, fields: { user: 'ann' } })
})

test('an event without an error is logged by its message, a reason that is none as it is', () => {
  const log = getLogger()
  log.error(new ErrorEvent('error', { message: 'Script error.' }))
  expect(last()[1]).toMatchObject({ msg: 'Script error.' })
  expect(last()[1]['exc_text']).toBeUndefined()
  log.error(told({ status: 500 }))
  expect(last()[0]).toBe('{ status: 500 }')
  log.error(told(undefined))
  expect(last()[0]).toBe('undefined')
  log.error('failed', told('no reason'))
  expect(last()[0]).toBe("failed\nThrown: 'no reason'")
})

const NO_ATTRIBUTES: readonly (readonly [string, object])[] = [
  ['a node that a framework marked', withExpando],
  [
    "a framework's node",
    new (class FiberNode {
      readonly stateNode = button
      readonly memoizedProps = { value: SECRET }
    })(),
  ],
  [
    "a framework's event",
    new (class SyntheticEvent {
      readonly nativeEvent = dispatched(new KeyboardEvent('keydown', { key: SECRET }))
      readonly key = SECRET
    })(),
  ],
]

describe.each(NO_ATTRIBUTES)('%s as an extra adds nothing, and is reported', (name, value) => {
  test.each<[string, (log: Logger) => void]>([
    ['of a call', (log) => log.error('x', { extra: value })],
    ['of a call, beside another', (log) => log.error('x', { extra: value }, { extra: { more: 2 } })],
    ['of an adapter', (log) => new LoggerAdapter(log, value).error('x')],
    [
      'of an adapter, beside a call’s',
      (log) => new LoggerAdapter(log, value, { merge_extra: true }).error('x', { extra: { more: 2 } }),
    ],
    [
      'of a call, beside an adapter’s',
      (log) => new LoggerAdapter(log, { more: 2 }, { merge_extra: true }).error('x', { extra: value }),
    ],
  ])('%s', (where, call) => {
    const said = captureStderr(() => call(getLogger(`${name}, ${where}`)))
    expect(said).toContain(`extra must be an object, not ${value.constructor.name}`)
    expect(said + JSON.stringify(last())).not.toContain(SECRET)
  })

  test('and is no context', () => {
    expect(() => context.run(value, () => 1)).toThrow(TypeError)
  })
})

test('an extra that is no object of attributes adds nothing', () => {
  const said = captureStderr(() => getLogger().error('x', { extra: button }))
  expect(said).toContain('extra must be an object, not HTMLButtonElement')
  expect(last()[1]['fields']).toBeUndefined()
})

test('a Map whose keys are objects shows their texts', () => {
  const extra = new Map([[new URL(`https://ann:${SECRET}@h/p?t=${SECRET}`), 1]]) as never
  getLogger().error('x', { extra })
  expect(last()[1]['fields']).toEqual({ '[URL https://h/p?...]': 1 })
  new LoggerAdapter(getLogger(), extra, { merge_extra: true }).error('x', { extra: { more: 2 } })
  expect(last()[1]['fields']).toEqual({ '[URL https://h/p?...]': 1, more: 2 })
})

test('what fields hold inside is cut and marked beyond 16 000 characters; a text that is a field is not', () => {
  const deep = { items: Array.from({ length: 900 }, (_, index) => ({ index, text: 'x'.repeat(100) })) }
  getLogger().error('x', { text: 'y'.repeat(50_000), deep, port: 80, more: { text: 'z'.repeat(50_000) } })
  const line = toWireLine(handler.records.at(-1)!)
  expect(line.length).toBeLessThan(67_500)
  const { fields } = JSON.parse(line) as { fields: Record<string, unknown> }
  expect(fields).toMatchObject({ text: 'y'.repeat(50_000), port: 80 })
  expect(JSON.stringify(fields['deep'])).toMatch(/"\.\.\. \d+ more"/)
  expect(JSON.stringify(fields['more']).length).toBeLessThan(60)
})
