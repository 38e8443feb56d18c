import { platform } from '../handlers/platform.js'
import type { LogRecord } from '../records/record.js'
import { registry } from '../realm/registry.js'
import { argsText, repr } from '../text/repr.js'
import { formatException } from '../text/traceback.js'

/** How long the same failure of the same object stays quiet after it was reported. */
const BURST_MS = 5000

interface Burst {
  text: string
  untilMs: number
  hidden: number
}

const bursts = new WeakMap<object, Burst>()

/**
 * Tells on the platform's standard error that the library, or something plugged into it, failed. The only way in which
 * treeline speaks of its own failures: it does not log, does not throw, and says the same of the same source once a burst.
 *
 * @param source the handler or logger that failed
 */
export function report(source: object, error: unknown, record?: LogRecord): void {
  if (!registry.settings.raiseExceptions) return
  try {
    const hidden = newBurst(source, headline(error))
    if (hidden !== undefined) platform().stderr.write(reportText(error, record, hidden))
  } catch {
    // Standard error is gone too; there is nobody left to tell.
  }
}

function headline(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : repr(error)
}

/** Gives how many alike were hidden since the last report, or undefined when this one is to be hidden too. */
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

function reportText(error: unknown, record: LogRecord | undefined, hidden: number): string {
  const before = hidden > 0 ? `(${hidden} more like the last one)\n` : ''
  const about = record === undefined ? '' : `Message: ${repr(record.msg)}\nArguments: ${argsText(record.args)}\n`
  return `${before}--- Logging error ---\n${formatException(error)}\n${about}`
}
