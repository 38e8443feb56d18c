// A handler's filter may put another record in the place of the one that came. It makes a copy, so that what it adds is
// seen by this handler only.
import * as logging from 'treeline'

function hideCards(record) {
  const hidden = logging.copyRecord(record)
  hidden.msg = record.getMessage().replace(/\d{12}(?=\d{4})/g, '…')
  hidden.args = null
  return hidden
}

function handlerFor(destination) {
  const handler = new logging.StreamHandler(process.stdout)
  handler.setFormatter(new logging.Formatter(`${destination}: %(levelname)s %(module)s %(message)s`))
  logging.getLogger().addHandler(handler)
  return handler
}

handlerFor('bank')
handlerFor('support').addFilter(hideCards)

logging.warning('card %s was refused', '4111111111111111')
