import { expect } from 'vitest'
import { type Block, type Example, isServer, isTest, RUN } from './markdown.js'
import { expectShown } from './output.js'
import { consoleOf } from './pages.js'
import { Place } from './place.js'
import { run, serve } from './programs.js'
import { compile, complaints } from './types.js'

/** The files of blocks that name none. */
const NAMES: Readonly<Record<string, string>> = { js: 'first.mjs', ts: 'first.ts', html: 'index.html' }

const nameOf = ({ file, language }: Block): string | undefined => file ?? NAMES[language]
const placeOf = ({ page, line }: Block): string => `${page}:${line}`

/** Returns the command that runs a block, or undefined where another block runs it. */
function command(block: Block, { blocks }: Example): string | undefined {
  const { language, file, code, output } = block
  if (language === 'sh') return code
  const isNamed = (other: Block): boolean => other.language === 'sh' && other.code.includes(file!)
  const isBeside = file !== undefined && output === undefined && (!isTest(file) || blocks.some(isNamed))
  if (isBeside) return undefined
  return `exec node ${nameOf(block)}`
}

async function runCommand(text: string, block: Block, place: Place): Promise<void> {
  const { code, output } = await run(place.here(text), place)
  const at = placeOf(block)
  if (block.output !== undefined) expectShown(output, block.output, at)
  // A command that shows how something fails may fail.
  if (block.output === undefined || block.language !== 'sh') expect(code, `${at}\n${output}`).toBe(0)
}

/** What the compiler says of a `ts` block is its output; where it says nothing, what the program writes. */
async function runTypes(block: Block, place: Place): Promise<void> {
  const file = nameOf(block)!
  const errors = complaints(file, place)
  if (errors !== '' || block.output === undefined) return expectShown(errors, block.output ?? '', placeOf(block))
  await runCommand(`exec node ${compile(file, block.code, place)}`, block, place)
}

async function runBlock(block: Block, example: Example, place: Place): Promise<void> {
  const { language, output = '' } = block
  const name = nameOf(block)
  if (name !== undefined) place.write(name, block)
  if (language === 'html') return expectShown(await consoleOf(name!, output, place), output, placeOf(block))
  if (language === 'ts') return runTypes(block, place)
  const text = command(block, example)
  if (text !== undefined) await runCommand(text, block, place)
}

/** Runs the blocks of an example, its server beside them, and compares what each writes. */
export async function runExample(example: Example): Promise<void> {
  const place = await Place.of(example)
  const blocks = example.blocks.filter(({ isRead, language }) => !isRead && RUN.has(language))
  const [served] = blocks.filter(({ file }) => isServer(file))
  try {
    const server = served === undefined ? undefined : await serve(served.file!, place)
    try {
      for (const block of blocks) if (block !== served) await runBlock(block, example, place)
      if (served?.output !== undefined) await server!.shows(served.output)
    } finally {
      await server?.stop()
    }
    if (served?.output !== undefined) expectShown(server!.output, served.output, placeOf(served))
  } finally {
    place.remove()
  }
}
