import { StreamHandler } from '@treeline/core'

// The names exist here so that code for both sides type-checks and bundles. Constructing one throws.

/**
 * Refuses a handler that needs files.
 *
 * @throws Error always
 */
export function noFiles(name: string): never {
  throw new Error(`${name} needs files, and there are none here: log to the console or over HTTP`)
}

/**
 * Takes the place of Node's `FileHandler`.
 *
 * @throws Error always: a page has no files
 */
export class FileHandler extends StreamHandler {
  constructor(_filename: string | URL, _options: object = {}) {
    super(noFiles('FileHandler'))
  }
}

/**
 * Takes the place of Node's `RotatingFileHandler`.
 *
 * @throws Error always: a page has no files
 */
export class RotatingFileHandler extends StreamHandler {
  constructor(_filename: string | URL, _options: object = {}) {
    super(noFiles('RotatingFileHandler'))
  }
}
