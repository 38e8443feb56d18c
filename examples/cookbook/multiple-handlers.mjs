// A logger may have any number of handlers, each with its own level and formatter: everything to a file, errors in short
// to the terminal.
import * as logging from 'treeline'

const log = logging.getLogger('shop')
log.setLevel(logging.DEBUG)

const file = new logging.FileHandler('shop.log')
file.setFormatter(new logging.Formatter('%(asctime)s - %(name)s - %(levelname)s - %(message)s'))
log.addHandler(file)

const terminal = new logging.StreamHandler()
terminal.setLevel(logging.ERROR)
terminal.setFormatter(new logging.Formatter('%(levelname)s: %(message)s'))
log.addHandler(terminal)

log.debug('opening at %d', 9)
log.info('%d customers', 3)
log.warning('the shelf of %s is nearly empty', 'tea')
log.error('the till is jammed')
log.critical('there is no power')
