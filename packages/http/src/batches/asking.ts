/** Calls functions of the application's that take part in a request: what they log and flush causes no request by itself. */
export interface Asking {
  /** Whether one is being called. */
  readonly isAsking: boolean
  /** Calls one. */
  ask<T>(question: () => T): T
}

/** Makes what calls the functions of one handler. */
export function makeAsking(): Asking {
  const asking = {
    isAsking: false,

    ask<T>(question: () => T): T {
      const before = asking.isAsking
      asking.isAsking = true
      try {
        return question()
      } finally {
        asking.isAsking = before
      }
    },
  }
  return asking
}
