import type { Logger } from './logger.js'
import { getLogger } from './manager.js'
import { NullHandler } from '../handlers/nullHandler.js'
import { ofType } from '../runtime/checks.js'
import { runtime } from '../runtime/runtime.js'
import { repr } from '../text/repr.js'

/**
 * Sends the runtime's own warnings to the logger `py.warnings` as WARNING; false undoes it. On Node these are its deprecations,
 * which are then not printed; in a page the browser's reports: deprecations, interventions, and what the content security policy
 * has refused, addresses without their queries.
 *
 * Does nothing if the runtime has no warnings.
 *
 * @throws TypeError unless it is true or false
 */
export function captureWarnings(capture: boolean): void {
  ofType('capture', capture, 'boolean')
  runtime().captureWarnings?.(capture ? showWarning : null)
}

/**
 * Sends uncaught errors and unhandled rejections to the logger `js.errors` as ERROR with their stack; false undoes it. They still
 * have their usual effect: in the developer tools, for other listeners, on Node the end of the process. For an error of a script
 * from another origin, the record says only that: browsers hide all of it.
 *
 * Not in Python; there it is `sys.excepthook`.
 *
 * @param capture whether to capture; default true
 * @throws TypeError unless it is true or false
 */
export function captureErrors(capture = true): void {
  ofType('capture', capture, 'boolean')
  runtime().captureErrors?.(capture ? showError : null)
}

/** Returns the text for what was thrown and nobody caught. A falsy `exc_info` is none: the text has the value. */
export function uncaughtText(what: string, thrown: unknown): string {
  return thrown ? what : `${what}: ${repr(thrown)}`
}

function showWarning(text: string): void {
  heard('py.warnings').warning(text)
}

function showError(text: string, error: unknown): void {
  heard('js.errors').error('%s', text, { exc_info: error })
}

/** Returns a logger without the handler of last resort: its records are shown elsewhere too. */
export function heard(name: string): Logger {
  const logger = getLogger(name)
  if (logger.handlers.length === 0) logger.addHandler(new NullHandler())
  return logger
}
