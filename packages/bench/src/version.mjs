import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/**
 * Returns an installed package's version; its manifest may not be among what it exports.
 *
 * @param {string} name
 */
export function version(name) {
  const require = createRequire(import.meta.url)
  const paths = require.resolve.paths(name) ?? []
  for (const path of paths) {
    try {
      return JSON.parse(readFileSync(`${path}/${name}/package.json`, 'utf8')).version
    } catch {
      // Not in this folder: the next.
    }
  }
  return ''
}
