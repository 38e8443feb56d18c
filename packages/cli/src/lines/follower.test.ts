import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Follower } from './follower.js'

let folder: string
let path: string
let lines: string[]
let follower: Follower

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-follower-'))
  path = join(folder, 'app.log')
  lines = []
  follower = new Follower(path, (more) => void lines.push(...more))
})
afterEach(() => {
  follower.close()
  rmSync(folder, { recursive: true, force: true })
})

async function look(times = 1): Promise<string[]> {
  for (let i = 0; i < times; i++) await follower.look()
  return lines.splice(0)
}

test('what is added is read, whole lines only', async () => {
  expect(await look()).toEqual([])
  writeFileSync(path, 'a\nb')
  expect(await look()).toEqual(['a'])
  appendFileSync(path, 'c\nd\n')
  expect(await look()).toEqual(['bc', 'd'])
  expect(await look()).toEqual([])
})

test('renamed and made anew: the old one is read to its end, the new one from its beginning', async () => {
  writeFileSync(path, '1\n')
  expect(await look()).toEqual(['1'])
  appendFileSync(path, '2\n')
  renameSync(path, `${path}.1`)
  writeFileSync(path, '4\n')
  expect(await look()).toEqual(['2'])
  // The writer has not noticed yet.
  appendFileSync(`${path}.1`, '3')
  expect(await look(12)).toEqual(['3', '4'])
  appendFileSync(path, '5\n')
  expect(await look()).toEqual(['5'])
})

test('rotated again before the first one is done', async () => {
  writeFileSync(path, '1\n')
  await look()
  for (const [number, text] of [
    [1, '2\n'],
    [2, '3\n'],
  ] as const) {
    renameSync(path, `${path}.${number}`)
    writeFileSync(path, text)
    await look()
  }
  // Each had its time to be noticed while the others had theirs.
  expect(await look(12)).toEqual(['2', '3'])
})

test('copied and emptied in its place', async () => {
  writeFileSync(path, '1\n2\n')
  expect(await look()).toEqual(['1', '2'])
  copyFileSync(path, `${path}.1`)
  truncateSync(path)
  appendFileSync(path, '3\n')
  expect(await look()).toEqual(['3'])
})

test('emptied, and as long as before when it is looked at', async () => {
  writeFileSync(path, '1\n2\n')
  await look()
  truncateSync(path)
  appendFileSync(path, '3\n4\n5\n')
  expect(await look()).toEqual(['3', '4', '5'])
})

test('gone for a while', async () => {
  writeFileSync(path, '1\n')
  await look()
  unlinkSync(path)
  expect(await look(3)).toEqual([])
  writeFileSync(path, '2\n')
  expect(await look(12)).toEqual(['2'])
})
