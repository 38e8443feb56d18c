import { expect, test } from 'vitest'
import { isDoubtful, judge, type Verdict, wordsOf } from './answer.js'

test.each<[number | undefined, Verdict, boolean]>([
  [undefined, 'later', true],
  [101, 'refused', false],
  [301, 'refused', false],
  [308, 'refused', false],
  [400, 'unwanted', false],
  [401, 'refused', false],
  [402, 'unwanted', false],
  [403, 'refused', true],
  [404, 'refused', false],
  [405, 'refused', false],
  [406, 'unwanted', false],
  [407, 'refused', false],
  [408, 'later', false],
  [409, 'unwanted', false],
  [410, 'refused', false],
  [411, 'unwanted', false],
  [413, 'too large', false],
  [422, 'unwanted', false],
  [425, 'later', false],
  [429, 'later', false],
  [431, 'unwanted', false],
  [500, 'later', true],
  [501, 'refused', true],
  [503, 'later', true],
  [505, 'refused', true],
  [599, 'later', true],
])('status %s: %s; a single record may be the reason: %j', (status, verdict, doubtful) => {
  for (const acknowledge of ['receiver', 'any'] as const) expect(judge({ status }, acknowledge)).toBe(verdict)
  expect(isDoubtful({ status })).toBe(doubtful)
  expect(wordsOf({ status })).toBe(status === undefined ? 'no answer' : `status ${status}`)
})

test.each<[Record<string, string>, boolean | undefined, Verdict, Verdict]>([
  [{}, false, 'refused', 'received'],
  [{ treeline: '1' }, false, 'received', 'received'],
  [{ treeline: '1' }, true, 'refused', 'refused'],
  [{ 'content-type': 'application/json' }, undefined, 'refused', 'received'],
  [{ 'content-type': 'TEXT/HTML' }, false, 'refused', 'refused'],
  [{ 'content-type': 'text/html', treeline: '1' }, false, 'received', 'refused'],
])('a 2xx with %j, redirected: %s, is %s for a receiver and %s for any server', (headers, redirected, strict, any) => {
  for (const status of [200, 204, 299]) {
    const outcome = { status, headers: new Headers(headers), redirected }
    expect([judge(outcome, 'receiver'), judge(outcome, 'any')]).toEqual([strict, any])
  }
})

test('an answer in words', () => {
  expect(wordsOf({ status: 200 })).toBe('status 200 from no receiver of batches (see the option acknowledge)')
  expect(wordsOf({ status: 299 })).toBe('status 299 from no receiver of batches (see the option acknowledge)')
  expect(wordsOf({ status: 300 })).toBe('status 300')
  expect(wordsOf({ status: 405, redirected: true })).toBe(
    'status 405 behind a redirect (give the address that it leads to)',
  )
})
