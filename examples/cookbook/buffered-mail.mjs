// One mail for many records. What sends it is a function, so that any mail library will do; the stand-in here prints.
import * as logging from 'treeline'
import { BufferingHandler } from 'treeline/handlers'

class BufferingMailHandler extends BufferingHandler {
  constructor(capacity, { send, fromaddr, toaddrs, subject }) {
    super(capacity)
    this.send = send
    this.envelope = { from: fromaddr, to: toaddrs.join(', '), subject }
    this.setFormatter(new logging.Formatter('%(asctime)s %(levelname)-5s %(message)s'))
  }

  flush() {
    const records = this.buffer
    this.buffer = []
    if (records.length === 0) return
    try {
      this.send({ ...this.envelope, text: records.map((record) => `${this.format(record)}\n`).join('') })
    } catch (error) {
      this.handleError(records.at(-1), error)
    }
  }
}

const send = ({ from, to, subject, text }) => console.log(`From: ${from}\nTo: ${to}\nSubject: ${subject}\n\n${text}`)

const log = logging.getLogger('server')
log.setLevel(logging.DEBUG)
log.addHandler(
  new BufferingMailHandler(3, {
    send,
    fromaddr: 'logs@example.org',
    toaddrs: ['ann@example.org', 'ben@example.org'],
    subject: 'What the server said',
  }),
)

for (let i = 0; i < 5; i++) log.info('request %d was slow', i)
// What is left, two records, goes when the program ends.
