// Old files are compressed: `namer` says what they are called, `rotator` makes them.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import * as logging from 'treeline'
import { RotatingFileHandler } from 'treeline/handlers'

const handler = new RotatingFileHandler('rotated.log', { maxBytes: 64, backupCount: 5 })
handler.namer = (name) => `${name}.gz`
handler.rotator = (source, dest) => {
  writeFileSync(dest, gzipSync(readFileSync(source)))
  rmSync(source)
}

const log = logging.getLogger('rotator')
log.setLevel(logging.INFO)
log.addHandler(handler)
for (let i = 1; i <= 10; i++) log.info('line %d of the ten', i)
