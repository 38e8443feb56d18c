// The projects of the test runners: each runs the same suite, suite.js, under what it has of tests and expectations.
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { programFromNpm } from '../tools/npx.mjs'
import { outputOf } from '../tools/output.mjs'

const root = resolve(import.meta.dirname, '../..')
const suite = readFileSync(join(import.meta.dirname, 'suite.js'), 'utf8')

/** The packages that a project has, as they are installed: not linked, so that a runner takes them for what they are. */
const PACKAGES = ['core', 'console', 'http', 'local-storage', 'node', 'testing', 'treeline']

const NAMES = 'captureLogs, assertLogs, assertNoLogs'

const imports = `import * as logging from 'treeline'
import { ${NAMES} } from '@treeline/testing'
`

const requires = `const logging = require('treeline')
const { ${NAMES} } = require('@treeline/testing')
`

const expectations = `const concurrent = test.concurrent
const equal = (actual, expected) => expect(actual).toEqual(expected)
const has = (logs, ...expected) => expect(logs).toHaveLogged(...expected)
`

/**
 * @typedef {{ name: string, isPassed: boolean, failure: string }} Tested how a test went, and what was printed with its failure
 * @typedef {{ tests: Tested[], output: string }} Outcome
 */

/**
 * Makes a project with the packages in it.
 *
 * @param {string} folder that is empty
 */
export function makeProject(folder) {
  for (const name of PACKAGES) {
    const home = join(folder, 'node_modules', name === 'treeline' ? name : `@treeline/${name}`)
    mkdirSync(home, { recursive: true })
    cpSync(join(root, 'packages', name, 'dist'), join(home, 'dist'), { recursive: true })
    cpSync(join(root, 'packages', name, 'package.json'), join(home, 'package.json'))
  }
  symlinkSync(join(root, 'node_modules/vitest'), join(folder, 'node_modules/vitest'))
  writeFileSync(join(folder, 'package.json'), '{}')
}

/**
 * @param {string} folder
 * @param {string[]} args
 */
async function printed(folder, args) {
  const { stdout, stderr } = await outputOf(args, folder, { NO_COLOR: '1' })
  return stdout + stderr
}

/**
 * The report that jest and vitest write.
 *
 * @param {string} file
 * @returns {Tested[]}
 */
function reported(file) {
  const { testResults } = JSON.parse(readFileSync(file, 'utf8'))
  return testResults.flatMap(
    (
      /** @type {{ message: string, assertionResults: { title: string, status: string, failureMessages: string[] }[] }} */ one,
    ) => {
      if (one.assertionResults.length === 0) throw new Error(one.message)
      return one.assertionResults.map(({ title, status, failureMessages }) => ({
        name: title,
        isPassed: status === 'passed',
        failure: failureMessages.join('\n'),
      }))
    },
  )
}

/**
 * @param {string} folder
 * @param {'node' | 'jsdom'} environment
 * @returns {Promise<Outcome>}
 */
export async function vitest(folder, environment) {
  const report = join(folder, `vitest-${environment}.json`)
  writeFileSync(join(folder, `setup.mjs`), "import { failOnLogs } from '@treeline/testing/vitest'\nfailOnLogs()\n")
  const names = `import { afterEach, beforeEach, describe, expect, test } from 'vitest'\n`
  writeFileSync(join(folder, `${environment}.test.mjs`), names + imports + expectations + suite)
  const program = join(root, 'node_modules/vitest/vitest.mjs')
  const config = join(folder, `${environment}.config.mjs`)
  const test = { environment, setupFiles: ['./setup.mjs'] }
  writeFileSync(config, `export default ${JSON.stringify({ test })}`)
  const args = ['run', `${environment}.test.mjs`, '--root', folder, '--config', config]
  const reporters = ['--reporter=json', '--reporter=default', `--outputFile.json=${report}`]
  const output = await printed(folder, [program, ...args, ...reporters])
  return { tests: reported(report), output }
}

/**
 * jest of a version: in CommonJS on Node, in CommonJS with jsdom, and in ESM.
 *
 * @param {string} folder
 * @param {string} version
 * @param {string} jsdom the version of its environment
 * @returns {Promise<Outcome>}
 */
export async function jest(folder, version, jsdom) {
  const program = programFromNpm('jest', [`jest@${version}`, `jest-environment-jsdom@${jsdom}`])
  // npx gives the program as <folder>/node_modules/.bin/jest.
  const modules = dirname(dirname(program))
  writeFileSync(join(folder, 'setup.cjs'), "require('@treeline/testing/jest').failOnLogs()\n")
  writeFileSync(join(folder, 'setup.esm.mjs'), "import { failOnLogs } from '@treeline/testing/jest'\nfailOnLogs()\n")
  writeFileSync(join(folder, 'suite.test.cjs'), requires + expectations + suite)
  writeFileSync(join(folder, 'suite.esm.test.mjs'), imports + expectations + suite)
  const project = (/** @type {'node' | 'jsdom'} */ environment, /** @type {boolean} */ isESM) => ({
    displayName: isESM ? 'ESM' : environment,
    rootDir: folder,
    testMatch: [isESM ? '**/suite.esm.test.mjs' : '**/suite.test.cjs'],
    moduleFileExtensions: ['mjs', 'cjs', 'js', 'json'],
    setupFilesAfterEnv: [join(folder, isESM ? 'setup.esm.mjs' : 'setup.cjs')],
    testEnvironment: join(modules, `jest-environment-${environment}`),
    transform: {},
    cacheDirectory: join(folder, 'cache'),
  })
  const projects = [project('node', false), project('jsdom', false), project('node', true)]
  const config = join(folder, 'jest.config.json')
  writeFileSync(config, JSON.stringify({ projects, watchman: false }))
  const report = join(folder, 'jest.json')
  const args = ['--experimental-vm-modules', '--no-warnings', program, '--runInBand', '--config', config]
  const output = await printed(folder, [...args, '--json', `--outputFile=${report}`])
  return { tests: reported(report), output }
}

/**
 * @param {string} folder
 * @returns {Promise<Outcome>}
 */
export async function nodeTest(folder) {
  const header = `import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { logMatchers } from '@treeline/testing'
import { failOnLogs, test } from '@treeline/testing/node-test'
${imports}failOnLogs()
const equal = assert.deepEqual
const has = (logs, ...expected) => {
  const { pass, message } = logMatchers.toHaveLogged.call({ equals: isDeepStrictEqual }, logs, ...expected)
  assert.ok(pass, message())
}
const together = []
const concurrent = (...test) => together.push(test)
`
  const footer = "\ndescribe('concurrent', { concurrency: true }, () => together.forEach((each) => test(...each)))\n"
  writeFileSync(join(folder, 'node.test.mjs'), header + suite + footer)
  const args = ['--import', '@treeline/testing/node-test', '--test', '--test-reporter=tap', 'node.test.mjs']
  const output = await printed(folder, args)
  return { tests: fromTAP(output), output }
}

/**
 * @param {string} output
 * @returns {Tested[]}
 */
function fromTAP(output) {
  const results = [
    ...output.matchAll(/^ *(not )?ok \d+ - ((?:passes|fails): .*)\n([^]*?)(?=^ *# Subtest|^ *\d+\.\.\d+)/gm),
  ]
  return results.map(([, not, name = '', rest = '']) => ({ name, isPassed: not === undefined, failure: rest }))
}
