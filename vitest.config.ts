import { defineConfig } from 'vitest/config'

// Unit tests run on the sources: the packages name them in their exports under this condition. Vitest adds `node` to the
// conditions whatever the environment is, so a jsdom test of a page's entry names its file.
const conditions = ['@treeline/source', 'node', 'import', 'default']
const onSources = { resolve: { conditions }, ssr: { resolve: { conditions } } }

// What an application's import of `treeline` registers; on Node also the direct way (docs/design/direct.md).
const registered = 'e2e/tools/setup.ts'
const direct = 'e2e/tools/setup.direct.ts'

const units = 'packages/*/src/**/*.test.ts'
const inPages = '**/*.dom.test.ts'
const properties = '**/*.property.test.ts'

// No limit that a busy machine breaks: these end a test that hangs.
const UNIT_MS = 60_000
const LONG_MS = 600_000

export default defineConfig({
  test: {
    // Vitest leaves one core free; many of these tests wait for a process, a browser or a server of their own.
    maxWorkers: '100%',
    projects: [
      {
        ...onSources,
        test: {
          name: 'node',
          setupFiles: [registered, direct],
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
          setupFiles: [registered],
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
          setupFiles: [registered, direct],
          environment: 'node',
          include: [`packages/*/src/${properties}`],
          testTimeout: LONG_MS,
        },
      },
      {
        ...onSources,
        test: {
          name: 'dom',
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
          setupFiles: [registered, direct],
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
