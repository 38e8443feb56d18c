// Links as they stand in the repository, relative and to files, lead to the pages of the site.
import { dirname, posix, relative, sep } from 'node:path'
import type { MarkdownRenderer } from 'vitepress'
import { root, sitePath } from './pages'

type Token = ReturnType<MarkdownRenderer['parse']>[number]

/** Rewrites the links of a page. One to a file that is no page of the site becomes text that says where the file is. */
export function siteLinks(md: MarkdownRenderer, sources: ReadonlySet<string>): void {
  md.core.ruler.push('site-links', ({ tokens, env }) => {
    const file = relative(root, env.realPath ?? env.path).replaceAll(sep, '/')
    const inline = tokens.flatMap(({ children }) => children ?? [])
    for (const [index, token] of inline.entries()) {
      const href = token.type === 'link_open' ? (token.attrGet('href') ?? '') : '#'
      if (/^([a-z]+:|#|\/\/)/i.test(href)) continue
      const link = resolveLink(href, file, sources)
      if (link.startsWith('/')) token.attrSet('href', link)
      else unlink(inline.slice(index), `in the repository: ${link}`)
    }
  })
}

/** Makes a link, which the first of the tokens opens, text with a title. */
function unlink(tokens: readonly Token[], title: string): void {
  const [open] = tokens
  const close = tokens.find(({ type }) => type === 'link_close')
  if (open === undefined || close === undefined) return
  open.tag = close.tag = 'span'
  open.attrs = [['title', title]]
}

/** Returns the path on the site, which begins with a slash, or the path in the repository where that is no page. */
function resolveLink(href: string, file: string, sources: ReadonlySet<string>): string {
  const [, path = '', hash = ''] = /^([^#]*)(#.*)?$/.exec(href) ?? []
  const target = posix.join(dirname(file), decodeURI(path)).replace(/\/$/, '')
  const source = [target, `${target}/README.md`].find((one) => sources.has(one))
  if (source === undefined) return target
  return `/${sitePath(source)
    .replace(/(^|\/)index\.md$/, '$1')
    .replace(/\.md$/, '.html')}${hash}`
}

/** Leaves out the HTML comments of a page, and has the anchors that the reference has in its tables; all other HTML is text. */
export function html(md: MarkdownRenderer): void {
  md.core.ruler.before('normalize', 'comments', (state) => {
    state.src = state.src.replaceAll(/^<!--.*?-->$/gms, '')
  })
  md.inline.ruler.before('text', 'anchor', (state, silent) => {
    const [all, id] = /^<a id="([\w-]+)"><\/a>/.exec(state.src.slice(state.pos, state.pos + 200)) ?? []
    if (all === undefined || id === undefined) return false
    if (!silent) state.push('html_inline', '', 0).content = `<a id="${id}"></a>`
    state.pos += all.length
    return true
  })
}

/** Keeps what stands in two braces in a text from being taken for a template of Vue's. */
export function braces(md: MarkdownRenderer): void {
  const { text } = md.renderer.rules
  md.renderer.rules.text = (...args) => text!(...args).replaceAll('{{', '&#123;&#123;')
}
