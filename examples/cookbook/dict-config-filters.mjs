// Filters in a configuration: a class under `()` gets the other keys as its parameters; a function needs no class at all.
import * as logging from 'treeline'
import { dictConfig } from 'treeline/config'

class OneOf {
  constructor({ param }) {
    this.allowed = param
  }

  filter(record) {
    return this.allowed === undefined || this.allowed.includes(record.msg)
  }
}

dictConfig({
  version: 1,
  filters: { chosen: { '()': OneOf, param: ['tea', 'cake'] } },
  handlers: {
    console: {
      class: 'logging.StreamHandler',
      filters: ['chosen', (record) => record.levelno < logging.CRITICAL],
    },
  },
  root: { level: 'DEBUG', handlers: ['console'] },
})

logging.debug('tea')
logging.debug('soup')
logging.critical('cake')
logging.error('cake')
