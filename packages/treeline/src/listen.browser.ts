// The names exist here so that code for both sides type-checks and bundles. Calling `listen` throws.

/** The port that Python suggests for configurations. */
export const DEFAULT_LOGGING_CONFIG_PORT = 9030

/**
 * Takes the place of Node's `listen`.
 *
 * @throws Error always: a page has no sockets to listen on
 */
export function listen(_port?: number, _options: object = {}): never {
  throw new Error('listen needs sockets, and there are none here: fetch a configuration and pass it to dictConfig')
}

/** Takes the place of Node's `stopListening`. Does nothing, as nothing listens here. */
export function stopListening(): Promise<void> {
  return Promise.resolve()
}
