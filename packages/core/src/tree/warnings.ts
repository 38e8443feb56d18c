import { getLogger } from './manager.js'
import { NullHandler } from '../handlers/nullHandler.js'
import { runtime } from '../runtime/runtime.js'

/**
 * Sends the runtime's own warnings (Node's deprecations, a browser's reports) to the logger `py.warnings` as WARNING,
 * in place of where they go by themselves; false undoes it.
 *
 * Where the runtime has no warnings nothing happens.
 */
export function captureWarnings(capture: boolean): void {
  runtime().captureWarnings?.(capture ? showWarning : null)
}

function showWarning(text: string): void {
  const logger = getLogger('py.warnings')
  if (logger.handlers.length === 0) logger.addHandler(new NullHandler())
  logger.warning(text)
}
