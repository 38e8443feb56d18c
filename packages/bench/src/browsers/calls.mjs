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
