import { existsSync, readFileSync } from 'node:fs'

/**
 * Returns the records in a file of JSON lines whose writer was killed, and the lines that it left torn: the process after it ends
 * such a line and writes on. What stands after the last line feed is still being written.
 *
 * @param {string} file
 * @returns {{ records: Record<string, any>[], torn: string[] }}
 */
export function jsonLines(file) {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []
  /** @type {Record<string, any>[]} */
  const records = []
  /** @type {string[]} */
  const torn = []
  for (const line of lines) {
    try {
      records.push(JSON.parse(line))
    } catch {
      torn.push(line)
    }
  }
  return { records, torn }
}
