import { getLogger, type LogRecord } from '@treeline/core'
import { report } from '@treeline/core/internal'

/** A call that the stub has queued: its time in milliseconds, the logger's name (none: a function of the module), the call. */
export type QueuedCall = [ms: number, name: string | undefined, method: string, args: unknown[]]

type Methods = Record<string, (...args: unknown[]) => void>

interface Page {
  /** The stub at first, then treeline. */
  readonly logging?: Methods & { readonly queue?: QueuedCall[] }
}

/**
 * Makes the calls that the page's stub (`stub.ts`) has queued, with their times, and from then on every call of a logger that the page
 * took from the stub. Waits until the page has loaded: its scripts have configured logging by then, in whatever order they arrived.
 * A `basicConfig` that was queued does not wait: what these scripts log meanwhile is meant for it.
 */
export function replayStub(): void {
  const page = globalThis as Page
  const queue = page.logging?.queue
  if (queue === undefined) return
  const make = ([ms, name, method, args]: QueuedCall): void => {
    const logger = getLogger(name)
    let time = ms
    const setTime = (record: LogRecord): boolean => {
      // Only the call's own record gets its time, not what a handler logs meanwhile.
      if (time > 0) record.created = time / 1000
      time = 0
      return true
    }
    logger.filters.unshift(setTime)
    try {
      ;((name === undefined ? page.logging : logger) as Methods)[method]!(...args)
    } catch (error) {
      report(logger, error)
    }
    logger.removeFilter(setTime)
  }
  // A page that keeps the stub in treeline's place has its calls queued again, without end.
  const isReplaced = (): boolean => page.logging?.queue !== queue
  const configure = (): void => {
    // They stand in front.
    while (isReplaced() && queue[0]?.[2] === 'basicConfig') make(queue.shift()!)
  }
  const start = (): void => {
    if (!isReplaced()) return
    queue.push = queue.unshift = make as never
    queue.splice(0).forEach(make)
  }
  // Once this script has put treeline in the stub's place.
  void Promise.resolve().then(configure)
  if (document.readyState === 'complete') setTimeout(start)
  else addEventListener('load', start)
}
