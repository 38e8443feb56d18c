// Times in UTC for one handler, local for the other: a formatter's `converter` is its clock.
import * as logging from 'treeline'
import { dictConfig } from 'treeline/config'

process.env.TZ = 'Europe/Helsinki' // Only so that the two differ wherever this runs.

class UTCFormatter extends logging.Formatter {
  static converter = logging.gmtime
}

dictConfig({
  version: 1,
  disable_existing_loggers: false,
  formatters: {
    utc: { '()': UTCFormatter, format: '%(asctime)s UTC   %(message)s' },
    local: { format: '%(asctime)s local %(message)s' },
  },
  handlers: {
    console1: { class: 'logging.StreamHandler', formatter: 'utc' },
    console2: { class: 'logging.StreamHandler', formatter: 'local' },
  },
  root: { handlers: ['console1', 'console2'] },
})

logging.warning('Helsinki is two hours ahead in winter')
