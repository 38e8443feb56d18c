// The calls of other loggers and ours, side by side in docs/coming-from: both are run, and write what stands under them.
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { blocksOf } from './coming-from/page.js'
import { outputsOf } from './coming-from/session.js'
import { expectShown } from './snippets/output.js'

const FOLDER = 'docs/coming-from'
const pages = readdirSync(FOLDER)

test('there is a page for each logger', () => {
  expect(pages.toSorted()).toEqual(
    ['console', 'log4js', 'loglevel', 'logtape', 'pino', 'python', 'winston'].map((name) => `${name}.md`),
  )
})

describe.each(pages)('%s', (page) => {
  const blocks = blocksOf(`${FOLDER}/${page}`)
  const sides = [...new Set(blocks.map(({ side }) => side))]

  test('has two sides in each section', () => {
    expect(sides).toHaveLength(2)
    const sections = [...new Set(blocks.map(({ section }) => section))]
    expect(blocks.map(({ section, side }) => `${section}: ${side}`)).toEqual(
      sections.flatMap((section) => sides.map((side) => `${section}: ${side}`)),
    )
  })

  test.each(sides)('%s writes what stands under its calls', async (side) => {
    const own = blocks.filter((block) => block.side === side)
    const outputs = await outputsOf(own)
    for (const [index, { section, output }] of own.entries()) expectShown(outputs[index]!, output, section)
  })
})
