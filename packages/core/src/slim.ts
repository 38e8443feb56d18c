// What stands in `treeline/slim`, and in the small script-tag file, where the rest of treeline has callers, all of strftime, groups
// of errors and the rarer conversions of `%` (registration.ts).
import type { Caller } from './callers/findCaller.js'
import { findsCallers, setCallerFinder, UNKNOWN } from './records/caller.js'
import { setFormatException } from './text/exceptionText.js'
import { report } from './runtime/report.js'
import { isError } from './records/keywords.js'
import { setConversions } from './text/percent.js'
import { setStreams } from './handlers/streams.js'
import { setTimeText, type StructTime } from './text/structTime.js'
import { CAUSE, errorText, MAX_CAUSES, read } from './text/traceback.js'

/** Makes records of what every page needs. Does nothing where another import has brought everything (a configuration does). */
export function registerSlim(): void {
  if (findsCallers) return
  setCallerFinder({ findCaller: notFound, callStack: noStack, redirected: (_method, work) => work() }, false)
  setTimeText(numbers, noZone)
  setFormatException(causesAndError)
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

function noZone(): string {
  missing('registerStrftime')
  return ''
}

const NUMBERS: Readonly<Record<string, keyof StructTime>> = {
  Y: 'tm_year',
  m: 'tm_mon',
  d: 'tm_mday',
  H: 'tm_hour',
  M: 'tm_min',
  S: 'tm_sec',
}

/** As strftime, of the directives above alone; others stay as they are written. */
function numbers(format: string, time: StructTime): string {
  return format.replace(/%([^]?)/gu, (directive, code: string) => {
    const key = NUMBERS[code]
    if (key !== undefined) return String(time[key]).padStart(2, '0')
    if (code === '%') return code
    missing('registerStrftime')
    return directive
  })
}

/** As `formatException` of traceback.ts, but for the errors inside an AggregateError. */
function causesAndError(error: unknown): string {
  // Python's text when exc_info was asked for and no exception is active.
  if (error === true) return 'NoneType: None'
  const seen = new Set<unknown>()
  let text = ''
  for (let at = error; seen.size <= MAX_CAUSES;) {
    seen.add(at)
    text = errorText(at) + (text && `\n\n${CAUSE}\n\n${text}`)
    if (!isError(at)) break
    if (read(at, 'errors')) missing('registerTraceback')
    at = read(at, 'cause')
    if (at === undefined || at === null || seen.has(at)) break
  }
  return text
}

/** What is refused is written as its format and arguments, and reported, as anything that does not merge. */
function noConversion(): never {
  throw new Error(notHere('registerConversions'))
}

function noStream(): never {
  throw new Error(notHere('registerStreams'))
}
