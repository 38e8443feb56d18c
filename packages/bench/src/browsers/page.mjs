import { CALLS, LOADS, RECORDS_A_SECOND } from './calls.mjs'

const PACE = RECORDS_A_SECOND.toLocaleString('en')
const BEFORE = ' *before* is an earlier `treeline.min.js`.'
const LIBRARIES = ['treeline', 'treeline.full', 'loglevel', 'debug']

/**
 * Writes the page.
 *
 * @param {{ name: string, agent: string, clockStep: number, results: object[], startUp: object[] }[]} measured
 * @param {Map<string, { version: string, bytes: number, gzip: number }>} scripts
 * @param {{ machine: string, date: string, rounds: number, leastMs: number, startUps: number, loadMs: number }} run
 */
export function page(measured, scripts, { machine, date, rounds, leastMs, startUps, loadMs }) {
  const versions = ['loglevel', 'debug'].map((name) => `${name} ${scripts.get(name).version}`).join(', ')
  const results = measured.flatMap(({ results, underLoad }) => [...results, ...underLoad])
  const counted = results.reduce((sum, result) => sum + (result.counted ?? result.made ?? 0), 0)
  const lost = results.reduce((sum, result) => sum + Math.abs(result.lost), 0)
  return `# Browsers

The same calls in Chromium, Firefox and WebKit, by the script tag’s file, beside ${versions}; and what the script costs
when a page starts. Made by \`npm run bench:browsers\`.

- Machine: ${machine}, no graphics. It is shared and noisy: compare within a table.
- Run: ${date}, ns a call, medians of ${rounds} ${rounds === 1 ? 'round' : 'rounds'}; behind them the slowest over the fastest round.
- Method: each case has a realm (an iframe) of its own; the number of calls a round is doubled until one takes ${leastMs} ms, as
  clocks are coarse in pages; the loop is in the figure, and the first row is the loop alone. The console and \`fetch\` are
  stubs; \`localStorage\` is the browser’s. What is to arrive was counted: ${counted.toLocaleString('en')} calls, ${lost} lost.
- The three do not do the same: loglevel and debug have no tree, no handlers and no formatters, and leave \`%s\` to the console,
  which is a stub here; treeline makes the whole text. debug prefixes name and elapsed time.
- treeline is the small file, \`treeline.min.js\`; \`treeline.full.min.js\` is the whole, which also finds the caller’s place for the
  records that \`LocalStorageHandler\` and \`BufferingHTTPHandler\` keep: that is its difference there.
- Under load: ${PACE} records a second for ${loadMs / 1000} s, ten every 10 ms, to a real server; *p50* and *p99* of a call in µs, over the
  ticks; how late a chain of timers of 4 ms comes, in ms (*p99*, the latest), and how many of them came 50 ms late or later: that is
  what a page feels, encoding and sending included. *long tasks* are those that the engine tells of, of 50 ms and more, which only
  Chromium does. *no call* is the machine's own.${scripts.has('before') ? BEFORE : ''}

${measured.map((browser) => browserText(browser, scripts, startUps)).join('\n')}`
}

function browserText({ name, agent, clockStep, results, underLoad, startUp }, scripts, startUps) {
  const rows = CALLS.map(({ call, label }) => {
    const cells = ['empty', ...LIBRARIES].map((by) => cell(results.find((it) => it.call === call && it.by === by)))
    const [empty, ...others] = cells
    if (empty !== '') others[0] = empty
    return `| ${label} | ${others.join(' | ')} |`
  })
  const starts = startUp.map(({ by, times }) => {
    const script = scripts.get(by)
    const { bytes, gzip } = script
    const title = by === 'empty' ? 'an empty script' : `${by} ${script.version}`
    return `| ${title} | ${bytes.toLocaleString('en')} | ${gzip.toLocaleString('en')} | ${times[0].toFixed(2)} | ${middleMean(times).toFixed(2)} |`
  })
  return `## ${name}

${version(agent)}; the clock steps by ${clockStep.toFixed(3)} ms.

| call (ns) | ${LIBRARIES.join(' | ')} |
| --- |${LIBRARIES.map(() => ' ---: |').join('')}
${rows.join('\n')}

| ${PACE} records a second | p50 (µs) | p99 (µs) | late, p99 (ms) | latest (ms) | 50 ms late | long tasks |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
${underLoad.map(loadRow).join('\n')}

Start-up: parsing and execution of the script, each time in a fresh realm and of a text that the engine has not seen; download excluded.

| script | bytes | gzip | first (ms) | mean of the middle half of ${startUps} (ms) |
| --- | ---: | ---: | ---: | ---: |
${starts.join('\n')}
`
}

function loadRow({ load, by, calls, late, long, longTasks = '–', error }) {
  const { label } = LOADS.find((it) => it.load === load)
  const title = by === 'treeline' ? label : `${label}, ${by}`
  if (error) return `| ${title} | failed |  |  |  |  |  |`
  const figures = [at(calls, 0.5) * 1000, at(calls, 0.99) * 1000, at(late, 0.99), at(late, 1)]
  return `| ${title} | ${figures.map((figure) => figure.toFixed(1)).join(' | ')} | ${long} | ${longTasks} |`
}

/** Returns the value below which a share of the values lies. */
function at(values, share) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}

function cell(result) {
  if (result === undefined) return ''
  if (result.error) return 'failed'
  const { times } = result
  const ns = median(times)
  return `${ns.toFixed(ns < 10 ? 2 : 0)}${times.length > 1 ? ` (×${(Math.max(...times) / Math.min(...times)).toFixed(2)})` : ''}`
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1]

/** Returns the mean of the middle half: where a clock's steps are larger than the measured time, it shows more than a median. */
function middleMean(values) {
  const quarter = Math.floor(values.length / 4)
  const middle = values.toSorted((a, b) => a - b).slice(quarter, values.length - quarter)
  return middle.reduce((sum, value) => sum + value, 0) / middle.length
}

/** Returns the browser's version from its user agent, without the machine. */
function version(agent) {
  const chromeOrFirefox = /(?:Headless)?(Chrome|Firefox)\/[\d.]+/.exec(agent)?.[0]
  return chromeOrFirefox ?? `WebKitGTK, as ${/Version\/[\d.]+ Safari\/[\d.]+/.exec(agent)?.[0] ?? 'unknown'}`
}
