// Anybody can send it: short, and of characters that mean nothing in any log, shell or header.
const VALID = /^[\w.:/@+=-]{1,128}$/

/** Returns the id that a request came with, or a new one: a UUID. */
export function requestIdOf(given: unknown): string {
  if (typeof given === 'string' && VALID.test(given)) return given
  return crypto.randomUUID()
}
