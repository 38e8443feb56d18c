import type { Logger, LogRecord } from '@treeline/core'
import { shared } from '@treeline/core/internal'

/**
 * A part of a program's run, with everything that it calls and waits for: a test or a capture. Scopes are nested.
 */
export class Scope {
  /** The scope around it; undefined for the outermost, which is always open. */
  private parent: Scope | undefined = undefined
  private readonly children = new Set<Scope>()
  /** Whether it gets what is logged within it. */
  protected isOpen = false

  /** Takes a record that reached a logger's handlers. Returns false where the record is for other scopes. */
  hear(_record: LogRecord, _logger: Logger): boolean {
    return false
  }

  /** Notes a record that was logged within it; `isCaptured` where a capture took it. */
  note(_record: LogRecord, _isCaptured: boolean): void {}

  /** Whether it is a capture: code whose scope is not known may run within a test, in one of its captures. */
  get isCapture(): boolean {
    return false
  }

  /** Opens it within the program's present scope. */
  protected begin(): void {
    const context = contextScope()
    // A capture that a hook opens is the test's, and not within another open capture.
    this.parent = this.isCapture ? context.innermost((child) => !child.isCapture) : context
    this.parent.children.add(this)
    this.isOpen = true
  }

  /** Closes it. Open scopes within it move to the next one outside. */
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

  /** Makes it the scope of the rest of the running function, and of what that calls. */
  protected enter(): void {
    state.storage?.enterWith(this)
  }

  /** Calls `work` within it. */
  within<T>(work: () => T): T {
    return state.storage ? state.storage.run(this, work) : work()
  }

  /** Yields it and the scopes around it, the nearest first. */
  *outwards(): Iterable<Scope> {
    for (let at: Scope | undefined = this; at !== undefined; at = at.parent) yield at
  }

  /** Returns the nearest open scope. */
  nearestOpen(): Scope {
    for (const scope of this.outwards()) if (scope.isOpen) return scope
    return state.outermost
  }

  /** Follows such scopes inwards while each has exactly one, and returns the last; a capture returns itself. */
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

/** The part of Node's `AsyncLocalStorage` that is used. */
interface Storage {
  getStore(): Scope | undefined
  enterWith(scope: Scope): void
  run<T>(scope: Scope, work: () => T): T
}

type Builtins = { AsyncLocalStorage: new () => Storage } | undefined

/**
 * Makes a storage where the runtime has one. Decided at run time: jest with jsdom loads the entry for pages, and runs it on Node.
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
  /** Returns the scope of a test runner's test where the storage knows none. */
  find: () => Scope | undefined
} = shared('testing', () => ({ outermost: new Scope(), storage: asyncStorage(), find: () => undefined }))

/** Sets the function that finds the running test by its runner, where the storage knows nothing. */
export function findScopeBy(find: () => Scope | undefined): void {
  state.find = find
}

/** Returns the nearest open scope of the running code, by the storage or the test runner. */
function contextScope(): Scope {
  const scope = state.storage?.getStore()?.nearestOpen() ?? state.outermost
  return scope === state.outermost ? (state.find()?.nearestOpen() ?? scope) : scope
}

/**
 * Returns the program's present scope. Code outside of every capture, such as a server that was started before, is in the one that is
 * open; with several open ones it is in none of them.
 */
export function currentScope(): Scope {
  return contextScope().innermost()
}
