/** The port that Python suggests for records over TCP. */
export const DEFAULT_TCP_LOGGING_PORT = 9020
/** The port that Python suggests for records as UDP datagrams. */
export const DEFAULT_UDP_LOGGING_PORT = 9021
/** A port that Python has a name for, and no handler. */
export const DEFAULT_SOAP_LOGGING_PORT = 9023
