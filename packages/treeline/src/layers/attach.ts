/** The global of `core.ts`, as the layers see it. The build checks that it is there, and of their version. */
declare const logging: Record<string, unknown> & {
  readonly handlers: Record<string, unknown>
  readonly config: Record<string, unknown>
  readonly internal: { registerHandlers?(): void }
}

/** What a layer adds to Python's three modules. */
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
