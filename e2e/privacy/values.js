// What programs log of a page, each a function: the same object is not logged twice in the same state.
import { secretOf } from './secrets.js'

const find = (selector) => document.querySelector(selector)

/** Returns an event as a listener has it. */
function dispatched(event, target = find('#save')) {
  // Nobody leaves the page by it.
  const stay = (seen) => seen.preventDefault()
  target.addEventListener(event.type, stay)
  target.dispatchEvent(event)
  target.removeEventListener(event.type, stay)
  return event
}

const transfer = () => {
  const data = new DataTransfer()
  data.setData('text/plain', secretOf('clipboard'))
  return data
}

const address = () => `${location.origin}/empty?token=${secretOf('query')}#${secretOf('fragment')}`
const failure = () => new TypeError('boom')

/** Calls for a value that not every engine has. */
const orNull = (make) => {
  try {
    return make()
  } catch {
    return null
  }
}

class SyntheticEvent {
  constructor(nativeEvent) {
    this.nativeEvent = nativeEvent
    this.type = nativeEvent.type
    this.target = nativeEvent.target
    this.view = window
    this.key = this.data = secretOf('key')
    this._targetInst = new FiberNode(nativeEvent.target)
  }
}

class FiberNode {
  constructor(node) {
    this.stateNode = node
    this.memoizedProps = this.pendingProps = { value: secretOf('value') }
    this.return = null
  }
}

class Component {
  constructor(element = find('#save')) {
    this.$el = element
    this.$root = window
    this.$parent = { document, parts: [element, element.ownerDocument] }
    this.onClick = Object.assign(() => secretOf('closure'), { token: secretOf('closure') })
  }

  get storage() {
    return localStorage
  }
}

class Emitter extends EventTarget {
  source = window
}

class Clicked extends Event {
  owner = { window }
}

const REQUEST = { method: 'POST', headers: { 'x-key': secretOf('header'), authorization: secretOf('header') } }

