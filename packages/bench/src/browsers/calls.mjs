/**
 * The calls that are measured, and by which scripts; case.js makes them.
 *
 * @type {{ call: string, label: string, by: string[] }[]}
 */
export const CALLS = [
  { call: 'empty', label: 'a call of an empty function', by: ['empty'] },
  { call: 'disabled-literal', label: "below the level: `debug('ready')`", by: ['treeline', 'loglevel', 'debug'] },
  {
    call: 'disabled-args',
    label: "below the level: `debug('user %s did %d', name, i)`",
    by: ['treeline', 'loglevel', 'debug'],
  },
  {
    call: 'disabled-object',
    label: "below the level: `debug('started', { port: i })`",
    by: ['treeline', 'loglevel', 'debug'],
  },
  { call: 'sink-literal', label: "to a sink that counts: `info('ready')`", by: ['treeline', 'loglevel', 'debug'] },
  {
    call: 'sink-args',
    label: "to a sink that counts: `info('user %s did %d', name, i)`",
    by: ['treeline', 'loglevel', 'debug'],
  },
  { call: 'console-literal', label: "to the console: `info('ready')`", by: ['treeline', 'loglevel', 'debug'] },
  {
    call: 'console-args',
    label: "to the console: `info('user %s did %d', name, i)`",
    by: ['treeline', 'loglevel', 'debug'],
  },
  { call: 'storage', label: '`LocalStorageHandler`: the same', by: ['treeline', 'treeline.full'] },
  { call: 'http', label: '`BufferingHTTPHandler`: the same', by: ['treeline', 'treeline.full'] },
]

/** A second's records under load. */
export const RECORDS_A_SECOND = 1000

/**
 * The ways to keep records while a page logs RECORDS_A_SECOND of them; load.js makes them.
 *
 * @type {{ load: string, label: string, by: string[] }[]}
 */
export const LOADS = [
  { load: 'nothing', label: 'no call', by: ['treeline'] },
  { load: 'disabled', label: 'below the level', by: ['treeline', 'before'] },
  { load: 'storage', label: '`LocalStorageHandler`', by: ['treeline', 'before'] },
  { load: 'http', label: '`BufferingHTTPHandler`', by: ['treeline', 'before'] },
  { load: 'journal', label: '`BufferingHTTPHandler` with a `Journal`', by: ['treeline'] },
]
