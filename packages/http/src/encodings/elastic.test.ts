import { JSONFormatter } from '@treeline/core'
import { expect, test } from 'vitest'
import { elastic } from './elastic.js'
import type { SentRecord } from './encoding.js'
import { sentRecord } from '../testing/sentRecord.js'

function linesOf(text: string): string[] {
  expect(text.endsWith('\n')).toBe(true)
  return text.slice(0, -1).split('\n')
}

function documentOf(more: Partial<SentRecord>): Record<string, unknown> {
  return JSON.parse(linesOf(elastic().encode([sentRecord(more)]))[1]!) as Record<string, unknown>
}

test('each record is an action and a document of the Elastic Common Schema, its first keys in the order that it wants', () => {
  const lines = linesOf(elastic().encode([sentRecord({ fields: { cart: 7 } }), sentRecord({ seq: 8 })]))
  expect(lines).toEqual([
    '{"create":{"_id":"page:7"}}',
    '{"@timestamp":"2026-11-21T04:07:23.231Z","log.level":"info","message":"added","log.logger":"shop.cart",' +
      '"ecs.version":"8.11.0","labels":{"cart":"7"},"event.id":"page:7","event.sequence":7}',
    '{"create":{"_id":"page:8"}}',
    '{"@timestamp":"2026-11-21T04:07:23.231Z","log.level":"info","message":"added","log.logger":"shop.cart",' +
      '"ecs.version":"8.11.0","event.id":"page:8","event.sequence":8}',
  ])
})

test('the error and the place of the call have the names of ECS', () => {
  const exc_text = 'RangeError: far\n    at f (a.js:1:2)'
  expect(documentOf({ exc_text, pathname: '/a.js', lineno: 3, funcName: 'f' })).toMatchObject({
    'error.type': 'RangeError',
    'error.message': 'far',
    'error.stack_trace': exc_text,
    'log.origin.file.name': '/a.js',
    'log.origin.file.line': 3,
    'log.origin.function': 'f',
  })
})

test('fields are labels: texts, without dots in their names, beside which nothing is forged', () => {
  const fields = {
    'a.b': 1,
    a_b: 2,
    '*\\': true,
    '': 'e',
    map: { x: 1 },
    error: 'text',
    event: { id: 'forged' },
    'event.id': 'forged',
    labels: 'l',
  }
  const document = documentOf({ fields })
  expect(document['labels']).toEqual({
    a_b: '1',
    a_b_: '2',
    __: 'true',
    _: 'e',
    map: '{"x":1}',
    error: 'text',
    event: '{"id":"forged"}',
    event_id: 'forged',
    labels: 'l',
  })
  expect(document['event.id']).toBe('page:7')
  expect(Object.keys(document).filter((key) => key.startsWith('e'))).toEqual([
    'ecs.version',
    'event.id',
    'event.sequence',
  ])
})

test('a formatter of the application’s makes the documents, with the ids behind them', () => {
  const formatter = new JSONFormatter({ preset: 'ecs', constants: { 'service.name': 'shop' } })
  const [, line] = linesOf(elastic({ formatter }).encode([sentRecord({ fields: { cart: 7, 'event.id': 'forged' } })]))
  expect(JSON.parse(line!)).toMatchObject({
    'service.name': 'shop',
    cart: 7,
    'event.id_': 'forged',
    'event.id': 'page:7',
  })
})

const item = (status: number): object => ({ create: { _index: 'logs', status } })

test('an answer tells of each record whether it was taken', () => {
  const { read } = elastic()
  const items = [201, 409, 400, 429, 503, 404, 200].map(item)
  expect(read!(JSON.stringify({ errors: true, items }))).toEqual({ refused: [2, 5], later: [3, 4] })
  expect(read!('{"errors":false,"items":[]}')).toEqual({})
  expect(read!('{"errors":false}')).toEqual({})
  // Where a pipeline of the server's makes another action of it.
  expect(read!('{"errors":true,"items":[{"index":{"status":400}}]}')).toEqual({ refused: [0], later: [] })
})

test.each([
  [399, {}],
  [400, { refused: [0] }],
  [408, { refused: [0] }],
  [409, {}],
  [410, { refused: [0] }],
  [428, { refused: [0] }],
  [429, { later: [0] }],
  [430, { refused: [0] }],
  [499, { refused: [0] }],
  [500, { later: [0] }],
])('what becomes of a record with the status %d', (status, fate) => {
  const answer = JSON.stringify({ errors: true, items: [item(status)] })
  expect(elastic().read!(answer)).toEqual({ refused: [], later: [], ...fate })
})

test.each([
  [''],
  ['null'],
  ['{}'],
  ['<html>'],
  ['{"errors":true}'],
  ['{"items":[{}]}'],
  ['{"items":[{"create":{}}]}'],
  ['[]'],
])('the answer %j is none', (text) => {
  expect(() => elastic().read!(text)).toThrow()
})

test('an unknown option throws', () => {
  expect(() => elastic({ format: 1 } as never)).toThrow("elastic: unknown option 'format'; there are: formatter")
})
