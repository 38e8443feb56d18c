// Format strings come in Python's three styles, `%`, `{` and `$`. Messages are always merged with `%`, lazily, whatever the
// style of the format.
import * as logging from 'treeline'

const formats = {
  '%': '%(asctime)s %(name)s %(levelname)-8s %(message)s',
  '{': '{asctime} {name} {levelname:<8} {message}',
  $: '$asctime $name ${levelname} $message',
}

for (const [style, format] of Object.entries(formats)) {
  logging.basicConfig({ level: logging.DEBUG, format, style, force: true })
  const log = logging.getLogger('shop.till')
  log.debug('%s paper', 'much')
  log.critical('%s paper', 'no')
}
