import { isMainThread } from 'node:worker_threads'
import { shutdown } from '@treeline/core'
import { flushAll } from '@treeline/core/internal'

/** What the exit hook needs of `process`. */
export interface ExitHost {
  readonly pid: number
  on(event: string, listener: () => void): unknown
  prependListener(event: string, listener: () => void): unknown
  removeListener(event: string, listener: () => void): unknown
  listenerCount(event: string): number
  kill(pid: number, signal: NodeJS.Signals): unknown
}

/** The optional parameters of `installExitHook`. */
export interface ExitHookOptions {
  /** Default `process`. */
  host?: ExitHost
  /** Whether there are signals to listen to. Default: in the main thread only, as Node delivers none to workers. */
  signals?: boolean
}

// On globalThis, as the registry is: ESM and CommonJS copies of the package install one hook.
const INSTALLED = Symbol.for('treeline.exitHook')

const SIGNALS: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT', 'SIGHUP']

/**
 * Sees to it that what handlers hold is written when the process ends: on `exit` (the return from main, `process.exit()`,
 * uncaught errors) every open handler is flushed and closed; at SIGTERM, SIGINT and SIGHUP too, after which the signal does
 * what it would have done. A second call does nothing.
 *
 * Where anybody else listens to a signal, that one decides: handlers are flushed, stay open, and the process goes on. It
 * keeps no process alive. What is asynchronous (a request on its way) is not waited for: await `shutdown()` for that.
 *
 * One thing no listener can do: a program in an endless synchronous loop never gets to it, so that Ctrl-C does not end it
 * (SIGQUIT, Ctrl-\, does).
 */
export function installExitHook(options: ExitHookOptions = {}): void {
  const realm = globalThis as { [INSTALLED]?: boolean }
  if (realm[INSTALLED]) return
  Object.defineProperty(realm, INSTALLED, { value: true, configurable: true })
  const host = options.host ?? process
  host.on('exit', () => void shutdown())
  if (options.signals ?? isMainThread) for (const signal of SIGNALS) listen(host, signal)
}

/**
 * Listens to a signal so that nobody can tell: first in line, and not in it while the others are asked. Libraries that
 * re-raise a signal when they are the only listeners (signal-exit, srvx) would otherwise wait for this one to act, and
 * this one for them.
 */
function listen(host: ExitHost, signal: NodeJS.Signals): void {
  const listener = (): void => {
    host.removeListener(signal, listener)
    if (host.listenerCount(signal) === 0) {
      void shutdown()
      host.kill(host.pid, signal)
      return
    }
    void flushAll()
    queueMicrotask(() => host.prependListener(signal, listener))
  }
  host.prependListener(signal, listener)
}
