import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { expected } from './workloads.mjs'

const BLOCK = 1 << 20

/**
 * Counts the whole lines of a file that are as they were logged: valid JSON where that is the layout, and each with the values of
 * its number. Lines may be in another order only where lines are missing.
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
    // Skips dropped records: the line is then that of a later one.
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
  // Escaped differently from JSON.stringify, or with spaces.
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
  // A line without its newline is not whole, and does not count.
}
