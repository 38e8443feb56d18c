// Counterparts of ConfigDictTest: configurations that come over a socket.
import { once } from 'node:events'
import { connect } from 'node:net'
import * as logging from 'treeline'
import { listen, type ListenOptions, stopListening } from '@treeline/node'
import { expect, test } from 'vitest'
import { configOfRoot, iniOfCart, OUT } from './configs.js'
import { counter, useRoot, useStdout } from './setup.js'

const root = useRoot()
const out = useStdout()

/** Sends a configuration to a listener as Python's clients do, and waits until it was dealt with. */
async function configureOverSocket(text: string, options: ListenOptions = {}): Promise<void> {
  const listener = listen(0, options)
  listener.start()
  await listener.ready
  const socket = connect(listener.port, '127.0.0.1')
  const body = Buffer.from(text)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  socket.end(Buffer.concat([length, body]))
  // It has been read and applied when the other side hangs up.
  socket.resume()
  await once(socket, 'close')
  await stopListening()
  await listener.join()
}

test('ConfigDictTest.test_listen_config_10_ok', async () => {
  const config = configOfRoot({
    filters: { cart: { name: 'shop.cart' } },
    handlers: { out: { ...OUT, filters: ['cart'] } },
    loggers: { 'shop.cart': { level: 'DEBUG', filters: ['cart'] } },
  })
  await configureOverSocket(JSON.stringify(config))
  expect(logging.getHandlerByName('out')).toBeInstanceOf(logging.StreamHandler)
  for (const name of ['shop.cart', 'shop', 'shop.user', 'shop.cart.tax']) logging.getLogger(name).error(name)
  expect(out.stream.lines).toEqual(['ERROR | shop.cart', 'ERROR | shop.cart.tax'])
})

/** Logs by `shop.cart` at INFO and ERROR. */
function logTwice(message: () => string): void {
  const cart = logging.getLogger('shop.cart')
  cart.info(message())
  cart.error(message())
}

test('ConfigDictTest.test_listen_config_1_ok', async () => {
  await configureOverSocket(iniOfCart())
  logTwice(counter())
  expect(out.stream.lines).toEqual(['INFO | 1', 'ERROR | 2'])
  expect(root.lines).toEqual([])
})

test('ConfigDictTest.test_listen_verify', async () => {
  const message = counter()
  const text = iniOfCart()
  const before = ['shop.cart -> INFO: 1', 'shop.cart -> ERROR: 2']
  // Refused: all is as it was.
  await configureOverSocket(text, { verify: () => null })
  logTwice(message)
  expect(out.stream.lines).toEqual([])
  expect(root.lines).toEqual(before)

  await configureOverSocket(text)
  logTwice(message)
  expect(out.stream.lines).toEqual(['INFO | 3', 'ERROR | 4'])

  // What is sent makes no sense before it is turned round.
  const reversed = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes).reverse()
  await configureOverSocket([...text].toReversed().join(''), { verify: reversed })
  logTwice(message)
  expect(out.stream.lines.slice(2)).toEqual(['INFO | 5', 'ERROR | 6'])
  expect(root.lines).toEqual(before)
})
