import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { hasPython } from './run.mjs'

const FOLDER = new URL('contestants', import.meta.url).pathname

/**
 * Reads the contestants' files, without those whose program is not there.
 *
 * @param {string[]} only names of set-ups; empty for all
 * @returns {Promise<object[]>} one for each set-up
 */
export async function contestants(only) {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.mjs'))
  const found = []
  for (const file of files.toSorted()) {
    const { from, can, calls, setups } = await import(join(FOLDER, file))
    if (from === 'python3' && !(await hasPython())) {
      process.stderr.write('bench: no python3 here; CPython does not take part\n')
      continue
    }
    for (const [name, setup] of Object.entries(setups)) {
      if (only.length === 0 || only.includes(name)) found.push({ name, file, from, can, calls, setup })
    }
  }
  return found
}
