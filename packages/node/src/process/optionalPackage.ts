import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Returns the file of an optional package: the one beside this package, or else the program's own; undefined for none. */
export function findPackage(name: string): string | undefined {
  for (const from of [import.meta.url, String(pathToFileURL(join(process.cwd(), 'index.js')))]) {
    try {
      return createRequire(from).resolve(name)
    } catch {
      // The next place.
    }
  }
  return undefined
}

/**
 * Loads a package.
 *
 * @param file what `findPackage` returned
 * @throws what the package throws
 */
export function loadPackage<Module>(file: string): Module {
  return createRequire(import.meta.url)(file) as Module
}
