// Python's module `logging.handlers` on Node, Bun and Deno.
export * from './handlers.js'
export {
  type Address,
  BaseRotatingHandler,
  JournalFormatter,
  type JournalFormatterOptions,
  JournalHandler,
  type JournalHandlerOptions,
  JournalRemoteHandler,
  type JournalRemoteHandlerOptions,
  type Mail,
  type MailTransport,
  NTEventLogHandler,
  RotatingFileHandler,
  type RotatingFileHandlerOptions,
  SMTPHandler,
  type SMTPHandlerOptions,
} from '@treeline/node/handlers'
