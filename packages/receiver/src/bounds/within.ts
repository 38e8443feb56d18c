import { later } from '@treeline/core/internal'

/**
 * Resolves as `value` does.
 *
 * @throws Error where that takes longer than `maxMs`
 */
export function within<T>(value: T | PromiseLike<T>, maxMs: number, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = later(maxMs, () => reject(new Error(`${what} took longer than ${maxMs} ms`)))
    Promise.resolve(value).then(resolve, reject).finally(stop)
  })
}
