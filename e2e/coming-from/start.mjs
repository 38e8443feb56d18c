// Loaded before a program: fixes what differs from run to run (the clock, the process's number, the machine's name), and
// says where the output of a block ends.
import { readFileSync, writeSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import os from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'

const NOW = Date.UTC(2026, 10, 27, 12)
const now = performance.now.bind(performance)

Date.now = () => NOW
globalThis.Date = new Proxy(Date, {
  construct: (clock, args, target) => Reflect.construct(clock, args.length === 0 ? [NOW] : args, target),
})
os.hostname = () => 'web1'
Object.defineProperty(process, 'pid', { value: 4242 })
syncBuiltinESMExports()

const writtenLines = () => readFileSync('.output', 'utf8').split('\u0001').at(-1)?.split('\n').length ?? 0

/** This only ends a test that fails. */
const HANG_MS = 30_000

/**
 * Waits for the lines of a block, as long as a logger may take that writes them later, and marks its end.
 *
 * @param {number} lines
 */
globalThis.endBlock = async (lines) => {
  const latest = now() + HANG_MS
  while (writtenLines() <= lines && now() < latest) await pause(5)
  writeSync(1, '\u0001')
}
