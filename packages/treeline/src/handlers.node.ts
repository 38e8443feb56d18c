// Python's module `logging.handlers` on Node, Bun and Deno.
export * from './handlers.js'
export {
  type Address,
  BaseRotatingHandler,
  type Mail,
  type MailTransport,
  NTEventLogHandler,
  RotatingFileHandler,
  type RotatingFileHandlerOptions,
  SMTPHandler,
  type SMTPHandlerOptions,
} from '@treeline/node/handlers'
