import { isMainThread } from 'node:worker_threads'
import { flush } from '@treeline/core'
import { checkNamedOptions, flushAtFailure, ofType, shutdownAtExit, withMethods } from '@treeline/core/internal'
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
  emit(event: string, ...rest: unknown[]): boolean
  readonly versions?: object | undefined
  exitCode?: number | string | null | undefined
  exit?(code?: number | string | null): never
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

/** The signals that end a process. SIGUSR2 is nodemon's; SIGUSR1 is left to the debugger. */
const SIGNALS: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']

/** The longest time that an exit waits for readers of pipes that take nothing, in milliseconds. */
const EXIT_MS = 5000
/** The same after a signal: its sender wants the process to end. */
const SIGNAL_MS = 500
let exitMs = EXIT_MS

/**
 * Writes what handlers hold when the process ends. A second call does nothing.
 *
 * - On `exit` (return from main, `process.exit()`, uncaught errors) it flushes and closes every open handler. What the application's
 *   listeners log then is written at once. They run later than the hook, whenever they were added, as one of them may throw.
 * - At an uncaught error it flushes handlers before the application's listeners of `uncaughtException` run. Handlers hold nothing
 *   while these run, as one may abort the process. Where one throws, Node emits no `exit`: the hook then does the same as at an exit.
 * - On SIGTERM, SIGINT, SIGHUP, SIGQUIT and SIGUSR2 it does the same as at an exit, and raises the signal again, which ends the
 *   process. Where the signal has another listener, it only flushes handlers, and the other listener decides.
 * - Where nothing is left to do (`beforeExit`), it flushes handlers once and waits for requests on their way.
 * - It waits for a reader of standard output that takes nothing, 5 s at an exit and half a second after a signal. One line on
 *   standard error says how many records the reader did not take.
 * - Where a socket's handler still has records to send, a thread of its own tries once more, within the same times.
 * - Records that a handler such as BufferingHTTPHandler still has to send at the end are lost: one line on standard error says
 *   how many.
 *
 * The hook does not keep the process alive at an exit, and waits for no request there: await `shutdown()` for that. An
 * endless synchronous loop runs no listener, so Ctrl-C does not end it; SIGKILL does.
 *
 * @throws TypeError for an unknown option, or one of a wrong type
 */
export function installExitHook(options: ExitHookOptions = {}): void {
  checkNamedOptions(installExitHook, options, 'host signals')
  const { host = process as ExitHost, signals = isMainThread } = options
  withMethods<unknown>('host', host, 'on prependListener', 'a process')
  ofType('signals', signals, 'boolean')
  const realm = globalThis as { [INSTALLED]?: boolean }
  if (realm[INSTALLED]) return
  Object.defineProperty(realm, INSTALLED, { value: true, configurable: true })
  host.prependListener('exit', () => end(host))
  host.prependListener('uncaughtExceptionMonitor', () => {
    flushAtFailure()
    endWhereListenersThrow(host)
  })
  let isFlushed = false
  host.on('beforeExit', () => {
    // Once: while a server is down each flush would lead to the next.
    if (!isFlushed) void flush()
    isFlushed = true
  })
  if ('deno' in (host.versions ?? {})) hookDeno(host)
  if (signals) for (const signal of SIGNALS) hookSignal(host, signal)
}

/** Writes everything that can be written at once, and says what cannot. */
function end(host: ExitHost): void {
  endPatience(exitMs)
  withoutExit(host, () => shutdownAtExit(tellUndelivered()))
  endStandardStreams()
}

/** Lets `process.exit()` throw during some work: a handler that calls it would end the process with what the others hold. */
function withoutExit(host: ExitHost, work: () => void): void {
  const restore = replace(host, 'exit', (code?: number | string | null): never => {
    if (code !== undefined) host.exitCode = code
    throw new Error('process.exit() while the process ends: it ends once all handlers are flushed')
  })
  try {
    work()
  } finally {
    restore()
  }
}

/** Replaces a method of the host. Returns a function that puts the old one back, unless the method was replaced again. */
function replace<Name extends 'emit' | 'exit'>(host: ExitHost, name: Name, method: ExitHost[Name]): () => void {
  const before = Object.getOwnPropertyDescriptor(host, name)
  // Not `defineProperty` of Object, which throws where the host takes nothing.
  Reflect.defineProperty(host, name, { value: method, writable: true, configurable: true })
  return () => {
    if (host[name] !== method) return
    if (before === undefined) Reflect.deleteProperty(host, name)
    else Reflect.defineProperty(host, name, before)
  }
}

/**
 * Does what an exit does when a listener of the next event throws. That event is `uncaughtException` where it has a listener. Only
 * the caller of `emit` gets what a listener throws.
 */
function endWhereListenersThrow(host: ExitHost): void {
  const { emit } = host
  const watched = (event: string, ...rest: unknown[]): boolean => {
    // This comes first: a listener may put an `emit` of its own there.
    restore()
    let throws = event === 'uncaughtException'
    // Not `catch`: Node shows where an error was thrown last.
    try {
      const result = emit.call(host, event, ...rest)
      throws = false
      return result
    } finally {
      if (throws) end(host)
    }
  }
  // Handlers hold nothing meanwhile, even where the host's methods cannot be replaced.
  const restore = replace(host, 'emit', watched)
  // There is no event where a function takes errors in place of listeners.
  void Promise.resolve().then(restore)
}

/** Hooks Deno's own ends: it emits no `exit` at `Deno.exit()`, and only the monitor's event at an uncaught error. */
function hookDeno(host: ExitHost): void {
  const { addEventListener } = globalThis as { addEventListener?(type: string, listener: () => void): void }
  addEventListener?.('unload', () => end(host))
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
      end(host)
      host.kill(host.pid, signal)
      return
    }
    // A listener may raise the signal again, which ends the process at once.
    flushAtFailure()
    // Not queueMicrotask, which fake timers replace.
    void Promise.resolve().then(() => host.prependListener(signal, listener))
  }
  host.prependListener(signal, listener)
}
