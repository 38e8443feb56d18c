import { readFileSync } from 'node:fs'

/** A block of code of a page. It goes on from the blocks of its side that stand above it. */
export interface Block {
  readonly section: string
  /** Whose code it is, by its first line: `// pino`, `# Python`, `// treeline`. */
  readonly side: string
  readonly language: string
  readonly code: string
  /** The lines behind `//>` or `#>`: what the block writes. */
  readonly output: string
}

const FENCE = /^```([^\n]*)\n(.*?)^```$/gms
const OUTPUT = /^ *(?:\/\/|#)> ?/

/**
 * Returns the blocks of code of a page, in its order.
 *
 * @throws Error for a block that does not say whose it is
 */
export function blocksOf(page: string): Block[] {
  const markdown = readFileSync(page, 'utf8')
  return [...markdown.matchAll(FENCE)].map(({ 1: language = '', 2: text = '', index }) => {
    const section = [...markdown.slice(0, index).matchAll(/^## (.*)$/gm)].at(-1)?.[1] ?? ''
    const [first = '', ...lines] = text.trimEnd().split('\n')
    const side = /^(?:\/\/|#) (\w+)$/.exec(first)?.[1]
    if (side === undefined) throw new Error(`${page}, ${section}: a block begins with whose it is, not with ${first}`)
    const output = lines.filter((line) => OUTPUT.test(line)).map((line) => `${line.replace(OUTPUT, '')}\n`)
    const code = lines.filter((line) => !OUTPUT.test(line))
    return { section, side, language, code: code.join('\n'), output: output.join('') }
  })
}
