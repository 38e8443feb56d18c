import { clip } from '../text/clip.js'
import { percent } from '../text/percent.js'
import { argsText, repr, str } from '../text/repr.js'
import { formatException } from '../text/traceback.js'
import { runtime } from './runtime.js'
import { needRoomForReport } from './stackRoom.js'
import { later } from './timer.js'
import { settings } from './settings.js'

/** How long the same failure of the same object stays quiet after it was reported. */
const BURST_MS = 5000

/** The most different failures of one object that are reported in a burst. */
const MAX_TOLD = 50

/** The most characters that a report shows of a call's message, and of its arguments. */
const MAX_SHOWN = 1000

/**
 * Counts failures that could not be reported: at the end of the stack nothing can be called. V8 cannot compile there a function
 * that has not run yet either. So the code that counts one calls `untold.later.then(tellHidden)` itself.
 */
export const untold: { count: number; readonly later: Promise<void> } = {
  count: 0,
  later: /* @__PURE__ */ Promise.resolve(),
}

/** The call that failed: a record, as a rule. */
export interface About {
  readonly msg: unknown
  readonly args: unknown
}

interface Burst {
  readonly told: Set<string>
  readonly begunMs: number
  hidden: number
}

const bursts = new WeakMap<object, Burst>()
/** The bursts that have hidden failures to count. */
const hiding = new Set<Burst>()

/**
 * Writes to the platform's standard error that the library, or something plugged into it, failed. This is the only way in which
 * treeline reports its own failures: it does not log and does not throw. The same failure of the same source is reported once in
 * a burst.
 *
 * @param source the handler or logger that failed
 * @param place returns `file:line` of the call, or '': a message that does not merge is the caller's mistake
 */
export function report(source: object, error: unknown, about?: About, place: () => string = () => ''): void {
  if (!settings.raiseExceptions) return
  try {
    needRoomForReport()
    const hidden = newBurst(source, headline(error))
    if (hidden !== undefined) runtime().stderr.write(reportText(error, seen(about), hidden, place))
  } catch {
    // Standard error is gone too, or the stack is at its end.
    untold.count++
    void untold.later.then(tellHidden)
  }
}

/** Takes the frames off an error: where our code noticed it says nothing. */
export function withoutFrames<E extends Error>(error: E): E {
  error.stack = String(error)
  return error
}

const hints = new WeakMap<Error, string>()

/** Remembers what to write so that an error does not come again. Its report shows this in place of our stack. */
export function withHint(error: Error, hint: string): Error {
  hints.set(error, hint)
  return error
}

function headline(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : repr(error)
}

/** Returns the time in milliseconds. A clock that throws, such as a test's, is what the report is about. */
function clock(): number {
  try {
    return Date.now()
  } catch {
    return 0
  }
}

/** Returns how many failures were hidden in the last burst, 0 within one, or undefined if this one is to be hidden too. */
function newBurst(source: object, text: string): number | undefined {
  const now = clock()
  let burst = bursts.get(source)
  let before = 0
  // A clock that was set back ends a burst too.
  if (burst === undefined || Math.abs(now - burst.begunMs) >= BURST_MS) {
    before = burst ? uncounted(burst) : 0
    bursts.set(source, (burst = { told: new Set(), begunMs: now, hidden: 0 }))
  }
  if (burst.told.has(text) || burst.told.size >= MAX_TOLD) {
    if (burst.hidden++ === 0) {
      hiding.add(burst)
      later(BURST_MS, tellHidden)
    }
    return undefined
  }
  burst.told.add(text)
  return before
}

/** Returns how many failures of a burst are hidden and not counted yet. */
function uncounted(burst: Burst): number {
  const { hidden } = burst
  burst.hidden = 0
  hiding.delete(burst)
  return hidden
}

/** Reports how many failures were hidden or could not be reported, unless a report has said so. */
export function tellHidden(): void {
  let hidden = 0
  for (const burst of hiding) hidden += uncounted(burst)
  const { count } = untold
  untold.count = 0
  const text = (hidden > 0 ? more(hidden) : '') + (count > 0 ? noRoom(count) : '')
  if (!text || !settings.raiseExceptions) return
  try {
    runtime().stderr.write(text)
  } catch {
    // Standard error is gone.
  }
}

function noRoom(count: number): string {
  return `--- Logging error ---\nNo room on the stack: ${count} records may be lost\n`
}

function more(hidden: number): string {
  return `(${hidden} more like the last ones)\n`
}

/** Returns a call's message and arguments; undefined where a getter of the application throws. */
function seen(about: About | undefined): About | undefined {
  try {
    return about && { msg: about.msg, args: about.args }
  } catch {
    return undefined
  }
}

function reportText(error: unknown, about: About | undefined, hidden: number, place: () => string): string {
  const before = hidden > 0 ? more(hidden) : ''
  const call =
    about === undefined
      ? ''
      : `Message: ${clip(repr(about.msg), MAX_SHOWN)}\nArguments: ${clip(argsText(about.args), MAX_SHOWN)}\n`
  const hint = hints.get(error as Error) ?? (about && hintFor(about, headline(error)))
  // What is wrong is in the call: its place says more than our stack.
  const at = hint && place()
  const text = hint ? `${headline(error)} (${hint})` : formatException(error)
  return `${before}--- Logging error ---${at ? ` at ${at}` : ''}\n${text}\n${call}`
}

/** Returns what to write in place of a call whose message does not merge; undefined where that is not the failure. */
function hintFor({ msg, args }: About, failure: string): string | undefined {
  if (args === null || (Array.isArray(args) && args.length === 0) || str(msg).length > MAX_SHOWN) return undefined
  try {
    percent(str(msg)).format(args)
    return undefined
  } catch (error) {
    if (headline(error) !== failure) return undefined
    return typeof msg === 'object'
      ? "the message comes first: 'text', { field: value }"
      : 'write %s for an argument, { field: value } for more, and %% for a percent sign'
  }
}
