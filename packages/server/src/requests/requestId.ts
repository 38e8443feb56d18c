// Anybody can send an id: it must be short, without characters that have a meaning in a log, a shell or a header.
const VALID = /^[\w.:/@+=-]{1,128}$/

/** Returns the id of a request's header where it is valid, or else a new UUID. */
export function requestIdOf(given: unknown): string {
  if (typeof given === 'string' && VALID.test(given)) return given
  return crypto.randomUUID()
}
