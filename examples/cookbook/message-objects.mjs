// Messages in another style, one by one: an object that is merged when a handler asks for its text, and never if none does.
// In JavaScript a template says the same with less, and is as lazy.
import * as logging from 'treeline'

class BraceMessage {
  constructor(format, fields) {
    this.format = format
    this.fields = fields
  }

  toString() {
    return new logging.StrFormatStyle(this.format).format(this.fields)
  }
}

class DollarMessage extends BraceMessage {
  toString() {
    return new logging.StringTemplateStyle(this.format).format(this.fields)
  }
}

const braces = (format, fields) => new BraceMessage(format, fields)
const dollars = (format, fields) => new DollarMessage(format, fields)

logging.basicConfig({ level: logging.INFO, format: '%(levelname)s: %(message)s' })
const log = logging.getLogger()

const ship = { north: 50.1, west: 5.716 }
log.info(braces('{count:,} {what} sold', { count: 12_000, what: 'cups of tea' }))
log.info(braces('a ship at {ship.north:.2f} north, {ship.west:.2f} west', { ship }))
log.info(dollars('$what for $price', { what: 'a cup of tea', price: '2 €' }))
log.info`a ship at ${ship.north} north, ${ship.west} west`
