// The same records twice: all of them with their time to a file, those from INFO up in short to the terminal.
import * as logging from 'treeline'

logging.basicConfig({
  level: logging.DEBUG,
  format: '%(asctime)s %(name)-12s %(levelname)-8s %(message)s',
  datefmt: '%m-%d %H:%M',
  filename: 'app.log',
  filemode: 'w',
})

const terminal = new logging.StreamHandler()
terminal.setLevel(logging.INFO)
terminal.setFormatter(new logging.Formatter('%(name)-12s: %(levelname)-8s %(message)s'))
logging.getLogger().addHandler(terminal)

logging.info('the root logger')

const area1 = logging.getLogger('app.area1')
const area2 = logging.getLogger('app.area2')
area1.debug('only in the file')
area1.info('in both')
area2.warning('a warning, in both')
area2.error('an error, in both')
