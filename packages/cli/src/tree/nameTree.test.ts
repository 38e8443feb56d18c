import { expect, test } from 'vitest'
import { NameTree } from './nameTree.js'

test('names become a tree, with the records of each level', () => {
  const tree = new NameTree()
  for (const [name, level] of [
    ['app.db', 'INFO'],
    ['app.db', 'INFO'],
    ['app.db', 'ERROR'],
    ['lib', 'DEBUG'],
    ['', 'INFO'],
  ])
    tree.count(name!, level!)
  expect(tree.text()).toEqual([
    '<--""  1 INFO',
    '   |',
    '   o<--[app]',
    '   |   |',
    '   |   o<--"app.db"  2 INFO, 1 ERROR',
    '   |',
    '   o<--"lib"  1 DEBUG',
  ])
})

test('any number of names and dots is bounded', () => {
  const tree = new NameTree()
  for (let i = 0; i < 20_000; i++) tree.count(`n${i}`, 'INFO')
  tree.count('x.'.repeat(100_000), 'INFO')
  expect(tree.text().length).toBeLessThan(20_010)
  expect(tree.text()[0]).toBe('<--""  10001 INFO')
})
