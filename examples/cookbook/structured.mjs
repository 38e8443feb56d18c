// Lines for machines. A message may be any object: its `toString` is asked when a handler writes it. Or leave it to
// JSONFormatter, which writes the fields of each record.
import * as logging from 'treeline'

class StructuredMessage {
  constructor(message, fields) {
    this.message = message
    this.fields = fields
  }

  toString() {
    return `${this.message} >>> ${JSON.stringify(this.fields, (_, value) => (value instanceof Set ? [...value] : value))}`
  }
}

const structured = (message, fields) => new StructuredMessage(message, fields)

logging.basicConfig({ level: logging.INFO, format: '%(message)s' })
logging.info(structured('sold', { item: 'tea', cups: 2, price: 2.5 }))
logging.info(structured('restocked', { items: new Set(['tea', 'Käsekuchen']), cold: '❄' }))

logging.basicConfig({ formatter: new logging.JSONFormatter(), force: true })
logging.getLogger('shop').info('sold %d cups', 2, { extra: { item: 'tea', till: 3 } })
logging.getLogger('shop').info('sold', { item: 'tea', price: 2.5 })
