// The handlers of Python's module `logging.handlers` that only Node has. An entry of its own: a program that has none of them
// does not load them.
export { BaseRotatingHandler } from './rotation/baseRotatingHandler.js'
export { RotatingFileHandler, type RotatingFileHandlerOptions } from './rotation/rotatingFileHandler.js'
export type { Address } from './mail/address.js'
export { SMTPHandler } from './mail/smtpHandler.js'
export type { SMTPHandlerOptions } from './mail/options.js'
export type { Mail, MailTransport } from './mail/mail.js'
export { NTEventLogHandler } from './windows/ntEventLogHandler.js'
export { JournalFormatter, type JournalFormatterOptions } from './journald/journalFormatter.js'
export { JournalHandler, type JournalHandlerOptions } from './journald/journalHandler.js'
export { JournalRemoteHandler, type JournalRemoteHandlerOptions } from './journald/journalRemoteHandler.js'
