// Messages of several lines, in two ways: each line with everything that stands before the first, or all of them on one, so
// that nothing a user typed can pass for a record of its own.
import * as logging from 'treeline'

class LineByLineFormatter extends logging.Formatter {
  formatMessage(record) {
    const lines = record.message.split('\n').map((line) => {
      record.message = line
      return super.formatMessage(record)
    })
    return lines.join('\n')
  }
}

class EscapingFormatter extends logging.Formatter {
  format(record) {
    return super.format(record).replace(/[\\\n\r]/g, (char) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r' })[char])
  }
}

const format = '%(asctime)s %(levelname)-8s %(message)s'
for (const formatter of [new LineByLineFormatter(format), new EscapingFormatter(format)]) {
  logging.basicConfig({ level: logging.DEBUG, formatter, force: true })
  logging.info('one line')
  logging.info('two lines:\nhere is the second')
  logging.error('signed in as %s', 'ann\n2006-02-08 22:20:02,165 CRITICAL the disk is on fire')
}
