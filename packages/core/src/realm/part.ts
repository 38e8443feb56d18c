import { shared } from './realm.js'

/** A place for code that few records need: it holds a stand-in until an entry of the package, or the application, fills it. */
export class Part<T> {
  current: T

  constructor(standIn: T) {
    this.current = standIn
  }
}

/**
 * Returns a part that all copies of this package in a realm have in common: what one of them fills, the others use. A page may load a
 * smaller build first, whose loggers the application's own build then gets.
 *
 * @param name the part's name in the realm
 */
export function sharedPart<T>(name: string, standIn: T): Part<T> {
  return shared(`part.${name}`, () => new Part(standIn))
}