export const VALUES = {
  window: () => window,
  document: () => document,
  body: () => document.body,
  ancestor: () => find('main'),
  form: () => find('form'),
  'form elements': () => find('form').elements,
  password: () => find('#pin'),
  button: () => find('#save'),
  link: () => find('#out'),
  drawing: () => find('#drawing'),
  component: () => find('#card'),
  'shadow root': () => find('#card').shadowRoot,
  'text node': () => find('.hint').firstChild,
  comment: () => find('#plain').firstChild,
  attributes: () => find('#save').attributes,
  attribute: () => find('#save').getAttributeNode('value'),
  data: () => find('form').dataset,
  classes: () => find('#save').classList,
  style: () => find('#save').style,
  'computed style': () => getComputedStyle(find('#save')),
  nodes: () => document.querySelectorAll('*'),
  children: () => document.body.children,
  'all of it': () => document.all,
  options: () => find('select').options,
  range: () => Object.assign(document.createRange(), {}),
  selection: () => getSelection(),
  walker: () => document.createTreeWalker(document.body),
  sheets: () => document.styleSheets,
  localStorage: () => localStorage,
  sessionStorage: () => sessionStorage,
  location: () => location,
  history: () => history,
  navigator: () => navigator,
  performance: () => performance,
  entries: () => performance.getEntriesByType('resource'),
  screen: () => screen,
  crypto: () => crypto,
  databases: () => indexedDB,
  elements: () => customElements,
  frames: () => frames,
  'frame window': () => find('#frame').contentWindow,
  'frame document': () => find('#frame').contentDocument,
  'frame location': () => find('#frame').contentWindow.location,
  'stranger window': () => find('#stranger').contentWindow,
  'stranger location': () => find('#stranger').contentWindow.location,
  click: () => dispatched(new MouseEvent('click', { view: window, bubbles: true, cancelable: true })),
  pointer: () => dispatched(new PointerEvent('pointerdown', { view: window })),
  key: () => dispatched(new KeyboardEvent('keydown', { key: secretOf('key'), code: secretOf('key') }), find('#pin')),
  input: () => dispatched(new InputEvent('input', { data: secretOf('key'), inputType: 'insertText' }), find('#pin')),
  composition: () => dispatched(new CompositionEvent('compositionend', { data: secretOf('key') })),
  paste: () => dispatched(new ClipboardEvent('paste', { clipboardData: transfer() }), find('#pin')),
  drop: () => dispatched(new DragEvent('drop', { dataTransfer: transfer() })),
  focus: () => dispatched(new FocusEvent('focus', { relatedTarget: find('#pin') })),
  submit: () => dispatched(new SubmitEvent('submit', { submitter: find('#save'), cancelable: true }), find('form')),
  custom: () => dispatched(new CustomEvent('app:paid', { detail: { card: secretOf('detail'), window } })),
  message: () => dispatched(new MessageEvent('message', { data: secretOf('detail'), source: window }), window),
  'storage event': () =>
    new StorageEvent('storage', { key: 'k', newValue: secretOf('localStorage'), storageArea: localStorage }),
  'hash change': () => new HashChangeEvent('hashchange', { oldURL: address(), newURL: address() }),
  'pop state': () => new PopStateEvent('popstate', { state: { token: secretOf('history') } }),
  'error event': () =>
    new ErrorEvent('error', { error: failure(), message: 'Uncaught TypeError: boom', filename: address() }),
  'script error': () => new ErrorEvent('error', { message: 'Script error.', filename: address() }),
  rejection: () => new PromiseRejectionEvent('unhandledrejection', { promise: Promise.resolve(), reason: failure() }),
  'rejection with an answer': () =>
    new PromiseRejectionEvent('unhandledrejection', {
      promise: Promise.resolve(),
      reason: new Response(secretOf('body')),
    }),
  violation: () =>
    new SecurityPolicyViolationEvent('securitypolicyviolation', {
      blockedURI: address(),
      documentURI: address(),
      sample: secretOf('text'),
    }),
  'own event': () => dispatched(new Clicked('clicked')),
  'react event': () => new SyntheticEvent(dispatched(new KeyboardEvent('keydown', { key: secretOf('key') }))),
  'react fibre': () => new FiberNode(find('#save')),
  'vue component': () => new Component(),
  'vue proxy': () => new Proxy(new Component(), { get: (target, key) => Reflect.get(target, key) }),
  emitter: () => new Emitter(),
  request: () => new Request(address(), { ...REQUEST, body: secretOf('body') }),
  response: () => new Response(secretOf('body'), { headers: REQUEST.headers, status: 404 }),
  headers: () => new Headers(REQUEST.headers),
  'form data': () => new FormData(find('form')),
  query: () => new URLSearchParams(location.search),
  url: () =>
    new URL(
      `https://ann:${secretOf('credential')}@host.invalid/way?token=${secretOf('query')}#${secretOf('fragment')}`,
    ),
  'data url': () => new URL(`data:text/plain,${secretOf('body')}`),
  'object url': () => new URL(URL.createObjectURL(new Blob([secretOf('body')]))),
  file: () => new File([secretOf('body')], `${secretOf('file name')}.txt`, { type: 'text/plain' }),
  blob: () => new Blob([secretOf('body')]),
  transfer,
  'http request': () => {
    const request = new XMLHttpRequest()
    request.open('GET', address())
    return Object.assign(request, { token: secretOf('own property') })
  },
  socket: () => {
    const socket = new WebSocket(`ws://localhost:9/?token=${secretOf('query')}`)
    socket.close()
    return socket
  },
  'event source': () => {
    const source = new EventSource(address())
    source.close()
    return source
  },
  port: () => new MessageChannel().port1,
  stream: () => new Blob([secretOf('body')]).stream(),
  media: () => orNull(() => new MediaStream()),
  signal: () => AbortSignal.abort(secretOf('detail')),
  mutation: () => {
    const observer = new MutationObserver(() => {})
    observer.observe(document.body, { attributes: true, attributeOldValue: true })
    document.body.setAttribute('data-old', secretOf('attribute'))
    document.body.removeAttribute('data-old')
    const records = observer.takeRecords()
    observer.disconnect()
    return records
  },
  permissions: () => navigator.permissions,
  promise: () => Promise.resolve(secretOf('closure')),
  'weak reference': () => new WeakRef(window),
  'weak map': () => new WeakMap([[window, secretOf('closure')]]),
  closure: () =>
    Object.assign(
      function handler() {
        return secretOf('closure')
      },
      { token: secretOf('closure'), window },
    ),
  'proxy of a window': () => new Proxy(window, {}),
  'proxy of a node': () => new Proxy(find('#pin'), {}),
  'heir of a window': () => Object.create(window),
  'heir of a node': () => Object.create(find('#pin')),
  'error with a request': () =>
    Object.assign(failure(), { request: new Request(address(), REQUEST), target: find('#pin'), owner: window }),
  exception: () => Object.assign(new DOMException('aborted', 'AbortError'), { owner: window }),
}

/** How a value is hidden within another. */
export const WRAPPINGS = {
  itself: (value) => value,
  field: (value) => ({ value }),
  list: (value) => [1, value],
  deep: (value) => ({ a: { b: [{ c: value }] } }),
  'map value': (value) => new Map([['key', value]]),
  'map key': (value) => new Map([[value, 1]]),
  set: (value) => new Set([value]),
  instance: (value) =>
    new (class Holder {
      held = value
    })(),
  getter: (value) => ({
    get value() {
      return value
    },
  }),
  'class getter': (value) =>
    Object.create({
      get value() {
        return value
      },
    }),
  json: (value) => ({ toJSON: () => value }),
  text: (value) => ({ toString: () => 'own text', value }),
  proxy: (value) => new Proxy({ value }, {}),
  frozen: (value) => Object.freeze({ value }),
  'bare object': (value) => Object.assign(Object.create(null), { value }),
  'error field': (value) => Object.assign(new Error('with a field'), { value }),
  cause: (value) => new Error('with a cause', { cause: value }),
  group: (value) => new AggregateError([value, new Error('other')], 'group'),
  event: (value) => new CustomEvent('wrapped', { detail: value }),
  'error event': (value) => new ErrorEvent('error', { error: value, message: 'wrapped' }),
}
