import { afterEach, expect, test, vi } from 'vitest'
import { checkStorage, isQuotaError, type KeyValueStorage, openStore } from './keyValueStorage.js'
import { FakeStorage } from './testing/fakeStorage.js'

afterEach(() => void vi.unstubAllGlobals())

test('a store reads and writes the storage', () => {
  const storage = new FakeStorage()
  const store = openStore(storage)
  store.set('a', '1')
  store.set('b', '2')
  expect([[...store.keys()], store.get('a'), store.get('none')]).toEqual([['a', 'b'], '1', null])
  store.delete('a')
  expect([...storage.items]).toEqual([['b', '2']])
})

test('a storage that is taken away has nothing any more, and says so only where it is written to', () => {
  const gone = (): never => {
    throw new Error('gone')
  }
  const storage = { getItem: gone, setItem: gone, removeItem: gone, key: gone, length: 1 }
  const store = openStore(storage)
  expect([[...store.keys()], store.get('a'), store.delete('a')]).toEqual([[], undefined, undefined])
  expect(() => store.set('a', '1')).toThrow('gone')
})

test('a key that goes while keys are listed has no name', () => {
  const storage = new FakeStorage()
  vi.spyOn(storage, 'length', 'get').mockReturnValue(2)
  storage.setItem('a', '1')
  expect([...openStore(storage).keys()]).toEqual(['a', ''])
})

test('by default it is the page’s, where there is one', () => {
  const storage = new FakeStorage()
  vi.stubGlobal('localStorage', storage)
  openStore(undefined).set('a', '1')
  expect([...storage.items]).toEqual([['a', '1']])
  for (const none of [null, {}, undefined]) {
    vi.stubGlobal('localStorage', none)
    expect(() => openStore(undefined)).toThrow(new TypeError('there is no storage'))
  }
  expect(() => openStore(null)).toThrow(new TypeError('there is no storage'))
})

const EXPECTED = 'storage: expected an object with the methods of localStorage'

test.each(['getItem', 'setItem', 'removeItem', 'key'])('a storage without %s is refused', (method) => {
  const storage = Object.assign(new FakeStorage(), { [method]: undefined }) as unknown as KeyValueStorage
  expect(() => checkStorage(storage, true)).toThrow(EXPECTED)
  if (method === 'key') expect(() => checkStorage(storage, false)).not.toThrow()
  else expect(() => checkStorage(storage, false)).toThrow(EXPECTED)
})

test('a storage that cannot be read yet, and none, are taken', () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  for (const storage of [proxy as KeyValueStorage, null, undefined, new FakeStorage()])
    expect(() => checkStorage(storage, true)).not.toThrow()
})

test.each([
  [new DOMException('full', 'QuotaExceededError'), true],
  [{ name: 'NS_ERROR_DOM_QUOTA_REACHED' }, true],
  [{ name: 'Error', code: 22 }, true],
  [{ name: 'Error', code: 21 }, false],
  [new Error('quota'), false],
  [null, false],
  ['quota', false],
])('%o is told to be full: %j', (error, isFull) => {
  expect(isQuotaError(error)).toBe(isFull)
})
