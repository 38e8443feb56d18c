// What a row's program does before it ends.
import { openSync, renameSync, rmSync, truncateSync } from 'node:fs'
import { line } from './line.mjs'
import { treeline } from './subjects.mjs'

/**
 * @typedef {{ log(text: string): void, next: number, tell(text: string): void, place: import('./subjects.mjs').Place }} State
 * @typedef {{ log?: number, sleepMs?: number, file?: string, big?: number, nested?: number, deep?: true, clockBack?: true,
 *   noDescriptors?: boolean, shutdown?: true, go?: true }} Step
 */

/** @type {number[]} */
const taken = []

/**
 * Does one step, and returns the number of the next line.
 *
 * @param {Step} step
 * @param {State} state
 */
export async function steps(step, { log, next, tell, place }) {
  const { file } = place
  if (step.log) for (const end = next + step.log; next < end; next++) log(line(next))
  if (step.sleepMs) await new Promise((resolve) => void setTimeout(resolve, step.sleepMs))
  if (step.file === 'rename') renameSync(file, `${file}.moved`)
  if (step.file === 'delete') rmSync(file)
  if (step.file === 'truncate') truncateSync(file)
  if (step.big) log(`${'x'.repeat(step.big)} ${line(next++)}`)
  if (step.nested) next = nested(step.nested, log, next)
  if (step.deep) next = deep(log, next)
  if (step.clockBack) setBack()
  if (step.noDescriptors === true) exhaust()
  if (step.noDescriptors === false) for (const fd of taken.splice(0)) (await import('node:fs')).closeSync(fd)
  if (step.shutdown) void (await treeline(place.module)).logging.shutdown()
  if (step.go) await go(tell)
  return next
}

/**
 * An argument's text logs too.
 *
 * @param {number} count
 * @param {(text: any) => void} log
 * @param {number} next
 */
function nested(count, log, next) {
  const message = {
    toString() {
      const text = line(next++)
      if (--count > 0) log(message)
      return text
    },
  }
  log(message)
  return next
}

/**
 * Logs at the end of the stack: a call that finds no room throws nothing, and the next one is written.
 *
 * @param {(text: string) => void} log
 * @param {number} next
 */
function deep(log, next) {
  const down = () => {
    log('at the end of the stack')
    down()
  }
  try {
    down()
  } catch {
    // The application's own RangeError.
  }
  log(line(next++))
  return next
}

/** No test may set the machine's clock. */
function setBack() {
  const { now } = Date
  Date.now = () => now() - 3_600_000
}

function exhaust() {
  try {
    for (;;) taken.push(openSync('/dev/null', 'r'))
  } catch {
    // EMFILE.
  }
}

/** Waits until the harness has done its part. @param {(text: string) => void} tell */
async function go(tell) {
  tell(`ready ${process.pid}`)
  await new Promise((resolve) => void process.stdin.once('data', resolve))
  process.stdin.pause()
  process.stdin.unref?.()
}
