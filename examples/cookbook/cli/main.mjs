// A command line program whose user chooses the level: node main.mjs [--log-level DEBUG] start|stop|restart NAME…
import { parseArgs } from 'node:util'
import * as logging from 'treeline'
import { start, stop } from './commands.mjs'

const restart = (name) => {
  stop(name)
  start(name)
}
const COMMANDS = { start, stop, restart }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'log-level': { type: 'string', default: 'INFO' } },
})
const [command, ...names] = positionals

logging.basicConfig({
  level: values['log-level'].toUpperCase(),
  format: '%(levelname)s %(name)s %(message)s',
})
const log = logging.getLogger('cli')

if (Object.hasOwn(COMMANDS, command)) {
  log.debug('%s %s', command, names.join(' '))
  names.forEach((name) => COMMANDS[command](name))
} else {
  log.error('no such command: %s', command)
  process.exitCode = 2
}
