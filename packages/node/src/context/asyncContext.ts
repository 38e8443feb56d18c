import { AsyncLocalStorage } from 'node:async_hooks'
import { registerContextStorage, type Scope } from '@treeline/core/context'

/** Makes the context follow its code through promises, timers and callbacks, by `AsyncLocalStorage`. */
export function registerAsyncContext(): void {
  registerContextStorage(() => new AsyncLocalStorage<Scope | undefined>())
}
