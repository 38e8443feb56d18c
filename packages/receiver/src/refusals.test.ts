// The whole answer to each kind of request that is refused.
import { NullHandler, getLogger } from '@treeline/core'
import { resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Receiver, type ReceiverOptions } from './index.js'

beforeEach(() => void getLogger().addHandler(new NullHandler()))
afterEach(resetLogging)

const URL_ = 'https://app.example/log'
const BATCH = '{"treeline":1,"src":"a"}\n{"seq":1,"name":"x","levelno":20,"levelname":"INFO","msg":"m","created":1}'

async function answer(init: RequestInit, options: ReceiverOptions = {}, url = URL_): Promise<unknown[]> {
  const errors: string[] = []
  const target = new Receiver({ onError: (error) => errors.push(error.message), ...options })
  const request = new Request(url, { method: 'POST', headers: { 'content-type': 'text/plain' }, ...init })
  const response = await target.handle(request)
  return [response.status, await response.text(), ...errors]
}

const type = (value: string): Record<string, string> => ({ 'content-type': value })
const form = type('application/x-www-form-urlencoded')

test.each<[string, RequestInit, ReceiverOptions, number, string]>([
  ['another origin', { headers: { origin: 'https://x.example' } }, {}, 403, 'this origin may not send records'],
  ['no origin', {}, { withoutOrigin: false }, 403, 'this origin may not send records'],
  ['GET', { method: 'GET' }, {}, 405, 'send records by POST'],
  ['PUT', { method: 'PUT', body: BATCH }, { acceptGet: true }, 405, 'send records by POST'],
  [
    'JSON',
    { headers: type('application/json'), body: BATCH },
    {},
    415,
    'expected text/plain or application/x-www-form-urlencoded',
  ],
  ['a charset', { headers: type('text/plain; charset=latin1'), body: BATCH }, {}, 415, 'expected charset utf-8'],
  [
    'an encoding',
    { headers: { ...type('text/plain'), 'content-encoding': 'br' }, body: BATCH },
    {},
    415,
    'a body with this content encoding is not taken',
  ],
  [
    'no gzip',
    { headers: { ...type('text/plain'), 'content-encoding': 'gzip' }, body: BATCH },
    {},
    400,
    'the body is no gzip',
  ],
  ['nothing', { body: '' }, {}, 400, 'the body is empty'],
  ['no body', {}, {}, 400, 'the body is empty'],
  ['HEAD', { method: 'HEAD' }, {}, 405, 'send records by POST'],
  [
    'a body of one byte more',
    { body: BATCH },
    { maxBodyBytes: BATCH.length - 1 },
    413,
    `the body is longer than ${BATCH.length - 1} bytes`,
  ],
  ['a long body', { body: BATCH }, { maxBodyBytes: 50 }, 413, 'the body is longer than 50 bytes'],
  [
    'a long form',
    { headers: form, body: `name=a&levelno=20&msg=${'x'.repeat(99)}` },
    { maxRecordBytes: 100 },
    413,
    'the record is longer than 100 bytes',
  ],
  [
    'a form that is no record',
    { headers: form, body: 'levelno=20&msg=x' },
    {},
    400,
    'name is missing: the form is no record',
  ],
  [
    'a form without a level',
    { headers: form, body: 'name=a&levelno=x&msg=x' },
    {},
    400,
    'levelno: expected an integer',
  ],
  ['too many', { body: `${BATCH}\n{}` }, { maxRecords: 1 }, 413, 'the batch has more than 1 records'],
])('%s', async (_, init, options, status, text) => {
  expect(await answer(init, options)).toEqual([status, expect.stringContaining(text), text])
})

test('a query that is too long', async () => {
  const url = `${URL_}?name=a&levelno=20&msg=${'x'.repeat(100)}`
  const told = 'the query is longer than 100 bytes'
  const got = await answer({ method: 'GET' }, { acceptGet: true, maxBodyBytes: 100 }, url)
  expect(got).toEqual([413, expect.stringContaining(told), told])
})

test('a body that was read already, that breaks off, and that takes too long', async () => {
  const errors: string[] = []
  const target = new Receiver({ bodyTimeoutMs: 20, onError: (error) => errors.push(error.message) })
  const made = (body: BodyInit): Request =>
    new Request(URL_, { method: 'POST', headers: type('text/plain'), body, duplex: 'half' } as RequestInit)
  const read = made(BATCH)
  await read.text()
  const statuses = [(await target.handle(read)).status]
  const broken = new ReadableStream({ start: (controller) => controller.error(new Error('gone')) })
  statuses.push((await target.handle(made(broken))).status)
  statuses.push((await target.handle(made(new ReadableStream({})))).status)
  expect(errors).toEqual([
    'the body was read before the receiver got the request',
    'the body broke off',
    'the body took longer than 20 ms',
  ])
  expect(statuses).toEqual([500, 408, 408])
})

test.each(['fields', 'levels'] as const)('an option %s that throws', async (name) => {
  const broken = (): never => {
    throw new Error('red')
  }
  const told = `the receiver failed: its option ${name} did`
  const body = name === 'levels' ? BATCH.replace('"a"', '"a","takes":["levels"]') : BATCH
  expect(await answer({ body }, { [name]: broken })).toEqual([500, expect.any(String), told])
})
