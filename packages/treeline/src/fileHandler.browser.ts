import { StreamHandler } from '@treeline/core'

// The names exist here so that code for both sides type-checks and bundles; what they need does not.
export function noFiles(name: string): never {
  throw new Error(`${name} needs files, and there are none here: log to the console or over HTTP`)
}

/**
 * Stands where Node has its `FileHandler`.
 *
 * @throws Error always: a page has no files
 */
export class FileHandler extends StreamHandler {
  constructor(_filename: string | URL, _options: object = {}) {
    super(noFiles('FileHandler'))
  }
}

/**
 * Stands where Node has its `RotatingFileHandler`.
 *
 * @throws Error always: a page has no files
 */
export class RotatingFileHandler extends StreamHandler {
  constructor(_filename: string | URL, _options: object = {}) {
    super(noFiles('RotatingFileHandler'))
  }
}
