import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { expected } from './workloads.mjs'

const BLOCK = 1 << 20

/**
 * Counts the whole lines of a file that are what was logged: valid JSON where that is the layout, and each with what its
 * number must have. They may come in any order only where lines are missing.
 *
 * @param {string} file
 * @param {object} workload
 * @param {number} lines how many there should be
 * @param {string} contestantFile
 * @returns {{ good: number, bad?: string }} with the first line that is not what it should be
 */
export function count(file, workload, lines, contestantFile) {
  let good = 0
  let number = 0
  let bad
  for (const line of linesOf(file)) {
    if (line === '') continue
    // What was dropped is skipped: the line is then a later one's.
    let at = number
    while (at < lines && !holds(line, workload, at, contestantFile)) at++
    if (at === lines) bad ??= line.slice(0, 300)
    else {
      good++
      number = at + 1
    }
    if (bad !== undefined) break
  }
  return { good, bad }
}

function holds(line, workload, i, contestantFile) {
  const parts = expected(workload, i, contestantFile)
  if (parts.every((part) => line.includes(part))) return workload.layout === 'text' || isJSON(line)
  // Escaped otherwise than JSON.stringify does, or with spaces.
  return workload.layout !== 'text' && isJSON(line) && parts.every((part) => plain(line).includes(part))
}

function isJSON(line) {
  try {
    return typeof JSON.parse(line) === 'object'
  } catch {
    return false
  }
}

function plain(line) {
  return JSON.stringify(JSON.parse(line))
}

function* linesOf(file) {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return
  const fd = openSync(file, 'r')
  const decoder = new StringDecoder('utf8')
  const block = Buffer.allocUnsafe(BLOCK)
  let rest = ''
  for (let read = readSync(fd, block); read > 0; read = readSync(fd, block)) {
    const lines = (rest + decoder.write(block.subarray(0, read))).split('\n')
    rest = lines.pop()
    yield* lines
  }
  closeSync(fd)
  // Without its newline it is not whole: not counted.
}
