// What is missing where, as pages of the documentation say it.
import { type Difference, DIFFERENCES, differencesOn, type Group } from './differences.js'
import { type End, ENDINGS, type Ending } from './endings.js'
import { groups } from './suite/index.mjs'

/** What was seen on a runtime. */
export interface Seen {
  readonly runtime: string
  /** What each behaviour gave. */
  readonly outcomes: ReadonlyMap<string, unknown>
  /** How its processes ended; undefined where it has none of its own. */
  readonly ends: ReadonlyMap<Ending, End> | undefined
}

type Cell = (seen: Seen) => string

/** Groups of behaviours that are the same language everywhere make one row. */
const COMMON: readonly Group[] = ['tree', 'records', 'errors', 'formatting', 'configuration', 'handling', 'hostile']

const ROWS: readonly (readonly [title: string, cell: Cell])[] = [
  [
    'the tree, records, formatters, filters, adapters, queues, `dictConfig`',
    (seen) => worst(COMMON.map((group) => cellOf(group, seen))),
  ],
  ['callers: `%(lineno)d %(funcName)s %(filename)s`', (seen) => cellOf('callers', seen)],
  ['files: `FileHandler`, `basicConfig({ filename })`', (seen) => cellOf('files', seen)],
  [
    'rotation: `RotatingFileHandler`, `TimedRotatingFileHandler`, `WatchedFileHandler`',
    (seen) => cellOf('rotation', seen),
  ],
  ['buffered lines at the end of the program, `process.exit()`', (seen) => endCell(seen, ['return', 'process.exit'])],
  ['buffered lines at an uncaught error, an unhandled rejection', (seen) => endCell(seen, ['error', 'rejection'])],
  ['buffered lines at SIGTERM', (seen) => endCell(seen, ['signal'])],
  ['what waits keeps no process alive', (seen) => endCell(seen, ['timers'])],
  ['standard error', (seen) => cellOf('streams', seen)],
  ['`ConsoleHandler`', (seen) => cellOf('consoles', seen)],
  ['`fetch`: `HTTPHandler`, `BufferingHTTPHandler`', (seen) => cellOf('network', seen)],
  ['a request’s context by `AsyncLocalStorage`', (seen) => cellOf('contexts', seen)],
  ['`PortQueue` over a `MessageChannel`', (seen) => cellOf('ports', seen)],
  ['`LocalStorageHandler` outlives the program', (seen) => cellOf('storage', seen)],
  ['`captureWarnings` of the runtime', (seen) => cellOf('warnings', seen)],
  ['`fileConfig`', (seen) => cellOf('configFiles', seen)],
  ['`listen`', (seen) => cellOf('configPort', seen)],
]

/** Yes where all behaviours of a group gave what they give everywhere, else the word of the differences that were seen. */
function cellOf(group: Group, { runtime, outcomes }: Seen): string {
  const others = groups[group].filter(({ name, expected }) => !isSame(outcomes.get(name), expected))
  return worst(others.map(({ name }) => differenceFor(runtime, name, outcomes.get(name))?.cell ?? 'FAILS'))
}

function differenceFor(runtime: string, name: string, outcome: unknown): Difference | { cell: string } | undefined {
  const found = differencesOn(runtime).find(({ outcomes }) => Object.hasOwn(outcomes, name))
  if (found === undefined || !isSame(found.outcomes[name], outcome)) return undefined
  return found.cell === undefined ? { cell: 'yes' } : found
}

function worst(cells: readonly string[]): string {
  return cells.find((cell) => cell !== 'yes') ?? 'yes'
}

function endCell({ ends }: Seen, endings: readonly (keyof typeof ENDINGS)[]): string {
  if (ends === undefined) return '–'
  return endings.every((ending) => isSame(ends.get(ending), ENDINGS[ending])) ? 'yes' : 'FAILS'
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Makes docs/runtimes.md. */
export function page(all: readonly Seen[]): string {
  const count = Object.values(groups).flat().length
  const rows = ROWS.map(([title, cell]) => [title, ...all.map(cell)])
  const names = new Set(all.map(({ runtime }) => runtime))
  const reasons = DIFFERENCES.map(({ on, cell, reason }) => {
    const seen = on.filter((name) => names.has(name))
    const what = cell === undefined ? '' : ` (“${cell}”)`
    return `- ${seen.join(', ')}${what}: ${reason}`
  })
  return `# Where treeline runs

Made by \`npm run docs\` from what e2e/runtimes.test.ts sees: one suite of ${count} behaviours, with the same expectations
everywhere, runs on each of these from the packed packages, and a program with 1000 lines in its buffer ends in each way on
those that have processes. The test fails when this page is no longer true.

${markdown(['', ...all.map(({ runtime }) => runtime)], rows)}

“–”: the runtime starts and ends no process of its own.

## What differs, and why

${reasons.join('\n')}

Next edge is a route with \`runtime = 'edge'\`, built and started by Next. workerd gets the bundle that wrangler makes. A handler
that lives longer than a request there needs \`waitUntil(handler.flush())\`.

Bundlers rename classes, which shows where a class is named: in \`printTree\`, in \`String(handler)\`. esbuild has \`keepNames\`,
terser \`keep_classnames\`.
`
}
