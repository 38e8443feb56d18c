// Counterparts of SocketHandlerTest and DatagramHandlerTest, over the network and over unix sockets.
import * as logging from 'treeline'
import { DatagramHandler, SocketHandler } from 'treeline/handlers'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Receivers, type Received } from '../sockets/receivers.js'
import { useCleanLogging } from './setup.js'

useCleanLogging()

let receivers: Receivers
let handler: SocketHandler

beforeAll(async () => {
  receivers = await new Receivers().start()
})
afterAll(() => receivers.stop())
afterEach(() => handler.close())

function useHandler(made: SocketHandler): logging.Logger {
  handler = made
  const root = logging.getLogger()
  root.setLevel('DEBUG')
  root.addHandler(made)
  return root
}

async function nextMessage(): Promise<string> {
  return ((await receivers.next()) as Received).message
}

function make(Class: typeof SocketHandler, place: number | string): SocketHandler {
  return typeof place === 'string' ? new Class(place, null) : new Class('localhost', place)
}

async function arrives(made: SocketHandler): Promise<void> {
  const root = useHandler(made)
  const logger = logging.getLogger('over.a.socket')
  logger.error('one')
  expect(await nextMessage()).toBe('one')
  logger.debug('two')
  expect(await nextMessage()).toBe('two')
  root.removeHandler(made)
}

test('SocketHandlerTest.test_output', async () => {
  const { tcp, unix } = receivers.places
  await arrives(make(SocketHandler, tcp))
  await arrives(make(SocketHandler, unix))
})

test('DatagramHandlerTest.test_output', async () => {
  const { udp, unixgram } = receivers.places
  await arrives(make(DatagramHandler, udp))
  await arrives(make(DatagramHandler, unixgram))
})

test('SocketHandlerTest.test_noserver', async () => {
  // A port that nobody listens at, and a path that is none.
  for (const place of [1, '/nowhere/at/all']) {
    const root = useHandler(make(SocketHandler, place))
    handler.retryStart = 0.05
    root.exception('never sent', new Error('a mistake'))
    root.error('never sent, either')
    await handler.flush()
    const { retryTime } = handler
    expect(retryTime).not.toBeNull()
    // Until it is due.
    while (handler.retryTime === retryTime) await new Promise((resolve) => setTimeout(resolve, 5))
    root.error('nor this')
    expect(handler.stats().queued).toBe(3)
    root.removeHandler(handler)
    logging.settings.raiseExceptions = false
    await handler.close()
    logging.settings.raiseExceptions = true
  }
})
