// A library logs and leaves it to the application what becomes of it: its one handler is a NullHandler, so that an
// application that configures nothing sees nothing.
import * as logging from 'treeline'
import { parse } from './csv.mjs'

parse('a,b\n1\n')

logging.basicConfig({ level: logging.DEBUG, format: 'from now on: %(levelname)s:%(name)s:%(message)s' })
parse('a,b\n1\n')
