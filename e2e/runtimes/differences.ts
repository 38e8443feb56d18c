// Where a runtime cannot do what the others do: what is seen there, and why.
import { groups } from './suite/index.mjs'

export type Group = keyof typeof groups

export interface Difference {
  /** The runtimes, as the table names them. */
  readonly on: readonly string[]
  /** What the suite sees there, by the names of behaviours. */
  readonly outcomes: Readonly<Record<string, unknown>>
  /** The word in the table; none where the capability is there all the same. */
  readonly cell?: string
  readonly reason: string
}

const BROWSERS = ['Chromium', 'Firefox', 'WebKit']
const NEXT = 'Next edge'
/** Those that get the entry of pages. */
const PAGES = [...BROWSERS, 'jest jsdom', 'workerd', NEXT]
const NODES = ['Node 20', 'Node 22', 'Node 24']

const noFile = (name: string): string =>
  `throws Error: ${name} needs files, and there are none here: log to the console or over HTTP`

/** Gives each behaviour of a group the same outcome. */
function all(group: Group, outcome: unknown): Record<string, unknown> {
  return Object.fromEntries(groups[group].map(({ name }) => [name, outcome]))
}

export const DIFFERENCES: readonly Difference[] = [
  {
    on: PAGES,
    outcomes: {
      ...all('files', noFile('FileHandler')),
      'basicConfig writes to a file': "throws Error: 'filename' needs files, and there are none here",
    },
    cell: 'no',
    reason: 'There are no files. The names exist, and throw an error that says so.',
  },
  {
    on: PAGES,
    outcomes: {
      ...all('rotation', noFile('RotatingFileHandler')),
      'TimedRotatingFileHandler names a file after its period, and deletes the oldest':
        noFile('TimedRotatingFileHandler'),
      'WatchedFileHandler follows the name of its file': noFile('WatchedFileHandler'),
    },
    cell: 'no',
    reason: 'There are no files to rotate.',
  },
  {
    on: PAGES,
    outcomes: all(
      'configFiles',
      "throws Error: 'fname' needs files, and there are none here: pass a ConfigParser that has read the text",
    ),
    cell: 'text only',
    reason: '`fileConfig` reads an ini file’s text, by a `ConfigParser`; there are no files.',
  },
  {
    on: PAGES,
    outcomes: all(
      'configPort',
      'throws Error: listen needs sockets, and there are none here: fetch a configuration and pass it to dictConfig',
    ),
    cell: 'no',
    reason: 'A program there cannot listen on a port.',
  },
  {
    on: PAGES,
    outcomes: all('streams', ['<console>', '<StreamHandler <console> (NOTSET)>']),
    cell: 'console',
    reason: 'There is no standard error: what would go there goes to `console.error`.',
  },
  {
    on: [...NODES, 'Bun', 'jest', 'vitest', 'workerd', NEXT],
    outcomes: all('storage', [
      ['kept 1', 'and this'],
      [],
      ['no storage: from here on records are kept in memory only'],
    ]),
    cell: 'memory',
    reason: 'There is no `localStorage`: `LocalStorageHandler` keeps its records in memory, and reports that once.',
  },
  {
    on: BROWSERS,
    outcomes: all('contexts', 'throws there is no AsyncLocalStorage'),
    cell: 'no',
    reason: 'Browsers have no `AsyncLocalStorage`.',
  },
  {
    on: [...BROWSERS, 'jest jsdom', 'workerd', 'jest'],
    outcomes: all('warnings', []),
    cell: 'no',
    reason:
      'The runtime has no warnings of its own to catch. jest hands its tests a copy of `process`, which hears none.',
  },
  {
    on: [NEXT],
    outcomes: all(
      'warnings',
      'throws Error: A Node.js API is used (process.emitWarning) which is not supported in the Edge Runtime.',
    ),
    cell: 'no',
    reason: 'The runtime has no warnings of its own to catch.',
  },
  {
    on: [NEXT],
    outcomes: all(
      'ports',
      'throws Error: A Node.js API is used (MessageChannel) which is not supported in the Edge Runtime.',
    ),
    cell: 'no',
    reason: 'Next’s edge has no `MessageChannel`.',
  },
  {
    on: ['workerd'],
    outcomes: { 'a record names its thread and process': ['Worker MainProcess null'] },
    reason: 'Code runs in a worker, which has no name of its own.',
  },
  {
    on: ['jest jsdom'],
    outcomes: all('ports', 'throws there is no MessageChannel'),
    cell: 'no',
    reason: 'jsdom has no `MessageChannel`.',
  },
  {
    on: ['jest jsdom'],
    outcomes: {
      'HTTPHandler posts a record as Python’s form': 'throws ReferenceError: fetch is not defined',
      'BufferingHTTPHandler sends batches that a receiver takes once, also when it has to repeat one':
        'throws ReferenceError: fetch is not defined',
    },
    cell: 'no',
    reason: 'jsdom has no `fetch`: records wait, up to `maxQueueRecords`, and the failure is reported once.',
  },
]

/** Returns what a behaviour gives on a runtime: what it gives everywhere, or what a difference says. */
export function expectedOn(runtime: string, name: string, everywhere: unknown): unknown {
  const found = differencesOn(runtime).find(({ outcomes }) => Object.hasOwn(outcomes, name))
  return found === undefined ? everywhere : found.outcomes[name]
}

/** The differences of a runtime. */
export function differencesOn(runtime: string): readonly Difference[] {
  return DIFFERENCES.filter(({ on }) => on.includes(runtime))
}
