import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fileDriver } from '../files/fileDriver.js'
import { type FolderDriver, folderDriver } from './folderDriver.js'
import { hasEnded, ownIdentity } from './identity.js'
import { isTakenOver, RotationLock } from './rotationLock.js'

let folder: string
let file: string
let clockMs: number
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-lock-'))
  file = join(folder, 'app.log')
  clockMs = 0
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function lock(ended: string = '', changes: Partial<FolderDriver> = {}): RotationLock {
  const driver = { ...folderDriver(fileDriver), pauseSync: (ms: number) => void (clockMs += ms), ...changes }
  return new RotationLock(file, {
    driver,
    now: () => clockMs,
    hasEnded: (token) => ended !== '' && token.includes(ended),
  })
}

const never = (): boolean => false

/** What a process leaves that is killed while it holds the lock, with a file on its way to `app.log.1`. */
function leave(token: string): void {
  mkdirSync(join(`${file}.lock`, token), { recursive: true })
  writeFileSync(join(`${file}.lock`, token, '=app.log.1'), 'on its way\n')
}

test('one at a time, also within one, and nothing is left', () => {
  const one = lock()
  const two = lock()
  const done: string[] = []
  expect(
    one.hold(() => {
      expect(two.hold(() => void done.push('two'), never)).toBe(false)
      expect(one.hold(() => void done.push('nested'), never)).toBe(false)
      done.push('one')
    }, never),
  ).toBe(true)
  expect(two.hold(() => void done.push('two'), never)).toBe(true)
  expect(done).toEqual(['one', 'two'])
  expect(readdirSync(folder)).toEqual([])
})

test('a holder is waited for once, for 50 ms, and not at all where the work is not needed any more', () => {
  const one = lock()
  const two = lock()
  one.hold(() => {
    expect(
      two.hold(
        () => {},
        () => true,
      ),
    ).toBe(false)
    expect(clockMs).toBe(0)
    two.hold(() => {}, never)
    expect(clockMs).toBeGreaterThanOrEqual(50)
    const before = clockMs
    two.hold(() => {}, never)
    expect(clockMs).toBe(before)
  }, never)
})

test('the lock of a dead process is taken over at once, and what it had on its way comes to its place', () => {
  leave('dead')
  expect(lock('dead').hold(() => {}, never)).toBe(true)
  expect(readFileSync(`${file}.1`, 'utf8')).toBe('on its way\n')
  expect(readdirSync(folder)).toEqual(['app.log.1'])
})

test('that of a process which nobody knows, after three seconds', () => {
  leave('elsewhere')
  const one = lock()
  expect(one.hold(() => {}, never)).toBe(false)
  clockMs += 2900
  expect(one.hold(() => {}, never)).toBe(false)
  clockMs += 100
  expect(one.hold(() => {}, never)).toBe(true)
  expect(readdirSync(folder)).toEqual(['app.log.1'])
})

test('who has the lock next has three seconds of its own', () => {
  leave('first')
  const one = lock()
  expect(one.hold(() => {}, never)).toBe(false)
  clockMs += 2900
  rmSync(`${file}.lock`, { recursive: true })
  leave('second')
  expect(one.hold(() => {}, never)).toBe(false)
  clockMs += 200
  expect(one.hold(() => {}, never)).toBe(false)
  clockMs += 2800
  expect(one.hold(() => {}, never)).toBe(true)
})

test('the three seconds begin when the holder is met, however long this process has run', () => {
  clockMs = 10_000
  leave('elsewhere')
  const one = lock()
  expect(one.hold(() => {}, never)).toBe(false)
  clockMs = 12_999
  expect(one.hold(() => {}, never)).toBe(false)
  clockMs = 13_000
  expect(one.hold(() => {}, never)).toBe(true)
})

test('a holder that goes is waited for no longer than it takes', () => {
  leave('elsewhere')
  const pauses: number[] = []
  const one = lock('', {
    pauseSync(ms) {
      if (pauses.push(ms) === 6) rmSync(`${file}.lock`, { recursive: true })
    },
  })
  expect(one.hold(() => {}, never)).toBe(true)
  expect(pauses).toEqual([1, 2, 4, 8, 8, 8])
})

test('who was stopped meanwhile moves and removes nothing', () => {
  const [stopped, other] = [lock(), lock()]
  for (const number of [1, 2]) writeFileSync(`${file}.${number}`, String(number))
  const steps: ((held: RotationLock) => void)[] = [
    (held) => held.move(`${file}.1`, `${file}.2`),
    (held) => held.remove(`${file}.1`),
  ]
  for (const step of steps) {
    const work = (): void => {
      other.hold(() => {}, never)
      clockMs += 3000
      expect(other.hold(() => {}, never)).toBe(true)
      step(stopped)
    }
    let error: unknown
    try {
      stopped.hold(work, never)
    } catch (caught) {
      error = caught
    }
    expect(isTakenOver(error)).toBe(true)
    expect(error).toMatchObject({ message: 'another process has taken the rotation over' })
    expect([1, 2].map((number) => readFileSync(`${file}.${number}`, 'utf8'))).toEqual(['1', '2'])
    expect(existsSync(`${file}.lock`)).toBe(false)
  }
})

