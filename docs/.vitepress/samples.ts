// Blocks of code: the name of the file that one is, and a button beside those that a page can run.
import type { MarkdownRenderer } from 'vitepress'
import { pageCode } from './theme/sample'

export function samples(md: MarkdownRenderer): void {
  const fence = md.renderer.rules.fence!
  md.renderer.rules.fence = (...args) => {
    const [tokens, index] = args
    const { info, content } = tokens[index]!
    const [language, ...words] = info.trim().split(/\s+/)
    const file = words.find((word) => word.includes('.'))
    const caption = file === undefined ? '' : `<p class="sample-file">${md.utils.escapeHtml(file)}</p>`
    const block = caption + fence(...args)
    if (language !== 'js' || words.includes('no-run') || pageCode(content) === undefined) return block
    return `<div class="sample">${block}<button class="sample-run" type="button">Run</button></div>`
  }
}
