// jest and vitest, each on Node and with jsdom.
import { copyFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { build } from 'esbuild'
import { programFromNpm } from '../../tools/npx.mjs'
import { VERSIONS } from '../versions.mjs'
import { outcomesOf } from './child.js'
import type { Runtime } from './runtime.js'

const root = resolve(import.meta.dirname, '../../..')

type Environment = 'node' | 'jsdom'

const nameOf = (runner: string, environment: Environment): string =>
  environment === 'node' ? runner : `${runner} ${environment}`

/** jest in CommonJS, which it has no flags or transforms for. */
export function jest(environment: Environment): Runtime {
  return {
    name: nameOf('jest', environment),
    async run(place) {
      const packages = [`jest@${VERSIONS.jest}`, `jest-environment-jsdom@${VERSIONS.jest}`]
      const program = programFromNpm('jest', packages)
      // npx gives the program as <folder>/node_modules/.bin/jest.
      const modules = dirname(dirname(program))
      const tests = join(place.folder, 'tests')
      await build({
        entryPoints: [join(place.project, 'entries/runner.mjs')],
        outfile: join(tests, 'suite.test.cjs'),
        bundle: true,
        format: 'cjs',
        platform: 'node',
        packages: 'external',
        logLevel: 'error',
      })
      const configuration = {
        rootDir: place.project,
        roots: [tests],
        testMatch: ['**/*.test.cjs'],
        testEnvironment: join(modules, `jest-environment-${environment}`),
        testEnvironmentOptions: environment === 'jsdom' ? { url: place.server.url } : {},
        // The test's file lies outside of the project.
        modulePaths: [join(place.project, 'node_modules')],
        transform: {},
        watchman: false,
        cacheDirectory: join(place.folder, 'cache'),
      }
      const file = join(place.folder, 'jest.config.json')
      writeFileSync(file, JSON.stringify(configuration))
      return outcomesOf([process.execPath, program, '--runInBand', '--config', file], place)
    },
  }
}

/** The vitest of this repository, which leaves packages to Node. */
export function vitest(environment: Environment): Runtime {
  return {
    name: nameOf('vitest', environment),
    run(place) {
      const test = `entries/suite.${environment}.test.mjs`
      copyFileSync(join(place.project, 'entries/runner.mjs'), join(place.project, test))
      const program = join(root, 'node_modules/vitest/vitest.mjs')
      const args = [program, 'run', test, '--globals', '--environment', environment, '--root', place.project]
      return outcomesOf([process.execPath, ...args], place)
    },
  }
}
