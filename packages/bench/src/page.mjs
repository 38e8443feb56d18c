// docs/measured/performance.md, from the races' rows.
import { summary, table } from './table.mjs'
import { version } from './version.mjs'
import { workloads } from './workloads.mjs'

/**
 * @param {object[][]} races
 * @param {{ machine: string, rounds: number, lines: number }} run
 * @returns {string}
 */
export function page(races, { machine, rounds, lines }) {
  const rows = races.flat()
  const versions = [...new Set(rows.map(({ from }) => from))]
    .filter((from) => from !== 'node' && from !== 'python3')
    .map((from) => `${from} ${version(from)}`)
  const what = races.map(([{ workload }]) => {
    const { what: logged, durability } = workloads[workload]
    return `| \`${workload}\` | ${logged} | ${DURABILITIES[durability]} |`
  })
  return `# Performance

Written by \`npm run bench -- --rounds=${rounds} --lines=${lines}\` (${new Date().toISOString().slice(0, 10)}): do not edit. ${machine}, on a shared machine: read the ratios, which come
from one run, rather than the nanoseconds.

## The figures that matter

Each column is that contestant's time as a multiple of treeline's: 2.00× is twice treeline's time. Who lost lines is left out.

${summary(races)}
![The same as bars](performance.svg)

A bar is cut (…) at twelve times treeline's.

## Method

Each run is a process of its own; the contestants of a workload take turns (A B A B, and the order turns too) over ${rounds} rounds,
so that what the machine does besides falls on all of them. A run logs up to 200,000 lines to warm up (an eighth of a second at most), then ${lines.toLocaleString('en')} (an
error or caller half, 10 kB a twentieth; a burst ${Math.min(lines, 100_000).toLocaleString('en')}), or what it gets done in a quarter of one second. The time is from the first of these
calls to the moment the contestant says that its last line is in the file; "in the call" is what of it the logging calls took.
The table has the median, the slowest run over the fastest, and the peak resident memory of the process, its runtime
included. Every file is read afterwards: a line counts when it is valid JSON (where that is the workload) and has the message,
number and fields logged.

| workload | what is logged | durability |
| --- | --- | --- |
${what.join('\n')}

Contestants: ${versions.join(', ')}, and CPython's own logging.
Each as its documentation has it at its fastest:

- treeline: \`FileHandler\`; buffered, with \`buffering: 16384\`. *rotating*, *timed* and *watched*: Python's other handlers of
  files, in \`rotation-sync\` and \`rotation-buffered\` only, where nothing is due. *timed and sized*: with \`maxBytes\`. *thread*: a
  \`PortQueue\` to a worker thread, which makes the lines and writes them.
- pino: \`pino.destination\`, synchronous; buffered, with \`minLength: 4096\`. *async*: \`sync: false\` and that \`minLength\`.
  *worker*: the transport \`pino/file\`.
- winston: its \`File\` transport, with only the formats that the workload needs.
- LogTape: \`getFileSink\` with \`bufferSize: 0\`, or its default; *non-blocking*, with that option. In \`caller\`, \`captureSourceLocation\` and a
  formatter that puts the place among the properties.
- log4js: \`file\`, \`fileSync\`; JSON by a layout of one's own, as its documentation shows.
- bunyan: a write stream. consola: a reporter of one's own that writes to a write stream. roarr: \`ROARR.write\` with
  \`fs.writeSync\`, *stream* with a write stream.
- tslog: \`type: 'json'\` with standard output being the file, and its file transport.
- evlog: \`pretty: false\` and \`redact: false\` with standard output being the file.
- loglevel and debug: standard output and error being the file.
- OpenTelemetry's SDK: the simple and the batch processor, with an exporter of ours that writes JSON lines.
- CPython: \`FileHandler\`; buffered, with the stream's own buffer of 16 KiB and no flush after a record; JSON by \`json.dumps\`.
- limit: treeline's line as a bare string concatenation, written by \`fs.writeSync\` line by line, or in blocks of 16 KiB. For a disabled call, an
  empty function.

Who writes behind the caller's back (pino async and worker, winston, log4js, bunyan, tslog, consola, roarr stream,
OpenTelemetry's batch) is given the event loop after each 200 lines, save in a burst. A library that cannot do a workload is not
in it: pino, bunyan and roarr have no text lines, tslog none without colours and columns; only treeline, LogTape, log4js and CPython have a tree with handlers
on several levels; the others do not show a call's place, or not in strict code (bunyan);
a cause is not on the JSON line of winston, bunyan, roarr, consola, evlog or OpenTelemetry. LogTape calls \`fsync\` after each write: 100,000
of these take minutes, so that only its non-blocking sink is in the burst.
The end of winston's run waits for its streams to be empty, as \`end()\` alone loses what they hold.

## All figures

"Times treeline" is the contestant's time as a multiple of treeline's.

${table(races)}
`.replace(/\n+$/, '\n')
}

const DURABILITIES = {
  sync: 'in the file when the call returns',
  buffered: 'written in blocks, or later',
  none: 'nothing is written',
}
