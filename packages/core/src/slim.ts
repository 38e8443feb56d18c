// What stands in `treeline/slim`, and in the small script-tag file, where the rest of treeline has callers, all of strftime
// and the rarer conversions of `%` (registration.ts).
import type { Caller } from './callers/findCaller.js'
import { findsCallers, setCallerFinder, UNKNOWN } from './records/caller.js'
import { report } from './runtime/report.js'
import { setConversions } from './text/percent.js'
import { setStreams } from './handlers/streams.js'

/** Makes records of what every page needs. Does nothing where another import has brought everything (a configuration does). */
export function registerSlim(): void {
  if (findsCallers) return
  setCallerFinder({ findCaller: notFound, callStack: noStack, redirected: (_method, work) => work() }, false)
  setConversions({ floatText: noConversion, toChar: noConversion })
  setStreams({ toStream: noStream, lastResort: noStream })
}

const notHere = (register: string): string =>
  `not in this build: call ${register}() of treeline/slim, or load treeline.full.min.js`

const told = new Set<string>()

/** Says once that a record wants what is not here. The record is written all the same, with less in it. */
function missing(register: string): void {
  if (told.has(register)) return
  told.add(register)
  report(told, new Error(notHere(register)))
}

function notFound(): Caller {
  missing('registerCaller')
  return UNKNOWN
}

function noStack(): string {
  missing('registerCaller')
  return 'Stack (most recent call first):'
}

/** What is refused is written as its format and arguments, and reported, as anything that does not merge. */
function noConversion(): never {
  throw new Error(notHere('registerConversions'))
}

function noStream(): never {
  throw new Error(notHere('registerStreams'))
}
