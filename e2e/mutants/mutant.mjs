// What a mutant is: one place of a source, written otherwise. Stryker's instrumenter knows the places and the ways.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Instrumenter } from '@stryker-mutator/instrumenter'

/**
 * @typedef {{ file: string, line: number, kind: string, from: number, to: number, replacement: string }} Mutant
 */

const quiet = /** @type {never} */ (new Proxy({}, { get: () => () => false }))

/**
 * Returns the sources of the packages that unit tests are for, relative to the root.
 *
 * @param {string} root
 */
export function sources(root) {
  const packages = ['core', 'console', 'http', 'local-storage', 'node', 'receiver', 'treeline']
  return packages.flatMap((name) => {
    const src = join(root, 'packages', name, 'src')
    return readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|(?:^|[\\/])testing[\\/]/.test(file))
      .map((file) => relative(root, join(src, file)))
      .toSorted()
  })
}

/**
 * Returns all mutants of a source.
 *
 * @param {string} root
 * @param {string} file
 * @returns {Promise<Mutant[]>}
 */
export async function mutantsOf(root, file) {
  const content = readFileSync(join(root, file), 'utf8')
  const options = /** @type {never} */ ({ plugins: null, excludedMutations: [], ignorers: [] })
  const { mutants } = await new Instrumenter(quiet).instrument([{ name: file, mutate: true, content }], options)
  const starts = lineStarts(content)
  return mutants.map(({ location: { start, end }, mutatorName, replacement }) => ({
    file,
    line: start.line + 1,
    kind: mutatorName,
    from: /** @type {number} */ (starts[start.line]) + start.column,
    to: /** @type {number} */ (starts[end.line]) + end.column,
    replacement,
  }))
}

/** @param {string} content */
function lineStarts(content) {
  const starts = [0]
  for (const { index } of content.matchAll(/\n/g)) starts.push(index + 1)
  return starts
}

/**
 * Returns a source with the mutant in it.
 *
 * @param {string} content
 * @param {Mutant} mutant
 */
export function mutated(content, { from, to, replacement }) {
  return content.slice(0, from) + replacement + content.slice(to)
}

/**
 * Shows a mutant: where it is, what stood there, and what stands there now.
 *
 * @param {string} content
 * @param {Mutant} mutant
 */
export function shown(content, { file, line, kind, from, to, replacement }) {
  const short = (/** @type {string} */ text) => text.replace(/\s+/g, ' ').slice(0, 100)
  return `${file}:${line} ${kind}\n    - ${short(content.slice(from, to))}\n    + ${short(replacement)}`
}
