import { repr } from '@treeline/core'
import { Refusal } from './refusal.js'

/**
 * Returns the result of a function of the application.
 *
 * @param name the function's option
 * @throws Refusal where it throws: nothing of the request is taken
 */
export function ask<T>(name: string, question: () => T): T {
  try {
    return question()
  } catch (error) {
    throw new Refusal('failure', `the receiver failed: its option ${name} did`, {}, error)
  }
}

/**
 * Returns a copy of the attributes that the application's function returned.
 *
 * @throws what a getter of the attributes throws; TypeError for anything but an object
 */
export function attributesOf(given: unknown): Record<string, unknown> | undefined {
  if (given === undefined) return undefined
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new TypeError(`fields: expected an object of attributes, not ${repr(given)}`)
  // Without a prototype, so that every key is an ordinary one.
  return Object.assign(Object.create(null) as Record<string, unknown>, given)
}
