import { join } from 'node:path'
import { LiveHandler } from './live.mjs'

/**
 * Returns the server's configuration, in the schema of Python's logging.config.dictConfig.
 *
 * Everything goes to the terminal and to two files; what pages sent (the logger `page` and those below it) also goes to the
 * pages that show it live.
 *
 * @param {string} folder where the files are
 */
export function configuration(folder) {
  return {
    version: 1,
    disable_existing_loggers: false,
    formatters: {
      // The pages put an id on each record; the server's own have none.
      text: {
        format: '%(asctime)s %(levelname)-8s [%(id)s] %(name)s: %(message)s',
        defaults: { id: '-' },
      },
      json: { class: 'logging.JSONFormatter' },
    },
    handlers: {
      // In colour where the terminal has them.
      terminal: { class: 'logging.ConsoleHandler', formatter: 'text' },
      text: {
        class: 'logging.handlers.RotatingFileHandler',
        formatter: 'text',
        filename: join(folder, 'app.log'),
        maxBytes: 1_000_000,
        backupCount: 5,
      },
      // Held back in blocks, for speed; an error is written at once, everything else within a second and at exit.
      json: {
        class: 'logging.handlers.RotatingFileHandler',
        formatter: 'json',
        filename: join(folder, 'app.jsonl'),
        maxBytes: 1_000_000,
        backupCount: 5,
        buffering: 16_384,
        flushLevel: 'ERROR',
      },
      live: { class: LiveHandler, formatter: 'json' },
    },
    loggers: {
      page: { handlers: ['live'] },
      // Each request is a DEBUG record: take this line out to see them.
      'server.http': { level: 'INFO' },
    },
    root: { level: 'DEBUG', handlers: ['terminal', 'text', 'json'] },
  }
}
