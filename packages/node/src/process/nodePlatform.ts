import * as workerThreads from 'node:worker_threads'
import type { FileOptions, Handler, Platform } from '@treeline/core'
import { FileHandler } from '../files/fileHandler.js'
import { readFile } from '../config/readFile.js'
import { stderr } from './stdio.js'

type Listener = (warning: Error) => void

let ours: Listener | undefined
let silenced: Listener[] = []

/**
 * What core needs to know of Node: standard error, thread, process, files, warnings.
 *
 * `thread` is the worker's id, 0 in the main thread; `threadName` `MainThread`, a worker's given name (where Node tells it,
 * from 22.20) or `Thread-<id>`; `processName` `MainProcess`, in a cluster's worker `Process-<id>`.
 */
export const nodePlatform: Platform = {
  stderr,
  get thread(): number {
    return workerThreads.threadId
  },
  get threadName(): string {
    return threadName()
  },
  get process(): number {
    return process.pid
  },
  get processName(): string {
    return processName()
  },
  openFile(filename: string, { mode, encoding, errors }: FileOptions): Handler {
    // Only basicConfig asks, whose default this is.
    return new FileHandler(filename, { mode, encoding, errors: errors === undefined ? 'backslashreplace' : errors })
  },
  readFile,
  captureWarnings,
}

function threadName(): string {
  if (workerThreads.isMainThread) return 'MainThread'
  const { threadName } = workerThreads as { threadName?: string }
  // Node's own name for a worker without one.
  return threadName && threadName !== 'WorkerThread' ? threadName : `Thread-${workerThreads.threadId}`
}

let nameOfProcess: string | undefined

function processName(): string {
  return (nameOfProcess ??= clusterName() ?? 'MainProcess')
}

/** Asks without an import: loading the module costs a program that is no cluster some milliseconds. */
function clusterName(): string | undefined {
  // A cluster's worker has a channel to its primary.
  if (process.send === undefined) return undefined
  const cluster = process.getBuiltinModule?.('node:cluster') as unknown as { worker?: { id: number } } | undefined
  return cluster?.worker === undefined ? undefined : `Process-${cluster.worker.id}`
}

/**
 * Takes over from Node's own printing of warnings, and gives it back when called with null. Other listeners that the
 * application has stay.
 */
function captureWarnings(show: ((text: string) => void) | null): void {
  if (ours !== undefined) {
    process.removeListener('warning', ours)
    for (const listener of silenced) process.on('warning', listener)
    ours = undefined
    silenced = []
  }
  if (show === null) return
  silenced = (process.listeners('warning') as Listener[]).filter(isDefault)
  for (const listener of silenced) process.removeListener('warning', listener)
  ours = (warning) => show(warningText(warning))
  process.on('warning', ours)
}

/** Node's printing is a listener like any other, known by its name only. */
function isDefault(listener: Listener): boolean {
  return listener.name === 'onWarning'
}

/** `DeprecationWarning: Buffer() is deprecated [DEP0005]`, on one line. */
function warningText(warning: Error & { code?: unknown }): string {
  const { name, message, code } = warning
  const text = `${name}: ${message}${code === undefined ? '' : ` [${String(code)}]`}`
  return text.replace(/\s*[\r\n]+\s*/g, ' ')
}
