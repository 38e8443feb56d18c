// A copy of the tree that mutants are written into.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const LEFT_OUT = new Set(['.git', 'node_modules', 'dist', 'build', 'tarballs', 'docs', 'examples'])

/**
 * Copies the sources and tests, with links to what is installed. The packages link to each other within the copy.
 *
 * @param {string} root
 * @returns {string} the copy's folder, for its user to remove
 */
export function copyTree(root) {
  const copy = mkdtempSync(join(tmpdir(), 'treeline-mutants-'))
  mkdirSync(join(copy, 'tmp'))
  for (const name of readdirSync(root)) {
    if (LEFT_OUT.has(name)) continue
    cpSync(join(root, name), join(copy, name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !/[\\/](?:node_modules|dist|build)$/.test(source),
    })
  }
  link(join(root, 'node_modules'), join(copy, 'node_modules'))
  for (const name of readdirSync(join(root, 'packages'))) {
    const installed = join('packages', name, 'node_modules')
    if (readdirSync(join(root, 'packages', name)).includes('node_modules'))
      link(join(root, installed), join(copy, installed))
  }
  return copy
}

/**
 * Links to what is installed in a folder; a link of the workspace to itself stays within the copy.
 *
 * @param {string} from
 * @param {string} to
 */
function link(from, to) {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    const isScope = entry.isDirectory() && entry.name.startsWith('@')
    if (isScope) link(source, join(to, entry.name))
    else if (entry.isSymbolicLink() && !readlinkSync(source).includes('.pnpm'))
      symlinkSync(readlinkSync(source), join(to, entry.name))
    else if (entry.name !== '.vite' && entry.name !== '.vitest') symlinkSync(resolve(source), join(to, entry.name))
  }
}

/** @param {string} copy */
export const removeTree = (copy) => rmSync(copy, { recursive: true, force: true })
