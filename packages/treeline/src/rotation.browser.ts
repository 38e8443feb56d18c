import { StreamHandler } from '@treeline/core'
import { noFiles } from './fileHandler.browser.js'

/**
 * Stands where Node has its `TimedRotatingFileHandler`.
 *
 * @throws Error always: a page has no files
 */
export class TimedRotatingFileHandler extends StreamHandler {
  constructor(_filename: string | URL, _options: object = {}) {
    super(noFiles('TimedRotatingFileHandler'))
  }
}

/**
 * Stands where Node has its `WatchedFileHandler`.
 *
 * @throws Error always: a page has no files
 */
export class WatchedFileHandler extends StreamHandler {
  constructor(_filename: string | URL, _options: object = {}) {
    super(noFiles('WatchedFileHandler'))
  }
}
