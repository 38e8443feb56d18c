import { isMainThread } from 'node:worker_threads'
import { flush } from '@treeline/core'
import { shutdownAtExit } from '@treeline/core/internal'
import { endPatience } from '../files/patience.js'
import { endStandardStreams } from './stdio.js'
import { tellUndelivered } from './undelivered.js'

/** The members of `process` that the exit hook uses. */
export interface ExitHost {
  readonly pid: number
  on(event: string, listener: () => void): unknown
  prependListener(event: string, listener: () => void): unknown
  removeListener(event: string, listener: () => void): unknown
  listenerCount(event: string): number
  readonly versions?: object | undefined
  kill(pid: number, signal: string): unknown
}

/** The optional parameters of `installExitHook`. */
export interface ExitHookOptions {
  /** Default `process`. */
  host?: ExitHost | undefined
  /** Whether to listen to signals. Default: in the main thread only, because Node delivers none to workers. */
  signals?: boolean | undefined
}

// On globalThis, so that the ESM and CommonJS copies of the package install one hook.
const INSTALLED = Symbol.for('treeline.exitHook')

/** Those by which a process is told to end. SIGUSR2 is nodemon's; SIGUSR1 is left to the debugger. */
const SIGNALS: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']

/** How long an exit waits for readers of pipes that take nothing, in milliseconds. */
const EXIT_MS = 5000
/** And after a signal: its sender wants the process to end. */
const SIGNAL_MS = 500
let exitMs = EXIT_MS

/**
 * Writes what handlers hold when the process ends. A second call does nothing.
 *
 * - On `exit` (return from main, `process.exit()`, uncaught errors) every open handler is flushed and closed. What later listeners
 *   of the application's log is written at once.
 * - On SIGTERM, SIGINT, SIGHUP, SIGQUIT and SIGUSR2 too; then the signal is raised again and ends the process.
 * - Where another listener of the signal exists, handlers are only flushed, and the other listener decides.
 *
 * - Where nothing is left to do (`beforeExit`), handlers are flushed once, and requests on their way are waited for.
 * - A reader of standard output that takes nothing is waited for 5 s at an exit, and half a second after a signal. One line on
 *   standard error says how many records it did not take.
 * - Where a socket's handler still has records to send, a thread of its own tries once more, within the same times.
 * - Records that a handler such as BufferingHTTPHandler still has to send at the end are lost: one line on standard error says
 *   how many.
 *
 * The hook does not keep the process alive at an exit, and waits for no request there: await `shutdown()` for that. An
 * endless synchronous loop runs no listener, so Ctrl-C does not end it; SIGKILL does.
 */
export function installExitHook(options: ExitHookOptions = {}): void {
  const realm = globalThis as { [INSTALLED]?: boolean }
  if (realm[INSTALLED]) return
  Object.defineProperty(realm, INSTALLED, { value: true, configurable: true })
  const host = options.host ?? process
  host.on('exit', end)
  let isFlushed = false
  host.on('beforeExit', () => {
    // Once: while a server is down each flush would lead to the next.
    if (!isFlushed) void flush()
    isFlushed = true
  })
  if ('deno' in (host.versions ?? {})) hookDeno(host)
  if (options.signals ?? isMainThread) for (const signal of SIGNALS) hookSignal(host, signal)
}

/** Writes all that can be written at once, and says what cannot. */
function end(): void {
  endPatience(exitMs)
  shutdownAtExit(tellUndelivered())
  endStandardStreams()
}

/** Deno emits no `exit` at an uncaught error or rejection, nor at `Deno.exit()`. */
function hookDeno(host: ExitHost): void {
  // Only flushed: a listener of the application's may keep the process alive.
  host.on('uncaughtExceptionMonitor', () => void flush())
  const { addEventListener } = globalThis as { addEventListener?(type: string, listener: () => void): void }
  addEventListener?.('unload', end)
}

/**
 * Listens first, and removes itself while other listeners run, so that `listenerCount` does not show it. Libraries such as
 * signal-exit and srvx raise a signal again only when they are the only listeners. They would wait for this listener, and this
 * listener for them.
 */
function hookSignal(host: ExitHost, signal: NodeJS.Signals): void {
  const listener = (): void => {
    host.removeListener(signal, listener)
    exitMs = SIGNAL_MS
    if (host.listenerCount(signal) === 0) {
      end()
      host.kill(host.pid, signal)
      return
    }
    void flush()
    // Not queueMicrotask, which fake timers replace.
    void Promise.resolve().then(() => host.prependListener(signal, listener))
  }
  host.prependListener(signal, listener)
}
