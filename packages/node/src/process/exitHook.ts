import { isMainThread } from 'node:worker_threads'
import { shutdown } from '@treeline/core'
import { flushAll } from '@treeline/core/internal'

/** The members of `process` that the exit hook uses. */
export interface ExitHost {
  readonly pid: number
  on(event: string, listener: () => void): unknown
  prependListener(event: string, listener: () => void): unknown
  removeListener(event: string, listener: () => void): unknown
  listenerCount(event: string): number
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

const SIGNALS: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT', 'SIGHUP']

/**
 * Writes what handlers hold when the process ends. A second call does nothing.
 *
 * - On `exit` (return from main, `process.exit()`, uncaught errors) every open handler is flushed and closed.
 * - On SIGTERM, SIGINT and SIGHUP too; then the signal is raised again and ends the process.
 * - Where another listener of the signal exists, handlers are only flushed, and the other listener decides.
 *
 * The hook does not keep the process alive, and does not wait for asynchronous work such as a request: await `shutdown()` for
 * that. An endless synchronous loop runs no listener, so Ctrl-C does not end it; SIGQUIT (Ctrl-\) does.
 */
export function installExitHook(options: ExitHookOptions = {}): void {
  const realm = globalThis as { [INSTALLED]?: boolean }
  if (realm[INSTALLED]) return
  Object.defineProperty(realm, INSTALLED, { value: true, configurable: true })
  const host = options.host ?? process
  host.on('exit', () => void shutdown())
  if (options.signals ?? isMainThread) for (const signal of SIGNALS) hookSignal(host, signal)
}

/**
 * Listens first, and removes itself while other listeners run, so that `listenerCount` does not show it. Libraries such as
 * signal-exit and srvx raise a signal again only when they are the only listeners. They would wait for this listener, and this
 * listener for them.
 */
function hookSignal(host: ExitHost, signal: NodeJS.Signals): void {
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
