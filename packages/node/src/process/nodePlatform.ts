import * as workerThreads from 'node:worker_threads'
import type { FileOptions, Handler, Platform } from '@treeline/core'
import { StderrHandler, uncaughtText } from '@treeline/core/internal'
import { FileHandler } from '../files/fileHandler.js'
import { readFile } from '../config/readFile.js'
import { stderr } from './stdio.js'
import { watchStream } from './watchStream.js'
import { writeThrough } from './writeThrough.js'

type Listener = (warning: Error) => void

let warningListener: Listener | undefined
let silenced: Listener[] = []

/**
 * What core needs of Node: standard error, thread, process, files, warnings.
 *
 * - `thread` is the worker's id, and 0 in the main thread.
 * - A worker ends without an event.
 * - `threadName` is `MainThread`, a worker's given name (from Node 22.20 on) or `Thread-<id>`.
 * - `processName` is `MainProcess`, and `Process-<id>` in a worker of a cluster.
 */
export const nodePlatform: Platform = {
  stderr,
  get thread(): number {
    return workerThreads.threadId
  },
  get threadName(): string {
    return threadName()
  },
  endsUntold: !workerThreads.isMainThread,
  get process(): number {
    return process.pid
  },
  get processName(): string {
    return processName()
  },
  lastResort: (): Handler => new StderrHandler('WARNING'),
  openFile(filename: string, { mode, encoding, errors }: FileOptions): Handler {
    // Only basicConfig calls this, and this is its default.
    return new FileHandler(filename, { mode, encoding, errors: errors === undefined ? 'backslashreplace' : errors })
  },
  readFile,
  watchStream,
  writeThrough,
  captureWarnings,
  captureErrors,
}

function threadName(): string {
  if (workerThreads.isMainThread) return 'MainThread'
  const { threadName } = workerThreads as { threadName?: string }
  // Node calls a worker without a name `WorkerThread`.
  return threadName && threadName !== 'WorkerThread' ? threadName : `Thread-${workerThreads.threadId}`
}

let cachedProcessName: string | undefined

function processName(): string {
  return (cachedProcessName ??= clusterName() ?? 'MainProcess')
}

/** Does not import `node:cluster`: loading it takes some milliseconds, which a program without a cluster should not pay. */
function clusterName(): string | undefined {
  // A worker of a cluster has a channel to its primary.
  if (process.send === undefined) return undefined
  const cluster = process.getBuiltinModule?.('node:cluster') as unknown as { worker?: { id: number } } | undefined
  return cluster?.worker === undefined ? undefined : `Process-${cluster.worker.id}`
}

/**
 * Shows Node's warnings by `show` in place of Node's own printing; null restores that. Other listeners of the application stay.
 */
function captureWarnings(show: ((text: string) => void) | null): void {
  if (warningListener !== undefined) {
    process.removeListener('warning', warningListener)
    for (const listener of silenced) process.on('warning', listener)
    warningListener = undefined
    silenced = []
  }
  if (show === null) return
  silenced = (process.listeners('warning') as Listener[]).filter(isDefault)
  for (const listener of silenced) process.removeListener('warning', listener)
  warningListener = (warning) => show(warningText(warning))
  process.on('warning', warningListener)
}

let errorListener: ((error: unknown, origin: string) => void) | undefined

/** Shows the error that ends the process before it does; a rejection too, where Node ends for it. Null undoes it. */
function captureErrors(show: ((text: string, error: unknown) => void) | null): void {
  if (errorListener !== undefined) process.removeListener('uncaughtExceptionMonitor', errorListener)
  errorListener = undefined
  if (show === null) return
  errorListener = (error, origin) => {
    const what = origin === 'unhandledRejection' ? 'Unhandled rejection' : 'Uncaught exception'
    show(uncaughtText(what, error), error)
  }
  process.on('uncaughtExceptionMonitor', errorListener)
}

/** Returns whether a listener is Node's own printing, which only its name shows. */
function isDefault(listener: Listener): boolean {
  return listener.name === 'onWarning'
}

/** Returns a warning on one line: `DeprecationWarning: Buffer() is deprecated [DEP0005]`. */
function warningText(warning: Error & { code?: unknown }): string {
  const { name, message, code } = warning
  const text = `${name}: ${message}${code === undefined ? '' : ` [${String(code)}]`}`
  return text.replace(/\s*[\r\n]+\s*/g, ' ')
}
