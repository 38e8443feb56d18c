// A whole configuration in one JSON file, of the kind that Django's projects have. Python reads the same file. Classes of the
// application's own are registered by their names here: a configuration never makes anything be imported.
import { readFileSync } from 'node:fs'
import * as logging from 'treeline'
import { dictConfig, registerClass } from 'treeline/config'

class AdminMailHandler extends logging.Handler {
  constructor({ to }) {
    super()
    this.to = to
  }

  emit(record) {
    console.log(`mail to ${this.to}: ${this.format(record)}`)
  }
}

/** Lets through what does not have a certain word in it. */
class WordFilter {
  constructor({ forbidden }) {
    this.forbidden = forbidden
  }

  filter(record) {
    return !record.getMessage().includes(this.forbidden)
  }
}

registerClass('project.logging.AdminMailHandler', AdminMailHandler)
registerClass('project.logging.WordFilter', WordFilter)

dictConfig(JSON.parse(readFileSync(new URL('logging.json', import.meta.url))))

logging.getLogger('django').info('ready')
logging.getLogger('django.request').error('Internal Server Error: %s', '/cart')
logging.getLogger('bakery').info('a special guest')
logging.getLogger('bakery').error('the oven is on fire')
logging.getLogger('bakery').error('the oven is on holiday')
