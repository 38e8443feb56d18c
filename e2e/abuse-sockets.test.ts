// The socket receiver under attack, with CPython's SocketHandler beside it: it loses nothing, and the server's memory stays bounded.
import { describe, expect, test } from 'vitest'
import { attacks } from './abuse/sockets/attacks.mjs'
import { runAttack } from './abuse/sockets/row.mjs'

describe('an attack on a socket receiver does no harm', () => {
  test.each(attacks)('$name', async (attack) => {
    const { faults, sent, found } = await runAttack(attack)
    expect(faults).toEqual([])
    expect(found).toBe(sent)
  })
})
