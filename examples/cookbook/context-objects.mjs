// The context may be any object: its getters are asked anew for each record.
import * as logging from 'treeline'

const battery = {
  percent: 100,
  drain(by) {
    this.percent -= by
  },
}

const context = {
  get battery() {
    return battery.percent
  },
  get state() {
    return battery.percent < 20 ? 'low' : 'fine'
  },
}

logging.basicConfig({ level: logging.INFO, format: '%(battery)3d%% %(state)-4s %(message)s' })
const log = new logging.LoggerAdapter(logging.getLogger('robot'), context)

log.info('starting')
battery.drain(55)
log.info('half-way')
battery.drain(30)
log.warning('looking for a socket')
