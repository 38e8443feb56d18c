import * as logging from 'treeline'

const log = logging.getLogger('csv')
log.addHandler(new logging.NullHandler())

export function parse(text) {
  const [header, ...rows] = text.trimEnd().split('\n')
  const names = header.split(',')
  log.debug('columns: %s', names.join(' '))
  return rows.map((row, index) => {
    const values = row.split(',')
    if (values.length !== names.length)
      log.warning('row %d has %d of %d values', index + 1, values.length, names.length)
    return Object.fromEntries(names.map((name, column) => [name, values[column]]))
  })
}
