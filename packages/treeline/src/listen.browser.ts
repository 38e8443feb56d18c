// The names exist here so that code for both sides type-checks and bundles; what they need does not.

/** The port that Python suggests for configurations. */
export const DEFAULT_LOGGING_CONFIG_PORT = 9030

/**
 * Stands where Node has its `listen`.
 *
 * @throws Error always: a page has no sockets to listen on
 */
export function listen(_port?: number, _options: object = {}): never {
  throw new Error('listen needs sockets, and there are none here: fetch a configuration and pass it to dictConfig')
}

/** Stands where Node has its `stopListening`; nothing listens here. */
export function stopListening(): Promise<void> {
  return Promise.resolve()
}
