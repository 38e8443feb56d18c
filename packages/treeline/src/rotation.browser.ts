import { StreamHandler } from '@treeline/core'
import { noFiles } from './fileHandler.browser.js'

/**
 * Takes the place of Node's `TimedRotatingFileHandler`.
 *
 * @throws Error always: a page has no files
 */
export class TimedRotatingFileHandler extends StreamHandler {
  constructor(_filename: string | URL, _options: object = {}) {
    super(noFiles('TimedRotatingFileHandler'))
  }
}

/**
 * Takes the place of Node's `WatchedFileHandler`.
 *
 * @throws Error always: a page has no files
 */
export class WatchedFileHandler extends StreamHandler {
  constructor(_filename: string | URL, _options: object = {}) {
    super(noFiles('WatchedFileHandler'))
  }
}
