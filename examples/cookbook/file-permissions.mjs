// A handler that dictConfig cannot make with a class alone: a function under `()` gets the other keys and does what is to be
// done first. Here the file is made readable for its owner only.
import { statSync, writeFileSync } from 'node:fs'
import * as logging from 'treeline'
import { dictConfig } from 'treeline/config'

function privateFile({ filename, permissions, ...options }) {
  writeFileSync(filename, '', { flag: 'a', mode: permissions })
  return new logging.FileHandler(filename, options)
}

dictConfig({
  version: 1,
  formatters: { line: { format: '%(asctime)s %(levelname)s %(name)s %(message)s' } },
  handlers: {
    file: {
      '()': privateFile,
      level: 'DEBUG',
      formatter: 'line',
      filename: 'private.log',
      permissions: 0o600,
      mode: 'w',
    },
  },
  root: { handlers: ['file'], level: 'DEBUG' },
})

logging.getLogger('vault').debug('opened')
console.log((statSync('private.log').mode & 0o777).toString(8))
