import { refuse } from './checks.js'

// Code within a logging call cannot wait for a promise. A rejected promise without a handler ends a Node process.

/** Returns whether a value is a promise, of any realm or library. A record is none: `extra` may give it an attribute `then`. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  if (typeof value !== 'object' || typeof (value as PromiseLike<unknown> | null)?.then !== 'function') return false
  return typeof (value as { getMessage?: unknown }).getMessage !== 'function'
}

/**
 * Handles the rejection of a promise that no other code handles; any other value is left alone.
 *
 * @param onRejected gets the reason of a rejection; must not throw. Default ignores it
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
 * @throws TypeError for anything but a string
 */
export function textOf(text: unknown): string {
  return typeof refusePromise(text) === 'string' ? (text as string) : refuse('a string from format()', text)
}
