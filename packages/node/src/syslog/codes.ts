// The numbers of syslog's priorities and facilities, as RFC 5424 has them, under Python's names.

/** Python's default port for syslog over UDP. */
export const SYSLOG_UDP_PORT = 514
/** Python's default port for syslog over TCP. */
export const SYSLOG_TCP_PORT = 514
/** The port of syslog over TLS (RFC 5425). */
export const SYSLOG_TLS_PORT = 6514

/** A stream socket: Python's `socket.SOCK_STREAM`. */
export const SOCK_STREAM = 1
/** A datagram socket: Python's `socket.SOCK_DGRAM`. */
export const SOCK_DGRAM = 2

/** Python's names of priorities. */
export const PRIORITY_NAMES: Readonly<Record<string, number>> = {
  alert: 1,
  crit: 2,
  critical: 2,
  debug: 7,
  emerg: 0,
  err: 3,
  error: 3,
  info: 6,
  notice: 5,
  panic: 0,
  warn: 4,
  warning: 4,
}

/** Python's names of facilities. */
export const FACILITY_NAMES: Readonly<Record<string, number>> = {
  auth: 4,
  authpriv: 10,
  console: 14,
  cron: 9,
  daemon: 3,
  ftp: 11,
  kern: 0,
  lpr: 6,
  mail: 2,
  news: 7,
  ntp: 12,
  security: 13,
  'solaris-cron': 15,
  syslog: 5,
  user: 1,
  uucp: 8,
  local0: 16,
  local1: 17,
  local2: 18,
  local3: 19,
  local4: 20,
  local5: 21,
  local6: 22,
  local7: 23,
}

/** The name of the priority of each of Python's levels. */
export const PRIORITY_MAP: Readonly<Record<string, string>> = {
  DEBUG: 'debug',
  INFO: 'info',
  WARNING: 'warning',
  ERROR: 'error',
  CRITICAL: 'critical',
}
