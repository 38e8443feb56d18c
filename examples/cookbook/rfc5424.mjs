// Syslog as RFC 5424 has it, over UDP: `extra` becomes the parameters of one structured element, and a byte order mark in the
// format says that the message is UTF-8. The server that takes it is in this program too.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import * as logging from 'treeline'

const FACILITY_USER = 1
const SEVERITY = { DEBUG: 7, INFO: 6, WARNING: 4, ERROR: 3, CRITICAL: 2 }

class RFC5424Formatter extends logging.Formatter {
  constructor({ hostname, appname, element }) {
    super('\ufeff%(message)s')
    this.header = `${hostname} ${appname} - -`
    this.element = element
  }

  format(record) {
    const priority = FACILITY_USER * 8 + (SEVERITY[record.levelname] ?? 5)
    const time = new Date(record.created * 1000).toISOString()
    return `<${priority}>1 ${time} ${this.header} ${this.structuredData(record)} ${super.format(record)}`
  }

  structuredData({ params }) {
    if (!params) return '-'
    const escape = (value) => String(value).replace(/["\\\]]/g, '\\$&')
    return `[${[this.element, ...Object.entries(params).map(([key, value]) => `${key}="${escape(value)}"`)].join(' ')}]`
  }
}

class UDPHandler extends logging.Handler {
  constructor(port, host) {
    super()
    this.address = [port, host]
    this.socket = createSocket('udp4').unref()
  }

  emit(record) {
    this.socket.send(this.format(record), ...this.address, (error) => error && this.handleError(record, error))
  }
}

const server = createSocket('udp4').bind(0, '127.0.0.1')
await once(server, 'listening')

const handler = new UDPHandler(server.address().port, '127.0.0.1')
handler.setFormatter(new RFC5424Formatter({ hostname: 'example.org', appname: 'shop', element: 'order@32473' }))
logging.basicConfig({ level: logging.INFO, handlers: [handler] })

for (const log of [
  () => logging.info('paid', { extra: { params: { id: 17, note: 'say "thanks"' } } }),
  () => logging.error('the printer is out of paper'),
]) {
  log()
  const [datagram] = await once(server, 'message')
  console.log(datagram.toString().replace('\ufeff', '<BOM>'))
}
server.close()
