import { readFileSync } from 'node:fs'

/** A block of code of a page. */
export interface Block {
  readonly page: string
  /** The line of its fence, from 1. */
  readonly line: number
  /** The first word behind the fence. */
  readonly language: string
  /** The file that the fence names. */
  readonly file: string | undefined
  readonly code: string
  /** The block of text behind it: what it writes. */
  readonly output: string | undefined
  /** Whether it is only to be read: the fence says `no-run`. */
  readonly isRead: boolean
  /** What stands in the comment above it, or in its first line. */
  readonly reason: string | undefined
}

/** The blocks below one heading. They share a folder, and are run in their order. */
export interface Example {
  readonly page: string
  readonly title: string
  readonly blocks: readonly Block[]
}

/** A block and what stands in front of it, back to the block or the heading before. */
interface Part {
  readonly block: Block
  readonly between: string
}

const FENCE = /^```(?<info>.*)\n(?<code>[^]*?)^```$/m
/** Fences that would not be found. */
const OTHER_FENCE = /^(?:\s+```|\s*~~~|````)/
const HEADING = /^#+ (.*)$/m
const REASON = /^(?:<!--|\/\/|#|;) ?Not run: (.+?)(?: ?-->)?$/

/** What stands between a program and its output: nothing, or one paragraph. */
const isOneParagraph = (text: string): boolean => !/\n\s*\n/.test(text.trim())

function parts(page: string): (Part | string)[] {
  const found: (Part | string)[] = []
  let rest = readFileSync(page, 'utf8')
  let line = 1
  for (let fence = FENCE.exec(rest); fence !== null; fence = FENCE.exec(rest)) {
    const { info = '', code = '' } = fence.groups ?? {}
    const before = rest.slice(0, fence.index)
    const title = [...before.matchAll(new RegExp(HEADING, 'gm'))].at(-1)
    if (title !== undefined) found.push(title[1]!)
    const between = title === undefined ? before : before.slice(title.index + title[0].length)
    line += before.split('\n').length - 1
    const [language = '', ...words] = info.trim().split(/\s+/)
    const file = words.find((word) => word !== 'no-run')
    const above = between.trim().split('\n').at(-1) ?? ''
    const reason = (REASON.exec(above) ?? REASON.exec(code.split('\n')[0]!))?.[1]
    const isRead = words.includes('no-run')
    found.push({ block: { page, line, language, file, code, output: undefined, isRead, reason }, between })
    line += fence[0].split('\n').length - 1
    rest = rest.slice(fence.index + fence[0].length)
  }
  return found
}

/** Returns the examples of a page: its headings that have blocks. */
export function examples(page: string): Example[] {
  const found: { page: string; title: string; blocks: Block[] }[] = [{ page, title: '', blocks: [] }]
  for (const part of parts(page)) {
    if (typeof part === 'string') {
      found.push({ page, title: part, blocks: [] })
      continue
    }
    const { blocks } = found.at(-1)!
    const { block, between } = part
    const last = blocks.at(-1)
    const isOutput = block.language === 'text' && !block.isRead && last !== undefined && isOneParagraph(between)
    if (isOutput && !last.isRead && last.output === undefined)
      blocks[blocks.length - 1] = { ...last, output: block.code }
    else blocks.push(block)
  }
  return found.filter(({ blocks }) => blocks.length > 0)
}

/** Tells whether a program runs while the others of its example do: it is called so. */
export const isServer = (file: string | undefined): boolean => file?.startsWith('server.') ?? false

/** Tells whether a file is a test, which writes nothing that is fixed. */
export const isTest = (file: string | undefined): boolean => /\.test\.m?js$/.test(file ?? '')

/** The languages of what is run. */
export const RUN: ReadonlySet<string> = new Set(['js', 'ts', 'sh', 'html'])

/** The languages of what may be a file beside a program, which has a name. */
const BESIDE = new Set(['js', 'ts', 'html', 'json', 'ini', 'python'])

/** Returns why a block is not run and says no reason: nothing where it is run. */
function fault(block: Block, { blocks }: Example): string | undefined {
  const { language, file, isRead, reason, output } = block
  if (isRead) return reason === undefined ? 'no-run has no comment "Not run: …" with the reason' : undefined
  if (language === 'text') return 'the text stands behind no program: what writes it?'
  if (file === undefined)
    return RUN.has(language) ? undefined : `a block of ${language || 'no language'} needs a file name`
  if (!BESIDE.has(language)) return `a block of ${language} is no file`
  if (blocks.some((other) => other !== block && other.file === file)) return `${file} is there twice`
  const [program] = file.split('.config.') // vitest finds vitest.config.js by itself
  const isUsed = blocks.some((other) => other !== block && !other.isRead && other.code.includes(program!))
  const isRun = output !== undefined || language === 'html' || isTest(file) || isServer(file)
  return isUsed || isRun ? undefined : `nothing uses ${file}`
}

/** Returns what is wrong with the blocks of a page, a line each. */
export function faults(page: string): string[] {
  const lines = readFileSync(page, 'utf8').split('\n')
  const unread = lines.flatMap((line, index) =>
    OTHER_FENCE.test(line) ? [`${page}:${index + 1}: a fence is three backticks at the beginning of its line`] : [],
  )
  const ofBlocks = examples(page).flatMap((example) =>
    example.blocks.flatMap((block) => {
      const text = fault(block, example)
      return text === undefined ? [] : [`${page}:${block.line}: ${text}`]
    }),
  )
  return [...unread, ...ofBlocks]
}
