import { expect, test } from 'vitest'
import { listen, type Port, type PortMessage, post } from './port.js'

test('a port of the web is listened to by its events, and started', () => {
  const listeners = new Map<string, (event: unknown) => void>()
  const posted: unknown[] = []
  let starts = 0
  const port: Port = {
    postMessage: (message) => void posted.push(message),
    addEventListener: (type, listener) => void listeners.set(type, listener),
    start: () => void starts++,
  }
  const heard: PortMessage[] = []
  let gone = 0
  listen(
    port,
    (message) => heard.push(message),
    () => void gone++,
  )
  expect([[...listeners.keys()], starts]).toEqual([['message', 'close'], 1])
  const hear = listeners.get('message')!
  hear({ data: { treeline: 'queue', kind: 'ask' } })
  for (const data of [undefined, null, 'ask', { kind: 'ask' }, { treeline: 'other', kind: 'ask' }]) hear({ data })
  expect(heard).toEqual([{ treeline: 'queue', kind: 'ask' }])
  listeners.get('close')!({})
  expect(gone).toBe(1)
  post(port, { kind: 'done', count: 3 })
  expect(posted).toEqual([{ treeline: 'queue', kind: 'done', count: 3 }])
})

test('one that has neither way is left alone', () => {
  expect(() =>
    listen(
      { postMessage: () => {} },
      () => {},
      () => {},
    ),
  ).not.toThrow()
})
