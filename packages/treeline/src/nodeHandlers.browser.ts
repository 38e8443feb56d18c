import { Formatter, Handler } from '@treeline/core'

// The names exist here so that code for both sides type-checks and bundles. Constructing one throws.

/**
 * Refuses a handler that needs Node.
 *
 * @throws Error always
 */
function onlyNode(name: string): never {
  throw new Error(`${name} needs Node: log to the console or over HTTP here, and use it on the server`)
}

/**
 * Takes the place of Node's `SMTPHandler`.
 *
 * @throws Error always: a page sends no mail
 */
export class SMTPHandler extends Handler {
  constructor(..._parameters: unknown[]) {
    super(onlyNode('SMTPHandler'))
  }
}

/**
 * Takes the place of Node's `NTEventLogHandler`.
 *
 * @throws Error always: a page has no event log
 */
export class NTEventLogHandler extends Handler {
  constructor(..._parameters: unknown[]) {
    super(onlyNode('NTEventLogHandler'))
  }
}

/**
 * Takes the place of Node's `JournalHandler`.
 *
 * @throws Error always: a page has no journal
 */
export class JournalHandler extends Handler {
  constructor(..._parameters: unknown[]) {
    super(onlyNode('JournalHandler'))
  }
}

/**
 * Takes the place of Node's `JournalRemoteHandler`.
 *
 * @throws Error always: a page cannot send to it
 */
export class JournalRemoteHandler extends Handler {
  constructor(..._parameters: unknown[]) {
    super(onlyNode('JournalRemoteHandler'))
  }
}

/**
 * Takes the place of Node's `JournalFormatter`.
 *
 * @throws Error always: a page has no standard error
 */
export class JournalFormatter extends Formatter {
  constructor(..._parameters: unknown[]) {
    super(onlyNode('JournalFormatter'))
  }
}
