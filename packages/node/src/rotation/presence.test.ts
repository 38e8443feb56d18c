import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fileDriver } from '../files/fileDriver.js'
import { type FolderDriver, folderDriver } from './folderDriver.js'
import { hasEnded, ownIdentity } from './identity.js'
import { Presence } from './presence.js'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-presence-'))
  file = join(folder, 'app.log')
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

const writers = (): string[] => readdirSync(`${file}.writers`)
const made = (changes: Partial<FolderDriver> = {}): Presence =>
  new Presence(file, { ...folderDriver(fileDriver), ...changes })

test('a process that is silent for a second does not count any more, one that writes does', () => {
  const presence = made()
  presence.announce(7)
  const [name] = writers()
  expect(name).toMatch(/^[^@]+-\d+-\d+-[\da-f]{8}@7$/)
  vi.advanceTimersByTime(999)
  presence.announce(7)
  vi.advanceTimersByTime(1)
  // It has written since the last look.
  expect(writers()).toEqual([name])
  vi.advanceTimersByTime(999)
  expect(writers()).toEqual([name])
  vi.advanceTimersByTime(1)
  expect(readdirSync(folder)).toEqual([])
  presence.announce(7)
  expect(writers()).toEqual([name])
  presence.withdraw()
  expect(readdirSync(folder)).toEqual([])
  expect(vi.getTimerCount()).toBe(0)
})

test('it tries nine times to say so, as another process may remove the folder', () => {
  let left = 8
  let tries = 0
  const createSync = (path: string): void => {
    tries++
    if (left-- > 0) throw new Error('ENOENT')
    writeFileSync(path, '')
  }
  const presence = made({ createSync })
  presence.announce(7)
  expect([tries, writers().length]).toEqual([9, 1])
  presence.withdraw()
  left = 9
  tries = 0
  presence.announce(7)
  expect([tries, writers()]).toEqual([9, []])
  // What was not said is not taken back.
  presence.withdraw()
  expect(vi.getTimerCount()).toBe(0)
})

test('what is no longer there does no harm', () => {
  const presence = made()
  presence.announce(7)
  rmSync(`${file}.writers`, { recursive: true })
  presence.withdraw()
  presence.clean()
  expect(made().mayBeWritten(7, Date.now())).toBe(false)
})

test('only the dead are forgotten', () => {
  const presence = made()
  presence.announce(7)
  const names = ['elsewhere-1-1-x@7', 'nonsense']
  for (const name of names) writeFileSync(join(`${file}.writers`, name), '')
  made().clean()
  expect(writers().toSorted()).toEqual(
    [...names, ...writers().filter((name) => name.endsWith('@7') && !names.includes(name))].toSorted(),
  )
  expect(writers()).toHaveLength(3)
  presence.withdraw()
  expect(writers().toSorted()).toEqual(names)
})

test('a process is known by its place, its number and its start', () => {
  const own = ownIdentity()
  const [place, , start] = own.split('-')
  expect(own).toMatch(/^[^-]+-\d+-\d+$/)
  expect(hasEnded(own)).toBe(false)
  expect(hasEnded(`${own}-more`)).toBe(false)
  expect(hasEnded(`elsewhere-1-${start}`)).toBe(false)
  for (const pid of ['', '0', '01', '-1', 'x', '1x']) expect(hasEnded(`${place}-${pid}-${start}`)).toBe(false)
  // Above the most that Linux gives.
  expect(hasEnded(`${place}-4194305-1`)).toBe(true)
})
