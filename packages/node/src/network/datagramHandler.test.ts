import { makeLogRecord } from '@treeline/core'
import { resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DatagramHandler } from './datagramHandler.js'

/** What stands for the package unix-dgram; undefined where it is not installed. */
let installed: object | undefined
vi.mock('../process/optionalPackage.js', () => ({
  findPackage: (name: string) => (installed === undefined ? undefined : name),
  loadPackage: () => installed,
}))

let sent: [path: string, bytes: Uint8Array][]
beforeEach(() => {
  installed = { createSocket: () => new FakeSocket() }
  sent = []
})
afterEach(resetLogging)

class FakeSocket {
  private path = ''

  on(): void {}

  connect(path: string): void {
    this.path = path
  }

  send(bytes: Uint8Array, callback: () => void): void {
    sent.push([this.path, bytes])
    callback()
  }

  close(): void {}
}

const PATH = '/nowhere/treeline/log'

test('without a port each record is a datagram to the unix socket', () => {
  const handler = new DatagramHandler(PATH, null)
  const record = makeLogRecord({ name: 'app', msg: 'a' })
  handler.emit(record)
  expect(sent).toEqual([[PATH, handler.makePickle(record)]])
  expect(handler.stats()).toEqual({ queued: 0, inFlight: 0, dropped: 0 })
})

test('a unix socket is refused where its package is missing', () => {
  installed = undefined
  expect(() => new DatagramHandler(PATH, null)).toThrow(`${PATH}: a unix datagram socket needs the package unix-dgram`)
})
