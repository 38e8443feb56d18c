// The network's handlers that a configuration may name on Node, under Python's dotted names, with Python's constants.
import { registerClass, registerObject } from '@treeline/core/config'
import {
  DatagramHandler,
  DEFAULT_SOAP_LOGGING_PORT,
  DEFAULT_TCP_LOGGING_PORT,
  DEFAULT_UDP_LOGGING_PORT,
  SOCK_DGRAM,
  SOCK_STREAM,
  SocketHandler,
  SYSLOG_TCP_PORT,
  SYSLOG_UDP_PORT,
  SysLogHandler,
} from '@treeline/node/handlers'

const MODULE = 'logging.handlers'

const socket = {
  positional: ['host', 'port'],
  required: ['host', 'port'],
  keywords: [],
  keywordOnly: ['maxQueueBytes'],
}
registerClass(`${MODULE}.SocketHandler`, SocketHandler, socket)
registerClass(`${MODULE}.DatagramHandler`, DatagramHandler, socket)
// In Python's order, for the `args` of an ini file. Treeline's own parameters are by name only.
registerClass(`${MODULE}.SysLogHandler`, SysLogHandler, {
  // Python 3.14 has `timeout` at the end.
  keywords: ['address', 'facility', 'socktype', 'timeout'],
  keywordOnly: ['format', 'framing', 'appName', 'msgId', 'structuredDataId', 'tls', 'maxMessageBytes', 'maxQueueBytes'],
})

const ports = {
  DEFAULT_SOAP_LOGGING_PORT,
  DEFAULT_TCP_LOGGING_PORT,
  DEFAULT_UDP_LOGGING_PORT,
  SYSLOG_TCP_PORT,
  SYSLOG_UDP_PORT,
}
for (const [name, port] of Object.entries(ports)) registerObject(`${MODULE}.${name}`, port)
for (const [name, code] of Object.entries(SysLogHandler)) {
  if (name.startsWith('LOG_')) registerObject(`${MODULE}.SysLogHandler.${name}`, code)
}
// Both spellings: that of Python's configurations, and that of ini files, which reach `socket` by `handlers` only.
for (const prefix of ['', `${MODULE}.`]) {
  registerObject(`${prefix}socket.SOCK_STREAM`, SOCK_STREAM)
  registerObject(`${prefix}socket.SOCK_DGRAM`, SOCK_DGRAM)
}
