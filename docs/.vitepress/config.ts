// The site: the repository's Markdown as it stands, with samples that run. Built by `npm run site`.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type MarkdownEnv, type MarkdownRenderer } from 'vitepress'
import { slug } from '../.typedoc/anchors.mjs'
import { braces, html, siteLinks } from './links'
import { llms, llmsFull } from './llms'
import { groups, root, sitePath } from './pages'
import { samples } from './samples'

const all = groups()
const pages = all.flatMap(({ pages }) => pages)
const sources = new Set(pages.map(({ source }) => source))

const link = (path: string): string => `/${path.replace(/(^|\/)index\.md$/, '$1').replace(/\.md$/, '.html')}`
const find = (title: string): string => link(all.find((group) => group.title === title)?.pages[0]?.path ?? 'index.md')

const SCRIPT = 'treeline.full.min.js'

export default defineConfig({
  title: 'treeline',
  description: 'Python’s logging, everywhere JavaScript runs',
  lang: 'en',
  srcDir: root,
  // VitePress takes all Markdown files below a folder: those that are no pages are left out by name.
  srcExclude: [
    '{e2e,tarballs,docs/.vitepress}/**',
    '{packages,examples}/*/!(README.md)/**',
    '{packages,examples}/*/!(README).md',
  ],
  rewrites: sitePath,
  cacheDir: join(root, 'node_modules/.vitepress'),
  // No page is loaded that nobody asked for.
  router: { prefetchLinks: false },
  head: [['link', { rel: 'icon', href: `data:image/svg+xml,${encodeURIComponent(icon())}` }]],
  markdown: {
    html: false,
    linkify: false,
    attrs: { disable: true },
    anchor: { slugify: slug },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (md) => {
      md.core.ruler.disable('emoji')
      siteLinks(md, sources)
      html(md)
      braces(md)
      samples(md)
    },
  },
  // The index of the search, which a page loads when it is asked for.
  vite: { build: { chunkSizeWarningLimit: 4000, reportCompressedSize: false } },
  themeConfig: {
    search: { provider: 'local', options: { _render: bareText } },
    outline: [2, 3],
    externalLinkIcon: false,
    nav: ['Guide', 'How do I', 'Reference'].map((text) => ({ text, link: find(text) })),
    sidebar: all.map(({ title, pages }, index) => ({
      text: title,
      collapsed: index > 2,
      items: pages.map(({ path, title }) => ({ text: title, link: link(path) })),
    })),
  },
  buildEnd({ outDir }) {
    writeFileSync(join(outDir, 'llms.txt'), llms(all))
    writeFileSync(join(outDir, 'llms-full.txt'), llmsFull(all))
    const script = readFileSync(join(root, 'packages/treeline/dist', SCRIPT), 'utf8')
    // Without its map, which is larger than the site.
    writeFileSync(join(outDir, SCRIPT), script.replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n'))
  },
})

/** Renders a page for the search, which has no use for the colours of code: they take some seconds. */
function bareText(text: string, env: MarkdownEnv, md: Pick<MarkdownRenderer, 'render'> & { options: object }): string {
  const options = md.options as MarkdownRenderer['options']
  const { highlight } = options
  options.highlight = null
  try {
    return md.render(text, env)
  } finally {
    options.highlight = highlight
  }
}

function icon(): string {
  const lines = 'M4 3v10h5M4 7h5'
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="${lines}" fill="none" stroke="#3451b2" stroke-width="2"/></svg>`
}
