// One run of one set-up, in a process of its own: node child.mjs <file> <setup> <workload> <lines> <warm-up> <output>
// The result goes to file descriptor 3: standard output may be the contestant's log.
import { closeSync, writeSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { workloads } from './workloads.mjs'

const [file, setupName, workloadName, linesText, warmUpText, output] = process.argv.slice(2)
const lines = Number(linesText)
const warmUp = Number(warmUpText)
const LONGEST_MS = 250
const LINES_A_TICK = 200
const workload = workloads[workloadName]
const { setups } = await import(`./contestants/${file}`)
const setup = setups[setupName]
const { line, end } = await setup.open(workload, output, setupName)

// As parameters: a variable of the module is looked up at each call, which costs more than the call that is measured.
if (workload.durability === 'none') measureCalls(line)
else await measureLines(line, end)

/** Nothing is written: the calls alone, many times over. */
function measureCalls(line) {
  for (let i = 0; i < warmUp; i++) line(i)
  const before = process.hrtime.bigint()
  let repeats = 0
  do {
    for (let i = 0; i < lines; i++) line(i)
    repeats++
  } while (repeats < 100 && since(before) < LONGEST_MS * 1e6)
  const ns = since(before) / (lines * repeats)
  report({ nsPerLine: ns, nsInCall: ns, lines: 0 })
}

/**
 * To the last line in the file. What writes behind the caller's back (`ticks`) is given the event loop between blocks of
 * lines, as an application would; a burst gives it nothing.
 */
async function measureLines(line, end) {
  const isBurst = workload.lines !== undefined
  let i = 0
  const started = process.hrtime.bigint()
  while (i < warmUp && since(started) < (LONGEST_MS / 2) * 1e6) {
    i = block(line, i, Math.min(warmUp, i + LINES_A_TICK))
    if (setup.ticks) await new Promise(setImmediate)
  }
  if (setup.ticks) await pause(50)
  const warm = i
  const before = process.hrtime.bigint()
  let inCall = 0
  for (const last = warm + lines; i < last;) {
    const blockBefore = process.hrtime.bigint()
    i = block(line, i, Math.min(last, i + LINES_A_TICK))
    inCall += since(blockBefore)
    if (isBurst) continue
    if (since(before) > LONGEST_MS * 1e6) break
    if (setup.ticks) await new Promise(setImmediate)
  }
  // What ends may be waiting for a thread that does not keep the process.
  const alive = setInterval(() => {}, LONGEST_MS)
  await end()
  clearInterval(alive)
  const count = i - warm
  report({ nsPerLine: since(before) / count, nsInCall: inCall / count, lines: i })
}

function block(line, i, stop) {
  for (; i < stop; i++) line(i)
  return i
}

function since(before) {
  return Number(process.hrtime.bigint() - before)
}

function report(result) {
  writeSync(3, JSON.stringify({ ...result, peakKB: process.resourceUsage().maxRSS }))
  closeSync(3)
  // Some contestants keep timers or threads alive. What is still on its way to the file is given a moment.
  setTimeout(() => process.exit(0), 1000).unref()
}
