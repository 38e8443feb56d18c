import { expect, test } from 'vitest'
import { checkOptions, type ReceiverOptions } from '../receiverOptions.js'
import { corsHeaders, isAllowed, preflightHeaders } from './origin.js'

const request = (headers: Record<string, string> = {}): Request =>
  new Request('https://app.example:8443/records', { method: 'POST', headers })

test.each<[string | undefined, ReceiverOptions, boolean]>([
  [undefined, {}, true],
  [undefined, { withoutOrigin: false, origins: '*' }, false],
  ['https://app.example:8443', {}, true],
  ['http://app.example:8443', {}, true],
  ['https://app.example', {}, false],
  ['null', {}, false],
  ['file://', {}, false],
  ['null', { origins: '*' }, true],
  ['https://a.example', { origins: ['https://a.example', 'https://b.example'] }, true],
  ['https://app.example:8443', { origins: ['https://a.example'] }, false],
  ['https://a.example', { origins: (origin) => origin === 'https://a.example' }, true],
  ['https://b.example', { origins: (origin) => origin === 'https://a.example' }, false],
  ['https://b.example', { origins: () => 1 as never }, false],
])('the origin %j with %o is allowed: %j', (origin, options, allowed) => {
  const sent = request(origin === undefined ? {} : { origin })
  expect(isAllowed(sent, checkOptions(options))).toBe(allowed)
})

test('an answer names the origin, and allows credentials where origins were chosen', () => {
  const own = {
    vary: 'Origin',
    'access-control-allow-origin': 'https://a.example',
    'access-control-expose-headers': 'Retry-After, Accept-Encoding, treeline',
  }
  const sent = request({ origin: 'https://a.example' })
  expect(corsHeaders(sent, checkOptions({ origins: '*' }))).toEqual(own)
  expect(corsHeaders(sent, checkOptions({}))).toEqual({ ...own, 'access-control-allow-credentials': 'true' })
  expect(corsHeaders(request(), checkOptions({}))).toEqual({ vary: 'Origin' })
})

test('a preflight is answered with what it asks for, and other requests with the methods alone', () => {
  const asked = { allow: 'POST', 'access-control-allow-methods': 'POST', 'access-control-max-age': '86400' }
  expect(preflightHeaders(request(), 'POST')).toEqual({ allow: 'POST' })
  expect(preflightHeaders(request({ 'access-control-request-method': 'POST' }), 'POST')).toEqual({
    ...asked,
    'access-control-allow-headers': 'Content-Type',
  })
  const headers = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-token' }
  expect(preflightHeaders(request(headers), 'POST')).toEqual({ ...asked, 'access-control-allow-headers': 'x-token' })
})
