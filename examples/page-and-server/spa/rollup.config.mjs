// Bundles the app. Any bundler does: what is below is all that one needs to know of packages.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const CONDITIONS = new Set(['browser', 'import', 'default'])

/**
 * Returns the file of a package's `exports` that a browser's module wants.
 *
 * @param {any} target
 * @returns {string}
 */
function pick(target) {
  if (typeof target === 'string') return target
  const condition = Object.keys(target).find((key) => CONDITIONS.has(key))
  return pick(target[condition ?? 'default'])
}

/** @type {import('rollup').Plugin} */
const packages = {
  name: 'packages',
  resolveId(id, importer) {
    const [, name, path] = /^((?:@[^/]+\/)?[^./][^/]*)(\/.*)?$/.exec(id) ?? []
    if (name === undefined || importer === undefined) return null
    const require = createRequire(importer)
    const file = require.resolve(`${name}/package.json`)
    const { exports, sideEffects } = require(file)
    return { id: join(dirname(file), pick(exports[`.${path ?? ''}`])), moduleSideEffects: sideEffects !== false }
  },
}

/** @type {import('rollup').RollupOptions & { output: import('rollup').OutputOptions, plugins: import('rollup').Plugin[] }} */
export default {
  input: join(import.meta.dirname, 'main.js'),
  output: { file: join(import.meta.dirname, 'dist/main.js'), format: 'es', sourcemap: true },
  plugins: [packages],
  onwarn(warning) {
    throw new Error(warning.message)
  },
}
