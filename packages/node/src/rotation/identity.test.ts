import type * as fs from 'node:fs'
import { hostname } from 'node:os'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

/** What the kernel's files say; what is not here is not there. */
let files: Record<string, string>
vi.mock('node:fs', async (original) => {
  const read = (file: string): string => {
    if (files[file] === undefined) throw new Error(`ENOENT: ${file}`)
    return files[file]
  }
  return { ...(await original<typeof fs>()), readFileSync: read, readlinkSync: read }
})

const { pid } = process

beforeEach(() => {
  files = {
    '/proc/sys/kernel/random/boot_id': '01234567-89ab-cdef-0123-456789abcdef\n',
    '/proc/self/ns/pid': 'pid:[4026531836]',
    [`/proc/${pid}/stat`]: stat('S', 777),
  }
  // A place is looked for once.
  vi.resetModules()
})
afterEach(() => vi.restoreAllMocks())

/** What the kernel says of a process whose program has a hostile name. */
function stat(state: string, start: number): string {
  return `${pid} (a) Z 1) ${state} ${Array(18).fill('1').join(' ')} ${start} 5 5\n`
}

const load = () => import('./identity.js')

test('on Linux a process is named by the boot, the namespace, its number and its start', async () => {
  expect((await load()).ownIdentity()).toBe(`01234567.4026531836-${pid}-777`)
})

test('where the kernel tells nothing, by the host, its number and 0', async () => {
  files = {}
  const { ownIdentity, hasEnded } = await load()
  const own = `${hostname().replaceAll(/[^\w.]/g, '_')}-${pid}-0`
  expect(ownIdentity()).toBe(own)
  expect(hasEnded(`${own}-x`)).toBe(false)
  vi.spyOn(process, 'kill').mockImplementation(() => {
    throw Object.assign(new Error('kill ESRCH'), { code: 'ESRCH' })
  })
  expect(hasEnded(`${own}-x`)).toBe(true)
})

test('a process of somebody else lives, though no signal may be sent to it', async () => {
  const { ownIdentity, hasEnded } = await load()
  vi.spyOn(process, 'kill').mockImplementation(() => {
    throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' })
  })
  expect(hasEnded(ownIdentity())).toBe(false)
})

test.each([
  ['S', 777, false],
  ['R', 777, false],
  ['Z', 777, true],
  ['X', 777, true],
  ['S', 778, true],
])('a process in the state %s that began at %d has ended: %j', async (state, start, ended) => {
  const { ownIdentity, hasEnded } = await load()
  const own = ownIdentity()
  files[`/proc/${pid}/stat`] = stat(state, start)
  expect(hasEnded(`${own}-12345678`)).toBe(ended)
})

test('what is no identity, and what is of another place, is not known to have ended', async () => {
  const kill = vi.spyOn(process, 'kill')
  const { hasEnded } = await load()
  const place = '01234567.4026531836'
  for (const text of ['', place, `${place}-0-777`, `${place}-x-777`, `${place}-07-777`, `elsewhere-${pid}-1`])
    expect(hasEnded(text)).toBe(false)
  // Number 0 would be all processes of the group.
  expect(kill).not.toHaveBeenCalled()
})
