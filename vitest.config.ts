import { defineConfig } from 'vitest/config'

// Unit tests run on the sources: the packages name them in their exports under this condition.
const conditions = ['@treeline/source', 'import', 'default']
const node = ['node', ...conditions]

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { conditions: node },
        ssr: { resolve: { conditions: node } },
        test: {
          name: 'node',
          environment: 'node',
          include: ['packages/*/src/**/*.test.ts'],
          exclude: ['**/*.dom.test.ts'],
        },
      },
      {
        resolve: { conditions },
        ssr: { resolve: { conditions } },
        test: { name: 'dom', environment: 'jsdom', include: ['packages/*/src/**/*.dom.test.ts'] },
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
