// Messages in `{}` style for the whole application, libraries included: a record class merges them. Calls with `%` go on as
// before.
import * as logging from 'treeline'

class BraceRecord extends logging.LogRecord {
  getMessage() {
    const { msg, args } = this
    if (args === null || Array.isArray(args)) return super.getMessage()
    return new logging.StrFormatStyle(String(msg)).format(args)
  }
}

logging.setLogRecordFactory(BraceRecord)
logging.basicConfig({ level: logging.INFO, format: '{levelname}:{name}:{message}', style: '{' })

const log = logging.getLogger('map')
log.info('at ({x:.2f}, {y:.2f})', { x: 0.5, y: 1.25 })
log.warning('{place[name]!r} is {metres:,} m away', { place: { name: 'the pass' }, metres: 12_500 })
log.info('%d%% of the way', 40)
