import { Handler } from '@treeline/core'

// The names exist here so that code for both sides type-checks and bundles. Constructing one throws.

/**
 * Refuses a handler that needs sockets.
 *
 * @throws Error always
 */
function noSockets(name: string): never {
  throw new Error(`${name} needs sockets, and there are none here: send records over HTTP`)
}

/**
 * Takes the place of Node's `SocketHandler`.
 *
 * @throws Error always: a page has no sockets
 */
export class SocketHandler extends Handler {
  constructor(_host: string, _port: number | null, _options: object = {}) {
    super(noSockets('SocketHandler'))
  }
}

/**
 * Takes the place of Node's `DatagramHandler`.
 *
 * @throws Error always: a page has no sockets
 */
export class DatagramHandler extends Handler {
  constructor(_host: string, _port: number | null, _options: object = {}) {
    super(noSockets('DatagramHandler'))
  }
}

/**
 * Takes the place of Node's `SysLogHandler`.
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
