import { capturePageErrors, capturePageWarnings, ConsoleHandler } from '@treeline/console'
import { type Handler, type Platform } from '@treeline/core'
import { consoleStream } from '@treeline/core/internal'

interface WorkerScope {
  readonly name?: unknown
  readonly WorkerGlobalScope?: unknown
}

/** Returns the thread's name: a worker's own name, where it has one. */
function threadName(): string {
  const { name, WorkerGlobalScope } = globalThis as WorkerScope
  if (WorkerGlobalScope === undefined) return 'MainThread'
  return typeof name === 'string' && name !== '' ? name : 'Worker'
}

/** The platform of pages, workers and engines without files: everything goes to the console. */
export const browserPlatform: Platform = {
  stderr: consoleStream,
  thread: 0,
  get threadName(): string {
    return threadName()
  },
  process: 0,
  processName: 'MainProcess',
  captureErrors: capturePageErrors,
  captureWarnings: capturePageWarnings,
  defaultHandler: (): Handler => new ConsoleHandler(),
  lastResort: (): Handler => {
    const handler = new ConsoleHandler()
    handler.setLevel('WARNING')
    return handler
  },
}
