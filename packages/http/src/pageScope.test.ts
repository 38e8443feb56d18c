import { expect, test, vi } from 'vitest'
import {
  checkAddress,
  fixedAddress,
  isHidden,
  knowsKeepalive,
  listen,
  type PageScope,
  sendBeacon,
} from './pageScope.js'

const page: PageScope = { document: { baseURI: 'https://h/a/b?c' }, location: { href: 'https://other/' } }

test.each<[string, PageScope, string]>([
  ['/log', page, 'https://h/log'],
  ['log', page, 'https://h/a/log'],
  ['log', { location: { href: 'http://w/x/y' } }, 'http://w/x/log'],
  ['http://h', {}, 'http://h/'],
  ['log', {}, ''],
  ['http://', page, ''],
])('%s is fixed', (url, scope, address) => {
  expect(fixedAddress(url, scope)).toBe(address)
})

const wanted = 'expected an address that begins with http:// or https://, or in a page a relative one'

test.each<[string, PageScope, string]>([
  ['http://h/p', {}, 'http://h/p'],
  ['https://h:1/p', {}, 'https://h:1/p'],
  ['log', page, 'https://h/a/log'],
  ['/log', {}, ''],
  ['./log', {}, ''],
  ['?log', {}, ''],
  ['app://h/p', { location: { href: 'app://h/' } }, 'app://h/p'],
  ['http://h/@', {}, 'http://h/@'],
])('%s is an address', (url, scope, address) => {
  expect(checkAddress('url', url, scope)).toBe(address)
})

test.each<[string, PageScope]>([
  ['log', {}],
  ['/log', { location: {} }],
  ['/log', { document: {} }],
  ['ftp://h/', {}],
  ['xhttp://h/', {}],
  ['https+x://h/', {}],
  ['app://h/', page],
  ['app://h/', { location: { href: 'other://h/' } }],
  ['http://ann@h/', {}],
  ['http://ann:pw@h/', {}],
  ['mailto:ann', {}],
])('%s is none', (url, scope) => {
  expect(() => checkAddress('url', url, scope)).toThrow(new RangeError(`url: ${wanted}, not '${url}'`))
})

test('what is no text is no address', () => {
  expect(() => checkAddress('url', 5 as never, {})).toThrow(new TypeError('url: expected a string, not 5'))
})

test('what a page has and what it lacks', () => {
  expect([{}, { document: {} }, { document: { visibilityState: 'visible' } }].map(isHidden)).toEqual([
    false,
    false,
    false,
  ])
  expect(isHidden({ document: { visibilityState: 'hidden' } })).toBe(true)
  const requests = [{}, { prototype: {} }, { prototype: { keepalive: false } }] as { prototype: object }[]
  expect(knowsKeepalive({})).toBe(false)
  expect(requests.slice(1).map((Request) => knowsKeepalive({ Request }))).toEqual([false, true])
})

test('a beacon', () => {
  const send = vi.fn<(url: string, body: string) => boolean>(() => true)
  expect(sendBeacon({ navigator: { sendBeacon: send } }, '/log', 'body')).toBe(true)
  expect(send).toHaveBeenCalledWith('/log', 'body')
  expect(sendBeacon({ navigator: { sendBeacon: () => false } }, '/log', 'body')).toBe(false)
  expect(sendBeacon({ navigator: {} }, '/log', 'body')).toBe(false)
  expect(sendBeacon({}, '/log', 'body')).toBe(false)
})

test('listeners', () => {
  const calls: unknown[] = []
  const scope: PageScope = {
    addEventListener: (...args) => calls.push('add', ...args),
    removeEventListener: (...args) => calls.push('remove', ...args),
  }
  const [a, b] = [(): void => {}, (): void => {}]
  listen('addEventListener', scope, { a, b })
  listen('removeEventListener', scope, { a })
  listen('addEventListener', {}, { a })
  expect(calls).toEqual(['add', 'a', a, 'add', 'b', b, 'remove', 'a', a])
})
