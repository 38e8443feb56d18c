/** The global of `core.ts`. The build checks that it exists and has the layers' version. */
declare const logging: Record<string, unknown> & {
  readonly handlers: Record<string, unknown>
  readonly config: Record<string, unknown>
  readonly internal: { registerHandlers?(): void }
}

/** The names that a layer adds to Python's three modules. */
export interface Layer {
  logging?: object
  handlers?: object
  config?: object
}

/** Puts a layer's names on the global `logging`. */
export function attach(layer: Layer): void {
  Object.assign(logging, layer.logging)
  Object.assign(logging.handlers, layer.handlers)
  Object.assign(logging.config, layer.config)
  logging.internal.registerHandlers?.()
}
