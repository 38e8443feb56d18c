import * as logging from 'treeline'
import * as mylib from './mylib.mjs'

const logger = logging.getLogger('__main__')

function main() {
  logging.basicConfig({ filename: 'myapp.log', level: logging.INFO })
  logger.info('Started')
  mylib.doSomething()
  logger.info('Finished')
}

main()
