import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { HostAddress } from './hostAddress.js'

const lookup = vi.fn<(host: string, options: { family: number }) => Promise<object>>()
let nowMs: number
beforeEach(() => {
  nowMs = 0
  lookup.mockReset()
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
  vi.spyOn(process, 'getBuiltinModule').mockImplementation((() => ({ lookup })) as never)
})
afterEach(() => void vi.restoreAllMocks())

test.each([
  ['127.0.0.1', 4],
  ['::1', 6],
])('the address %s is known, for ever', (host, family) => {
  const address = new HostAddress(host, [4, 6])
  expect(address.known).toEqual({ address: host, family })
  nowMs = 1e12
  expect(address.isStale).toBe(false)
})

test('a name is looked up, and again after 30 s', async () => {
  const found = { address: '10.0.0.1', family: 4 }
  lookup.mockResolvedValue(found)
  nowMs = 5
  const address = new HostAddress('logs', [0])
  expect([address.known, address.isStale, address.firstFamily]).toEqual([undefined, true, 0])
  await Promise.all([address.find(), address.find()])
  expect(lookup.mock.calls).toEqual([['logs', { family: 0 }]])
  expect([address.known, address.isStale]).toEqual([found, false])
  nowMs = 30_005
  expect(address.isStale).toBe(false)
  nowMs = 30_006
  expect(address.isStale).toBe(true)
  await address.find()
  expect(lookup).toHaveBeenCalledTimes(2)
  expect(address.isStale).toBe(false)
})

test('one family is asked for after the other', async () => {
  const address = new HostAddress('logs', [6, 4])
  expect(address.firstFamily).toBe(6)
  lookup.mockRejectedValueOnce(new Error('no 6')).mockResolvedValueOnce({ address: '10.0.0.1', family: 4 })
  await address.find()
  expect(lookup.mock.calls.map(([, { family }]) => family)).toEqual([6, 4])
  expect(address.known).toEqual({ address: '10.0.0.1', family: 4 })
})

test('where none is found the last one holds, and is not looked up with each record', async () => {
  const address = new HostAddress('logs', [6, 4])
  lookup.mockResolvedValueOnce({ address: '::2', family: 6 })
  await address.find()
  lookup.mockImplementation((_, { family }) => Promise.reject(new Error(`no ${family}`)))
  nowMs = 40_000
  await expect(address.find()).rejects.toThrow(new Error('no 4'))
  expect([address.known, address.isStale]).toEqual([{ address: '::2', family: 6 }, false])
  nowMs = 70_001
  expect(address.isStale).toBe(true)
  expect(new HostAddress('logs', []).firstFamily).toBe(0)
})