test('an error that says nothing of the path is told as it is, though the lock was taken over', () => {
  const renameSync = (from: string, to: string): void => {
    if (from === `${file}.1`) throw Object.assign(new Error('EROFS'), { code: 'EROFS' })
    fileDriver.renameSync(from, to)
  }
  const one = lock('', { renameSync })
  const work = (): void => {
    rmSync(`${file}.lock`, { recursive: true })
    one.move(`${file}.1`, `${file}.2`)
  }
  expect(() => one.hold(work, never)).toThrow(expect.objectContaining({ code: 'EROFS' }))
})

test('of two that take a lock over, the slower one does not hold it', () => {
  leave('dead')
  const renameSync = (from: string, to: string): void => {
    if (from.endsWith('dead')) fileDriver.renameSync(from, join(`${file}.lock`, 'faster'))
    fileDriver.renameSync(from, to)
  }
  const done: string[] = []
  expect(lock('dead', { renameSync }).hold(() => void done.push('slower'), never)).toBe(false)
  expect(done).toEqual([])
  expect(readdirSync(`${file}.lock`)).toEqual(['faster'])
})

test('a file that cannot come to its place goes back, and nobody has to wait', () => {
  writeFileSync(`${file}.1`, '1')
  mkdirSync(`${file}.2`)
  expect(() => lock().hold(() => lock(), never)).not.toThrow()
  const one = lock()
  expect(() => one.hold(() => one.move(`${file}.1`, `${file}.2`), never)).toThrow('EISDIR')
  expect(readdirSync(folder)).toEqual(['app.log.1', 'app.log.2'])
})

test('what goes back overwrites nothing: another process may have begun a new file', () => {
  writeFileSync(file, 'old\n')
  mkdirSync(`${file}.1`)
  const renameSync = (from: string, to: string): void => {
    if (to === `${file}.1`) writeFileSync(file, 'new\n')
    fileDriver.renameSync(from, to)
  }
  const one = lock('', { renameSync })
  expect(() => one.hold(() => one.move(file, `${file}.1`), never)).toThrow('EISDIR')
  expect(readFileSync(file, 'utf8')).toBe('new\n')
  // Somebody has put the folder away.
  rmdirSync(`${file}.1`)
  expect(one.hold(() => {}, never)).toBe(true)
  expect(readFileSync(`${file}.1`, 'utf8')).toBe('old\n')
  expect(readdirSync(folder)).toEqual(['app.log', 'app.log.1'])
})

test('names of other folders and with any characters come to their places', () => {
  mkdirSync(join(folder, 'old'))
  writeFileSync(`${file}.1`, '1')
  const one = lock()
  const to = join(folder, 'old', 'a % 漢 =.log')
  one.hold(() => one.move(`${file}.1`, to), never)
  expect(readFileSync(to, 'utf8')).toBe('1')
})

test('what a process left that was killed before it had the lock is removed', () => {
  const token = 'dead-1'
  mkdirSync(join(`${file}.lock.${token}`, token), { recursive: true })
  mkdirSync(join(`${file}.lock.alive`, 'alive'), { recursive: true })
  lock('dead').clean()
  expect(readdirSync(folder)).toEqual(['app.log.lock.alive'])
})

/** A lock whose folder cannot get its name. */
function blocked(code: string): RotationLock {
  const renameSync = (): never => {
    throw Object.assign(new Error(code), { code })
  }
  return lock('', { renameSync })
}

test.each(['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES', 'EBUSY'])('%s means that another holds the lock', (code) => {
  expect(blocked(code).hold(() => {}, never)).toBe(false)
  expect(clockMs).toBeGreaterThanOrEqual(50)
  expect(readdirSync(folder)).toEqual([])
})

test.each(['ENOSPC', 'EROFS', 'ENOENT'])('%s does not, and nothing is left', (code) => {
  expect(() => blocked(code).hold(() => {}, never)).toThrow(code)
  expect([clockMs, readdirSync(folder)]).toEqual([0, []])
})

test('a process is known by its place, number and start', () => {
  const own = ownIdentity()
  const [place, pid, start] = own.split('-')
  expect(pid).toBe(String(process.pid))
  expect(hasEnded(`${own}-12345678`)).toBe(false)
  const other = spawnSync(process.execPath, ['-e', '']).pid
  expect(hasEnded(`${place}-${other}-${start}-x`)).toBe(true)
  // Another container's, or another machine's.
  expect(hasEnded(`elsewhere-${other}-${start}-x`)).toBe(false)
  expect(hasEnded('no token')).toBe(false)
})

test.runIf(process.platform === 'linux')('a process id that was given again is another process', () => {
  const [place, pid, start] = ownIdentity().split('-')
  expect(hasEnded(`${place}-${pid}-${Number(start) - 1}-x`)).toBe(true)
})
