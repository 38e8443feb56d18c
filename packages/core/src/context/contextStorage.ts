/** The fields of a context: what the records of one request have in common. */
export type ContextFields = Readonly<Record<string, unknown>>

/** A running context. `assign` replaces its fields, and leaves the old ones unchanged: other contexts may have them. */
export interface Scope {
  fields: ContextFields
}

/** The storage of the context of the code that runs: Node's `AsyncLocalStorage`, or the synchronous stand-in. */
export interface ContextStorage {
  /** Returns the context of the code that runs; undefined outside of one. */
  getStore(): Scope | undefined
  /** Calls a function in a context; undefined for none. */
  run<Result>(scope: Scope | undefined, fn: () => Result): Result
}

/**
 * Returns a storage that knows the context while the function runs, and not behind an `await`: for pages, whose engines cannot
 * follow a request.
 */
export function syncStorage(): ContextStorage {
  let present: Scope | undefined
  return {
    getStore: () => present,
    run: (scope, fn) => {
      const outer = present
      present = scope
      try {
        return fn()
      } finally {
        present = outer
      }
    },
  }
}
