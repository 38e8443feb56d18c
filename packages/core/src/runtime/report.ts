import { argsText, repr } from '../text/repr.js'
import { formatException } from '../text/traceback.js'
import { runtime } from './runtime.js'
import { settings } from './settings.js'

/** How long the same failure of the same object stays quiet after it was reported. */
const BURST_MS = 5000

/** The call that failed: a record, as a rule. */
export interface About {
  readonly msg: unknown
  readonly args: unknown
}

interface Burst {
  text: string
  untilMs: number
  hidden: number
}

const bursts = new WeakMap<object, Burst>()

/**
 * Writes to the platform's standard error that the library, or something plugged into it, failed. The only way in which
 * treeline speaks of its own failures: it does not log, does not throw, and says the same of the same source once a burst.
 *
 * @param source the handler or logger that failed
 */
export function report(source: object, error: unknown, about?: About): void {
  if (!settings.raiseExceptions) return
  try {
    const hidden = newBurst(source, headline(error))
    if (hidden !== undefined) runtime().stderr.write(reportText(error, about, hidden))
  } catch {
    // Standard error is gone too; there is nobody left to tell.
  }
}

function headline(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : repr(error)
}

/** Returns how many alike were hidden since the last report, or undefined when this one is to be hidden too. */
function newBurst(source: object, text: string): number | undefined {
  const now = Date.now()
  const burst = bursts.get(source)
  if (burst !== undefined && burst.text === text && now < burst.untilMs) {
    burst.hidden++
    return undefined
  }
  bursts.set(source, { text, untilMs: now + BURST_MS, hidden: 0 })
  return burst?.hidden ?? 0
}

function reportText(error: unknown, about: About | undefined, hidden: number): string {
  const before = hidden > 0 ? `(${hidden} more like the last one)\n` : ''
  const call = about === undefined ? '' : `Message: ${repr(about.msg)}\nArguments: ${argsText(about.args)}\n`
  return `${before}--- Logging error ---\n${formatException(error)}\n${call}`
}
