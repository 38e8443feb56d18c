import { Formatter, Handler } from '@treeline/core'

// As fileHandler.browser.ts: the names exist, so that code for both sides type-checks and bundles.
function onlyNode(name: string): never {
  throw new Error(`${name} needs Node: log to the console or over HTTP here, and use it on the server`)
}

/**
 * Stands where Node has its `SMTPHandler`.
 *
 * @throws Error always: a page sends no mail
 */
export class SMTPHandler extends Handler {
  constructor(..._parameters: unknown[]) {
    super(onlyNode('SMTPHandler'))
  }
}

/**
 * Stands where Node has its `NTEventLogHandler`.
 *
 * @throws Error always: a page has no event log
 */
export class NTEventLogHandler extends Handler {
  constructor(..._parameters: unknown[]) {
    super(onlyNode('NTEventLogHandler'))
  }
}

/**
 * Stands where Node has its `JournalHandler`.
 *
 * @throws Error always: a page has no journal
 */
export class JournalHandler extends Handler {
  constructor(..._parameters: unknown[]) {
    super(onlyNode('JournalHandler'))
  }
}

/**
 * Stands where Node has its `JournalRemoteHandler`.
 *
 * @throws Error always: a page cannot send to it
 */
export class JournalRemoteHandler extends Handler {
  constructor(..._parameters: unknown[]) {
    super(onlyNode('JournalRemoteHandler'))
  }
}

/**
 * Stands where Node has its `JournalFormatter`.
 *
 * @throws Error always: a page has no standard error
 */
export class JournalFormatter extends Formatter {
  constructor(..._parameters: unknown[]) {
    super(onlyNode('JournalFormatter'))
  }
}
