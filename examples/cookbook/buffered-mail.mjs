// One mail for many records. `transport` is what sends it: left out, that is the package nodemailer; the stand-in here prints.
import * as logging from 'treeline'
import { SMTPHandler } from 'treeline/handlers'

const transport = {
  async sendMail({ from, to, subject, text }) {
    console.log(`From: ${from}\nTo: ${to.join(', ')}\nSubject: ${subject}\n\n${text}`)
  },
}

const mails = new SMTPHandler(
  ['mail.example.org', 587],
  'logs@example.org',
  ['ann@example.org', 'ben@example.org'],
  'What the server said',
  { capacity: 3, transport },
)
mails.setFormatter(new logging.Formatter('%(asctime)s %(levelname)-5s %(message)s'))

const log = logging.getLogger('server')
log.setLevel(logging.DEBUG)
log.addHandler(mails)

for (let i = 0; i < 5; i++) log.info('request %d was slow', i)
// What is left, two records, goes when the program ends.
