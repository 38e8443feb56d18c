import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { ProjectSequencer } from './e2e/tools/sequencer.js'

// Unit tests run on the sources: the packages name them in their exports under this condition. Vitest adds `node` to the
// conditions whatever the environment is, so a jsdom test of a page's entry names its file.
const conditions = ['@treeline/source', 'node', 'import', 'default']
const onSources = { resolve: { conditions }, ssr: { resolve: { conditions } } }

// One process for many files, and what a new process would give each of them: modules that nobody has imported, and a realm in
// which nobody has logged. A process a file costs more than most files' tests. A page's tests end listeners by SIGINT: each of
// their files has a process of its own.
const fresh = 'e2e/tools/setup.fresh.ts'
const inSharedProcesses = { isolate: false, sequence: { setupFiles: 'list' } } as const

// What a report writes while a test's process ends would find vitest's channel closed, and that fails the run.
const ownConsole = { disableConsoleIntercept: true } as const

// What an application's import of `treeline` registers; on Node also the direct way (docs/design/direct.md).
const registered = 'e2e/tools/setup.ts'
const direct = 'e2e/tools/setup.direct.ts'

const units = 'packages/*/src/**/*.test.ts'
const inPages = '**/*.dom.test.ts'
const properties = '**/*.property.test.ts'

// No limit that a busy machine breaks: these end a test that hangs. All counts of the conformance take ten times as long.
const UNIT_MS = 60_000
const LONG_MS = process.env['CONFORMANCE_ALL'] ? 6_000_000 : 600_000

export default defineConfig({
  test: {
    // One more than there are cores: many of these tests wait for a process, a browser or a server of their own.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: ProjectSequencer },
    projects: [
      {
        ...onSources,
        test: {
          name: 'node',
          ...inSharedProcesses,
          ...ownConsole,
          setupFiles: [fresh, registered, direct],
          environment: 'node',
          include: [units],
          exclude: [inPages, properties],
          testTimeout: UNIT_MS,
          hookTimeout: UNIT_MS,
        },
      },
      {
        // The same once more, on the record way alone.
        ...onSources,
        test: {
          name: 'records',
          ...inSharedProcesses,
          ...ownConsole,
          setupFiles: [fresh, registered],
          environment: 'node',
          include: [units],
          exclude: [inPages, properties, '**/direct/**'],
          testTimeout: UNIT_MS,
          hookTimeout: UNIT_MS,
        },
      },
      {
        ...onSources,
        test: {
          name: 'properties',
          ...inSharedProcesses,
          ...ownConsole,
          setupFiles: [fresh, registered, direct],
          environment: 'node',
          include: [`packages/*/src/${properties}`],
          testTimeout: LONG_MS,
        },
      },
      {
        ...onSources,
        test: {
          name: 'dom',
          ...ownConsole,
          setupFiles: [registered],
          environment: 'jsdom',
          include: [`packages/*/src/${inPages}`],
          testTimeout: UNIT_MS,
        },
      },
      {
        // Compared with CPython, on the sources.
        ...onSources,
        test: {
          name: 'conformance',
          ...inSharedProcesses,
          ...ownConsole,
          setupFiles: [fresh, registered, direct],
          environment: 'node',
          include: ['e2e/conformance/**/*.test.ts'],
          testTimeout: LONG_MS,
          hookTimeout: LONG_MS,
        },
      },
      {
        // What is published, run as its users run it: needs `npm run build` first.
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['e2e/*.test.ts'],
          testTimeout: LONG_MS,
          hookTimeout: LONG_MS,
        },
      },
    ],
  },
})
