// What the reference describes: the entries of all published packages, by the declarations that `tsc -b` wrote.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

/** The order of the pages: where two entries have a name, the first describes it, and the others refer to it. */
const PACKAGES = [
  'core',
  'console',
  'local-storage',
  'http',
  'node',
  'server',
  'receiver',
  'testing',
  'otel',
  'cli',
  'treeline',
]

/** Promised to nobody. */
const INTERNAL = '@treeline/core/internal'

/** Declares nothing that `treeline` does not declare: it differs by what an import registers. */
const SAME_NAMES = 'treeline/slim'

/**
 * @typedef {object} Entry
 * @property {string} specifier what is imported: `@treeline/core/config`
 * @property {string} declarations the file that declares it
 * @property {string} page the name of its page, without `.md`
 */

/**
 * Returns all entries, the internal one too, because the declarations of others name its types.
 *
 * @returns {Entry[]}
 * @throws Error when the declarations are not there
 */
export function allEntries() {
  return PACKAGES.flatMap((folder) => {
    const dir = join(root, 'packages', folder)
    const { name, exports } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'))
    return Object.entries(exports).flatMap(([path, target]) => {
      const source = sourceOf(target)
      if (source === undefined) return []
      const declarations = join(dir, source.replace('./src/', './build/').replace(/\.ts$/, '.d.ts'))
      if (!existsSync(declarations)) throw new Error(`${declarations} is missing: run \`npm run build\` first`)
      return [{ specifier: name + path.slice(1), declarations, page: (folder + path.slice(1)).replaceAll('/', '-') }]
    })
  })
}

/** Returns the entries that the reference has pages for; the umbrella's share one. */
export function publicEntries() {
  return allEntries().filter(({ specifier }) => specifier !== INTERNAL && specifier !== SAME_NAMES)
}

/** @param {string} specifier */
export function isUmbrella(specifier) {
  return specifier === 'treeline' || specifier.startsWith('treeline/')
}

/**
 * Finds the source of an entry: Node's, where the platforms have different ones.
 *
 * @param {any} target of `exports`
 * @returns {string | undefined}
 */
function sourceOf(target) {
  return target.node?.['@treeline/source'] ?? target['@treeline/source']
}
