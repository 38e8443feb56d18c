// What a mutant is: one place of a source, written otherwise. Stryker's instrumenter knows the places and the ways.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Instrumenter } from '@stryker-mutator/instrumenter'

/**
 * @typedef {{ file: string, line: number, kind: string, from: number, to: number, replacement: string }} Mutant
 * @typedef {{ line: number, column: number }} Position counted from 0
 * @typedef {{ start: Position, end: Position }} Span
 */

const quiet = /** @type {never} */ (new Proxy({}, { get: () => () => false }))
const OPTIONS = /** @type {never} */ ({ plugins: null, excludedMutations: [], ignorers: [] })

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
  const { mutants } = await new Instrumenter(quiet).instrument([{ name: file, mutate: true, content }], OPTIONS)
  const starts = lineStarts(content)
  return mutants.map(({ location, mutatorName, replacement }) => ({
    file,
    line: location.start.line + 1,
    kind: mutatorName,
    ...between(starts, location),
    replacement,
  }))
}

/**
 * Returns the sources of mutants with calls in them that count which places are come to.
 *
 * @param {string} root
 * @param {readonly Mutant[]} mutants
 * @returns {Promise<{ files: ReadonlyMap<string, string>, ids: ReadonlyMap<Mutant, readonly string[]> }>}
 *   `files`: the text of each source; `ids`: by what names a mutant's place is counted
 */
export async function counted(root, mutants) {
  const files = [...new Set(mutants.map(({ file }) => file))].map((name) => {
    const content = readFileSync(join(root, name), 'utf8')
    const starts = lineStarts(content)
    const own = mutants.filter(({ file }) => file === name)
    return { name, content, starts, mutate: own.map(({ from, to }) => spanOf(starts, from, to)) }
  })
  const result = await new Instrumenter(quiet).instrument(files, OPTIONS)

  /** @type {Map<string, string[]>} */
  const idsOf = new Map()
  for (const { fileName, id, location } of result.mutants) {
    const { starts } = /** @type {typeof files[number]} */ (files.find(({ name }) => name === fileName))
    const key = placeKey({ file: fileName, ...between(starts, location) })
    idsOf.set(key, [...(idsOf.get(key) ?? []), id])
  }
  return {
    files: new Map(result.files.map(({ name, content }) => [name, content])),
    ids: new Map(mutants.map((mutant) => [mutant, idsOf.get(placeKey(mutant)) ?? []])),
  }
}

/** @param {Pick<Mutant, 'file' | 'from' | 'to'>} place */
const placeKey = ({ file, from, to }) => `${file} ${from} ${to}`

/** @param {string} content */
function lineStarts(content) {
  const starts = [0]
  for (const { index } of content.matchAll(/\n/g)) starts.push(index + 1)
  return starts
}

/**
 * @param {readonly number[]} starts
 * @param {Span} span
 */
function between(starts, { start, end }) {
  return {
    from: /** @type {number} */ (starts[start.line]) + start.column,
    to: /** @type {number} */ (starts[end.line]) + end.column,
  }
}

/**
 * @param {readonly number[]} starts
 * @param {number} from
 * @param {number} to
 * @returns {Span}
 */
function spanOf(starts, from, to) {
  const position = (/** @type {number} */ offset) => {
    const line = starts.findLastIndex((start) => start <= offset)
    return { line, column: offset - /** @type {number} */ (starts[line]) }
  }
  return { start: position(from), end: position(to) }
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

/**
 * Returns what is the same of a mutant that was shown, wherever it stands by now: its file and kind, and what stood and stands there.
 *
 * @param {string} text of `shown`, or a line of a run's output with the two behind it
 */
export function shownKey(text) {
  return text.replace(/^\w+:? (?=\S+:\d)/, '').replace(/:\d+ (\w+).*/, ' $1')
}

/**
 * Returns the keys of the mutants that the output of earlier runs has shown.
 *
 * @param {string} output
 */
export function shownBefore(output) {
  return new Set((output.match(/^\w+:? \S+:\d+ \w+.*\n {4}- .*\n {4}\+ .*$/gm) ?? []).map(shownKey))
}
