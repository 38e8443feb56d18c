import { refuse } from './options.js'

// Within a logging call nobody waits for a promise. One that is rejected and held by nobody ends a Node process.

/** Returns whether a value is a promise, of any realm or library. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && typeof (value as PromiseLike<unknown> | null)?.then === 'function'
}

/**
 * Takes care of a promise that nobody else holds; any other value is left alone.
 *
 * @param onRejected is told what it is rejected with; must not throw. Default nobody is
 * @returns whether the value is a promise
 */
export function catchRejection(value: unknown, onRejected: (error: unknown) => void = () => {}): boolean {
  if (!isPromise(value)) return false
  value.then(undefined, onRejected)
  return true
}

/**
 * Returns what the application's code gave.
 *
 * @throws TypeError for a promise
 */
export function refusePromise<T>(value: T): T {
  if (catchRejection(value)) refuse('a function that is not async', value)
  return value
}

/**
 * Returns the text that a formatter gave.
 *
 * @throws TypeError for what is none
 */
export function textOf(text: unknown): string {
  return typeof refusePromise(text) === 'string' ? (text as string) : refuse('a string from format()', text)
}
