// What the services do, whatever they log with: each step says so by `say(message, fields)`.
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'

/** Finds an order: behind an await, a timer and a stream. */
export async function findOrder(order, say) {
  say('looks', { order })
  await pause(1)
  await new Promise((resolve) => setTimeout(() => resolve(say('waited', { order })), 1))
  for await (const item of Readable.from(['hat', 'coat'])) say('found', { order, item })
  return { order, items: ['hat', 'coat'] }
}

/** Takes an order. */
export async function placeOrder(body, say) {
  say('placed', body)
  await pause(1)
  return { order: body.order }
}

/** Fails. */
export async function failOrder(order, say) {
  say('fails', { order })
  await pause(1)
  throw new TypeError(`order ${order} is broken`)
}

/** Streams an order's states until the reader goes. */
export function watchOrder(order, say) {
  say('watch begins', { order })
  return Readable.from(states(order, say))
}

async function* states(order, say) {
  for (;;) {
    say('state', { order })
    yield 'sewing\n'
    await pause(5)
  }
}
