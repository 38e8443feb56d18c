// The site's pages: Markdown files of the repository as they stand, each with its place on the site.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const root: string = resolve(import.meta.dirname, '../..')

export interface Page {
  /** The file's path in the repository: `docs/guide/first-log.md`. */
  readonly source: string
  /** Its path on the site, with `.md`: `guide/first-log.md`. */
  readonly path: string
  /** The text of its first heading. */
  readonly title: string
}

export interface Group {
  readonly title: string
  readonly pages: readonly Page[]
}

const GUIDE =
  'first-log levels-and-the-tree handlers-and-formatters fields-and-json errors-and-context configuration ' +
  'pages-and-the-server operations testing writing-a-handler'
const COMING_FROM = 'python pino winston log4js loglevel console logtape'
const PACKAGES = 'treeline core console local-storage http node server receiver testing otel cli'
const DESIGN = 'calls direct packages failure configuration delivery decisions building'
const RELIABILITY = 'reliability reliability-pages runtimes batches measured/scenarios measured/abuse'
const PERFORMANCE =
  'measured/performance measured/service measured/scale measured/browsers measured/view measured/targets measured/notes'

/** Where a file of the repository stands on the site. */
export function sitePath(source: string): string {
  if (source === 'README.md') return 'index.md'
  if (source === 'docs/README.md') return 'contents.md'
  return source
    .replace(/^docs\//, '')
    .replace(/^((?:packages|examples)\/[^/]+)\/README\.md$/, '$1.md')
    .replace(/(^|\/)README\.md$/, '$1index.md')
    .toLowerCase()
}

/** Returns the pages in the order of the sidebar: those that are there, the ones in `names` first. */
function folder(path: string, names = ''): Page[] {
  const dir = join(root, path)
  if (!existsSync(dir)) return []
  const order = names.split(' ')
  const there = readdirSync(dir)
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.slice(0, -3))
  const others = there.filter((name) => !order.includes(name)).sort()
  return [...order.filter((name) => there.includes(name)), ...others].map((name) => page(`${path}/${name}.md`))
}

/** Returns the pages of these names that are there. */
function files(prefix: string, names: string, suffix = '.md'): Page[] {
  return names
    .split(' ')
    .map((name) => prefix + name + suffix)
    .filter((source) => existsSync(join(root, source)))
    .map((source) => page(source))
}

function page(source: string): Page {
  const [, heading = source] = /^# (.*)$/m.exec(readFileSync(join(root, source), 'utf8')) ?? []
  return { source, path: sitePath(source), title: heading.replaceAll(/[`\\]/g, '') }
}

/** Returns all pages in groups, in the order in which one reads them. */
export function groups(): Group[] {
  const known: Group[] = [
    { title: 'Guide', pages: [...files('', 'README'), ...folder('docs/guide', GUIDE)] },
    { title: 'Coming from', pages: folder('docs/coming-from', COMING_FROM) },
    { title: 'How do I', pages: [...files('docs/', 'howto'), ...files('examples/', examples(), '/README.md')] },
    { title: 'Packages', pages: files('packages/', PACKAGES, '/README.md') },
    { title: 'Python', pages: folder('docs/python', 'differences names test_logging') },
    { title: 'Reliability', pages: files('docs/', RELIABILITY) },
    { title: 'Performance', pages: files('docs/', PERFORMANCE) },
    {
      title: 'Reference',
      pages: folder('docs/reference', 'README treeline core core-config core-context core-filters'),
    },
    {
      title: 'How it is made',
      pages: [
        ...files('', 'ARCHITECTURE CONTRIBUTING'),
        ...folder('docs/design', DESIGN),
        ...files('packages/', 'bench', '/README.md'),
        ...files('docs/', 'README'),
      ],
    },
  ]
  const taken = new Set(known.flatMap(({ pages }) => pages.map(({ source }) => source)))
  const others = [...folder('docs'), ...folder('docs/measured')].filter(({ source }) => !taken.has(source))
  return [...known, { title: 'More', pages: others }].filter(({ pages }) => pages.length > 0)
}

function examples(): string {
  return readdirSync(join(root, 'examples')).sort().join(' ')
}
