import type { Logger, LogRecord } from '@treeline/core'
import { shared } from '@treeline/core/internal'

/**
 * A stretch of a program, with all that it calls and waits for: a test, or what is captured. Scopes lie within each other.
 */
export class Scope {
  /** What it lies within; undefined for the outermost, which is always open. */
  private parent: Scope | undefined = undefined
  private readonly children = new Set<Scope>()
  /** Whether what is logged within it is its own. */
  protected isOpen = false

  /** Takes a record that reached a logger's handlers. Returns false where it is for others. */
  hear(_record: LogRecord, _logger: Logger): boolean {
    return false
  }

  /** Is told of a record that was logged within it; `isCaptured` where a capture took it. */
  note(_record: LogRecord, _isCaptured: boolean): void {}

  /** Whether what runs within it is known: what nobody knows the scope of may run within a test, in one of its captures. */
  get isCapture(): boolean {
    return false
  }

  /** Opens it within the scope that the program is in. */
  protected begin(): void {
    const context = contextScope()
    // A capture that was opened in a hook is the test's; captures that are open beside it are no reason to lie within one of them.
    this.parent = this.isCapture ? context.innermost((child) => !child.isCapture) : context
    this.parent.children.add(this)
    this.isOpen = true
  }

  /** Closes it. What lies within it, and is still open, lies within the next one from now on. */
  protected end(): void {
    const { parent = state.outermost } = this
    this.isOpen = false
    parent.children.delete(this)
    for (const child of this.children) {
      child.parent = parent
      parent.children.add(child)
    }
    this.children.clear()
  }

  /** Makes it the scope of the rest of the function that is running, and of what that calls. */
  protected enter(): void {
    state.storage?.enterWith(this)
  }

  /** Calls `work` within it. */
  within<T>(work: () => T): T {
    return state.storage ? state.storage.run(this, work) : work()
  }

  /** Returns it and those that it lies within, the nearest first. */
  *outwards(): Iterable<Scope> {
    for (let at: Scope | undefined = this; at !== undefined; at = at.parent) yield at
  }

  /** Returns the nearest that is open. */
  nearestOpen(): Scope {
    for (const scope of this.outwards()) if (scope.isOpen) return scope
    return state.outermost
  }

  /** Follows such scopes inwards while there is one at each step, and returns the last; a capture stands for itself. */
  innermost(isSuch: (child: Scope) => boolean = () => true): Scope {
    if (this.isCapture) return this
    let at: Scope = this
    for (;;) {
      const children = [...at.children].filter(isSuch)
      if (children.length !== 1) return at
      at = children[0]!
    }
  }
}

/** What is needed of Node's `AsyncLocalStorage`. */
interface Storage {
  getStore(): Scope | undefined
  enterWith(scope: Scope): void
  run<T>(scope: Scope, work: () => T): T
}

type Builtins = { AsyncLocalStorage: new () => Storage } | undefined

/**
 * Makes a storage where the runtime has any. Asked for at run time: jest with jsdom loads what is for pages, and runs it on Node.
 */
function asyncStorage(): Storage | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(id: string): Builtins } }
  const { AsyncLocalStorage } = process?.getBuiltinModule?.('node:async_hooks') ?? {}
  return AsyncLocalStorage && new AsyncLocalStorage()
}

/** The scopes of the realm, also for a second copy of this package. */
const state: {
  readonly outermost: Scope
  readonly storage: Storage | undefined
  /** Finds the scope of a test runner's test where the storage knows none. */
  find: () => Scope | undefined
} = shared('testing', () => ({ outermost: new Scope(), storage: asyncStorage(), find: () => undefined }))

/** Finds the test that runs from now on by what its runner knows, where the storage knows nothing. */
export function findScopeBy(find: () => Scope | undefined): void {
  state.find = find
}

/** Returns the nearest open scope that the running code is known to be within. */
function contextScope(): Scope {
  const scope = state.storage?.getStore()?.nearestOpen() ?? state.outermost
  return scope === state.outermost ? (state.find()?.nearestOpen() ?? scope) : scope
}

/**
 * Returns the scope that the program is in. What runs outside of every capture, a server that was started before say, is in the
 * one that is open; where several are open beside each other, nobody can tell in which.
 */
export function currentScope(): Scope {
  return contextScope().innermost()
}
