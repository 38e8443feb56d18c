import { defineConfig } from 'vitest/config'

// Unit tests run on the sources: the packages name them in their exports under this condition. Vitest adds `node` to the
// conditions whatever the environment is, so a jsdom test of a page's entry names its file.
const conditions = ['@treeline/source', 'node', 'import', 'default']
const onSources = { resolve: { conditions }, ssr: { resolve: { conditions } } }

// An application imports all of core (or `treeline/slim`), and by that registers where callers, times and errors get their texts
// from; tests of one module do not.
const setupFiles = ['e2e/tools/setup.ts', 'e2e/tools/setup.direct.ts']

export default defineConfig({
  test: {
    projects: [
      {
        ...onSources,
        test: {
          name: 'node',
          setupFiles,
          environment: 'node',
          include: ['packages/*/src/**/*.test.ts'],
          exclude: ['**/*.dom.test.ts'],
        },
      },
      {
        ...onSources,
        test: { name: 'dom', setupFiles, environment: 'jsdom', include: ['packages/*/src/**/*.dom.test.ts'] },
      },
      {
        // Compared with CPython, on the sources.
        ...onSources,
        test: {
          name: 'conformance',
          setupFiles,
          environment: 'node',
          include: ['e2e/conformance/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        // What is published, run as its users run it: needs `npm run build` first.
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['e2e/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
