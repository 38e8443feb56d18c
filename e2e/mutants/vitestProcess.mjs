// The process that runs tests of a copy, again and again: to start vitest anew for each mutant takes longer than most tests.
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * @typedef {import('./testRunner.mjs').TestFile} TestFile
 * @typedef {{ changed: readonly string[], files: readonly TestFile[] }} Run
 */

const copy = process.cwd()
const bail = Number(process.argv[2])
/** @type {typeof import('vitest/node')} */
const { BaseSequencer, createVitest } = await import(pathToFileURL(join(copy, 'node_modules/vitest/dist/node.js')).href)

/** Keeps the order that was asked for. */
class GivenOrder extends BaseSequencer {
  /**
   * @override
   * @param {import('vitest/node').TestSpecification[]} files
   */
  async sort(files) {
    return files
  }
}

const vitest = await createVitest('test', {
  watch: false,
  bail,
  maxWorkers: 1,
  project: ['node', 'records', 'properties', 'dom'],
  sequence: { sequencer: GivenOrder },
  reporters: [
    {
      onTestModuleEnd(module) {
        const file = { project: module.project.name, path: relative(copy, module.moduleId) }
        process.send?.({ file, ok: module.ok(), ms: module.diagnostic().duration })
      },
    },
  ],
})
const known = await vitest.globTestSpecifications()
const files = known.map(({ project, moduleId }) => ({ project: project.name, path: relative(copy, moduleId) }))

process.on('message', async (/** @type {Run} */ run) => {
  for (const name of run.changed) vitest.invalidateFile(join(copy, name))
  const specifications = run.files.flatMap(({ project, path }) =>
    known.filter((one) => one.project.name === project && one.moduleId === join(copy, path)),
  )
  const { unhandledErrors } = await vitest.runTestSpecifications(specifications)
  process.send?.({ unhandled: unhandledErrors.length })
})
process.on('disconnect', () => process.exit())
process.send?.({ files })
