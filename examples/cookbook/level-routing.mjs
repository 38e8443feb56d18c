// Standard output for what went well, standard error for what did not: a filter bounds a handler's levels from above.
import * as logging from 'treeline'
import { dictConfig } from 'treeline/config'

/** Lets records through up to a level, as a handler's own `level` does from one on. */
const upTo =
  ({ level }) =>
  (record) =>
    record.levelno <= logging.getLevelName(level)

dictConfig({
  version: 1,
  formatters: { line: { format: '%(levelname)-8s %(message)s' } },
  filters: { harmless: { '()': upTo, level: 'INFO' } },
  handlers: {
    stdout: { class: 'logging.StreamHandler', formatter: 'line', stream: 'ext://sys.stdout', filters: ['harmless'] },
    stderr: { class: 'logging.StreamHandler', formatter: 'line', stream: 'ext://sys.stderr', level: 'WARNING' },
    file: { class: 'logging.FileHandler', formatter: 'line', filename: 'app.log', mode: 'w' },
  },
  root: { level: 'DEBUG', handlers: ['stdout', 'stderr', 'file'] },
})

logging.debug('a detail')
logging.info('news')
logging.warning('a warning')
logging.error('an error')
logging.critical('the end')
