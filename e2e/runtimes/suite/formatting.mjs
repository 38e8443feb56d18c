// A record becomes text.
import { refusal, writing } from './outcomes.mjs'

/** @param {import('./outcomes.mjs').API} api */
const fixed = ({ logging }, more = {}) =>
  logging.makeLogRecord({
    name: 'app.db',
    levelno: 20,
    levelname: 'INFO',
    msg: 'user %s',
    args: ['ann'],
    created: 1234567890.125,
    msecs: 125,
    ...more,
  })

/** @type {import('./outcomes.mjs').Behaviour[]} */
export const formatting = [
  {
    name: 'style %: widths, precisions, flags',
    run: (api) =>
      new api.logging.Formatter('%(levelname)-8s|%(name)10s|%(levelno)04d|%(created).2f|%(message)s %%').format(
        fixed(api),
      ),
    expected: 'INFO    |    app.db|0020|1234567890.12|user ann %',
  },
  {
    name: 'style {: Python’s format specifications',
    run: (api) =>
      new api.logging.Formatter('{levelname:*^10}|{name!r}|{levelno:#x}|{created:,.1f}|{message:>10}', {
        style: '{',
      }).format(fixed(api)),
    expected: "***INFO***|'app.db'|0x14|1,234,567,890.1|  user ann",
  },
  {
    name: 'style $: names, braces, and a dollar sign',
    run: (api) => new api.logging.Formatter('$levelname ${name}x $$ $message', { style: '$' }).format(fixed(api)),
    expected: 'INFO app.dbx $ user ann',
  },
  {
    name: 'asctime has milliseconds, in the time zone of its converter',
    run(api) {
      const formatter = new api.logging.Formatter('%(asctime)s %(message)s')
      formatter.converter = api.logging.gmtime
      return formatter.format(fixed(api))
    },
    expected: '2009-02-13 23:31:30,125 user ann',
  },
  {
    name: 'datefmt has strftime’s directives',
    run(api) {
      const formatter = new api.logging.Formatter('%(asctime)s', { datefmt: '%a %d %b %Y %I:%M:%S %p %j %U %y%%' })
      formatter.converter = api.logging.gmtime
      return formatter.format(fixed(api))
    },
    expected: 'Fri 13 Feb 2009 11:31:30 PM 044 06 09%',
  },
  {
    name: 'the local time is the one of the runtime’s Date',
    run(api) {
      const local = new Date(1234567890125)
      const digits = (/** @type {number} */ n) => String(n).padStart(2, '0')
      const text = `${local.getFullYear()}-${digits(local.getMonth() + 1)}-${digits(local.getDate())} ${digits(local.getHours())}:${digits(local.getMinutes())}:${digits(local.getSeconds())},125`
      return new api.logging.Formatter('%(asctime)s').format(fixed(api)) === text
    },
    expected: true,
  },
  {
    name: 'defaults stand in for attributes that a record lacks',
    run: (api) =>
      new api.logging.Formatter('%(tenant)s %(message)s', { defaults: { tenant: 'none' } }).format(fixed(api)),
    expected: 'none user ann',
  },
  {
    name: 'a format that is wrong is refused in Python’s words',
    run: ({ logging: { Formatter } }) => [
      refusal(() => new Formatter('{message', { style: '{' })),
      refusal(() => new Formatter('no field', { style: '%' })),
      refusal(() => new Formatter('$', { style: '$' })),
      refusal(() => new Formatter('%(message)s', { style: '?' })),
    ],
    expected: [
      "throws RangeError: invalid format: expected '}' before end of string",
      "throws RangeError: Invalid format 'no field' for '%' style",
      "throws RangeError: invalid format: bare '$' not allowed",
      'throws RangeError: Style must be one of: %,{,$',
    ],
  },
  {
    name: 'a BufferingFormatter joins records',
    run(api) {
      const { logging } = api
      class Listed extends logging.BufferingFormatter {
        /** @override @param {readonly unknown[]} records */
        formatHeader(records) {
          return `${records.length}: `
        }
      }
      return new Listed(new logging.Formatter('[%(message)s]')).format([fixed(api), fixed(api, { args: ['bob'] })])
    },
    expected: '2: [user ann][user bob]',
  },
  {
    name: '%-conversions of numbers are Python’s',
    run(api) {
      const { stream, log } = writing(api)
      log.info('%d %5.1f %x %o %e %g %+d %05d %i', 3.99, 2.25, 255, 8, 12345.678, 1e-7, 7, 42, 10n ** 20n)
      log.info('%s %s %s %s %s', 1e21, -0, NaN, 0.1 + 0.2, 2n ** 64n)
      log.info('%c%c %.3s| %-5s| %5s| %%', 65, '😀', 'abcdef', 'ab', 'cd')
      return stream.lines
    },
    expected: [
      '3   2.2 ff 10 1.234568e+04 1e-07 +7 00042 100000000000000000000',
      '1e+21 0 NaN 0.30000000000000004 18446744073709551616',
      'A😀 abc| ab   |    cd| %',
    ],
  },
  {
    name: '%s, %r and %a of values',
    run(api) {
      const { stream, log } = writing(api)
      log.info('%s %s %s %s', null, undefined, true, Symbol('sign'))
      log.info('%r %a %r', "it's", 'é\n', '\ud83d\ude00')
      log.info('%s', {
        a: [1, 'x', { b: null }],
        m: new Map([['k', new Set([1])]]),
        d: new Date(0),
        e: new TypeError('no'),
      })
      log.info('%s %s %s', new Uint8Array([1, 2]), class Shape {}, function draw() {})
      return stream.lines
    },
    expected: [
      'null undefined true Symbol(sign)',
      "\"it's\" '\\xe9\\n' '😀'",
      "{ a: [ 1, 'x', { b: null } ], m: Map(1) { 'k' => Set(1) { 1 } }, d: 1970-01-01T00:00:00.000Z, e: TypeError('no') }",
      'Uint8Array(2) [ 1, 2 ] [class Shape] [Function: draw]',
    ],
  },
  {
    name: 'JSONFormatter writes a line of JSON with its fields',
    run(api) {
      const record = fixed(api, { msg: 'up', args: { port: 80, tags: ['a', { b: 1n }] }, tenant: 'acme' })
      return new api.logging.JSONFormatter().format(record)
    },
    expected:
      '{"time":"2009-02-13T23:31:30.125Z","level":"INFO","logger":"app.db","message":"up","port":80,"tags":["a",{"b":1}],"tenant":"acme"}',
  },
  {
    name: 'JSONFormatter has the presets of the collectors',
    run: (api) =>
      /** @type {const} */ (['ecs', 'gcp', 'gelf', 'otel', 'pino']).map((preset) =>
        new api.logging.JSONFormatter({ preset }).format(fixed(api, { tenant: 'acme' })),
      ),
    expected: [
      '{"@timestamp":"2009-02-13T23:31:30.125Z","log.level":"info","message":"user ann","log.logger":"app.db","ecs.version":"8.11.0","tenant":"acme"}',
      '{"severity":"INFO","time":"2009-02-13T23:31:30.125Z","message":"user ann","logger":"app.db","tenant":"acme"}',
      '{"timestamp":1234567890.125,"level":6,"_logger":"app.db","short_message":"user ann","version":"1.1","host":"unknown","_tenant":"acme"}',
      '{"timestamp":"2009-02-13T23:31:30.125Z","severityText":"INFO","severityNumber":9,"scope":{"name":"app.db"},"body":"user ann","attributes":{"tenant":"acme"}}',
      '{"level":30,"time":1234567890125,"name":"app.db","msg":"user ann","tenant":"acme"}',
    ],
  },
  {
    name: 'JSONFormatter places what its options name',
    run(api) {
      const { JSONFormatter } = api.logging
      const formatter = new JSONFormatter({
        keys: { lvl: 'levelno', msg: 'message' },
        fields: 'data',
        constants: { app: 'x' },
        limits: { maxLength: 3 },
      })
      return [
        formatter.format(fixed(api, { note: 'long text' })),
        refusal(() => new JSONFormatter(/** @type {any} */ ({ key: 1 }))),
      ]
    },
    expected: [
      '{"lvl":20,"msg":"use... 5 more","app":"x","data":{"note":"lon... 6 more"}}',
      "throws TypeError: JSONFormatter: unknown option 'key'; there are: preset keys fields constants levels limits",
    ],
  },
]
