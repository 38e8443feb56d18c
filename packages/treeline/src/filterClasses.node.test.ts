import { getHandlerByName, getLogger } from '@treeline/core'
import { context } from '@treeline/core/context'
import { ListHandler, resetLogging } from '@treeline/core/testing'
import { afterEach, expect, test } from 'vitest'
import { dictConfig, registerClass } from './config.node.js'

afterEach(resetLogging)

test('a configuration has the filters that Python does not have, and the handler', () => {
  registerClass('test.ListHandler', ListHandler)
  dictConfig({
    version: 1,
    filters: {
      context: { '()': 'treeline.ContextFilter' },
      secrets: { '()': 'treeline.Redactor', paths: ['**.password'], patterns: ['\\d{16}'], censor: '***' },
      calm: { '()': 'treeline.ThrottleFilter', limit: 1 },
      some: { '()': 'treeline.SamplingFilter', rate: 1, always: 'WARNING' },
    },
    handlers: {
      list: { class: 'test.ListHandler' },
      recorder: {
        class: 'treeline.FlightRecorder',
        capacity: 2,
        target: 'list',
        flushLevel: 'ERROR',
        filters: ['context', 'calm', 'some', 'secrets'],
      },
    },
    root: { level: 'DEBUG', handlers: ['recorder'] },
  })
  const { records } = getHandlerByName('list') as ListHandler
  context.run({ request_id: 7 }, () => {
    getLogger('app').debug('card 4111111111111111', { password: 'p' })
    getLogger('app').error('failed')
    getLogger('app').error('failed')
  })
  expect(records.map((record) => [record.getMessage(), record['request_id'], record.args])).toEqual([
    ['card ***', 7, { password: '***' }],
    ['failed', 7, []],
  ])
})

test.each([
  [{ '()': 'treeline.Redactor', paths: ['a..b'] }, /filters\.bad.*paths\[0\]: expected a path/s],
  [
    { '()': 'treeline.Redactor', pattern: ['x'] },
    /filters\.bad.*unexpected keyword argument 'pattern'. Did you mean 'patterns'/s,
  ],
  [{ '()': 'treeline.SamplingFilter' }, /filters\.bad.*missing 1 required positional argument: 'rate'/s],
])('%j is refused with its key', (bad, message) => {
  expect(() => dictConfig({ version: 1, filters: { bad } })).toThrow(message)
})
