import * as logging from 'treeline'

logging.basicConfig({ level: logging.WARNING })

const logger1 = logging.getLogger('package1.module1')
const logger2 = logging.getLogger('package2.module2')

logger1.warning('This message comes from one module')
logger2.warning('And this message comes from another module')
