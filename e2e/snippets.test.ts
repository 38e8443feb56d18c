// Every block of code of the README, of docs/howto.md and of the guide runs as it is pasted, and writes what stands under it.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { examples, faults } from './snippets/markdown.js'
import { runExample } from './snippets/run.js'
import { testPages } from './snippets/suite.js'

const GUIDE = readdirSync('docs/guide').map((name) => `docs/guide/${name}`)
const PAGES = ['README.md', 'docs/README.md', 'docs/howto.md', ...GUIDE]

testPages(PAGES)

describe.each(PAGES)('%s', (page) => {
  test('there are examples', () => expect(examples(page).length).toBeGreaterThan(0))

  test('its npm commands are there', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
    const named = [...readFileSync(page, 'utf8').matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name)
    expect(named.filter((name) => scripts[name!] === undefined)).toEqual([])
  })
})

describe('a page that is wrong', () => {
  /** Hands the path of a page of this text, which is removed afterwards. */
  async function withPage<T>(text: string, use: (page: string) => T): Promise<Awaited<T>> {
    const folder = mkdtempSync(join(tmpdir(), 'treeline-page-'))
    const page = join(folder, 'page.md')
    writeFileSync(page, text)
    try {
      return await use(page)
    } finally {
      rmSync(folder, { recursive: true })
    }
  }
  const block = (info: string, code: string): string => `\`\`\`${info}\n${code}\n\`\`\`\n\n`
  const log = `import * as logging from 'treeline'\nlogging.getLogger('a').warning('heard')`
  const text = (line: string): string => block('text', line)

  test.each([
    ['another output', block('js', log) + text('herd')],
    ['more output than was written', block('js', log) + text('heard\n    …\nand more')],
    ['less output than was written', block('js', `${log}\n${log.split('\n')[1]}`) + text('heard')],
    ['another output beside three dots', block('js', log) + text('h…t')],
    ['a program that fails', block('js', 'process.exit(3)')],
    ['a file that another needs', block('js a.mjs', log) + block('js', `import './b.mjs' // or a.mjs`)],
    ['a command with another output', block('js a.mjs', log) + block('sh', 'node a.mjs') + text('unheard')],
    ['a test that fails', block('js a.test.mjs', `import test from 'node:test'\ntest('a', () => { throw Error() })`)],
    ['a type that is wrong', block('ts', `import { getLogger } from 'treeline'\ngetLogger(7)`)],
    ['a typed program with another output', block('ts', `const a: string = 'b'\nconsole.log(a)`) + text('c')],
  ])('%s is noticed', (_, page) =>
    withPage(page, async (path) => {
      expect(faults(path)).toEqual([])
      await expect(runExample(examples(path)[0]!)).rejects.toThrow()
    }),
  )

  test.each([
    ['no-run has no comment "Not run: …" with the reason', block('js no-run', log)],
    ['a block of json needs a file name', block('json', '{}')],
    ['a block of no language needs a file name', block('', 'x')],
    ['nothing uses a.mjs', block('js a.mjs', log)],
    ['a.mjs is there twice', block('js a.mjs', log) + text('heard') + block('js a.mjs', log) + text('heard')],
    ['the text stands behind no program: what writes it?', `# A\n\n${text('heard')}`],
    ['the text stands behind no program: what writes it?', block('js', log) + text('heard') + text('heard')],
    ['a block of sh is no file', block('sh a.sh', 'true')],
    ['page.md:2: a fence is three backticks', '- in a list:\n  ```js\n  log()\n  ```\n'],
  ])('%s', (fault, page) => withPage(page, (path) => expect(faults(path).join()).toContain(fault)))
})
