import { Handler } from '@treeline/core'

// The names exist here so that code for both sides type-checks and bundles; what they need does not.
function noSockets(name: string): never {
  throw new Error(`${name} needs sockets, and there are none here: send records over HTTP`)
}

/**
 * Stands where Node has its `SocketHandler`.
 *
 * @throws Error always: a page has no sockets
 */
export class SocketHandler extends Handler {
  constructor(_host: string, _port: number | null, _options: object = {}) {
    super(noSockets('SocketHandler'))
  }
}

/**
 * Stands where Node has its `DatagramHandler`.
 *
 * @throws Error always: a page has no sockets
 */
export class DatagramHandler extends Handler {
  constructor(_host: string, _port: number | null, _options: object = {}) {
    super(noSockets('DatagramHandler'))
  }
}

/**
 * Stands where Node has its `SysLogHandler`.
 *
 * @throws Error always: a page has no sockets
 */
export class SysLogHandler extends Handler {
  constructor(_options: object = {}) {
    super(noSockets('SysLogHandler'))
  }
}

export const DEFAULT_TCP_LOGGING_PORT = 9020
export const DEFAULT_UDP_LOGGING_PORT = 9021
export const DEFAULT_SOAP_LOGGING_PORT = 9023
export const SYSLOG_TCP_PORT = 514
export const SYSLOG_UDP_PORT = 514
export const SOCK_STREAM = 1
export const SOCK_DGRAM = 2
