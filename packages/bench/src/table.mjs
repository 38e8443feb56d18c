// Tables in markdown, from the races' rows.

/**
 * One table with all rows, each race's fastest first.
 *
 * @param {object[][]} races
 * @returns {string}
 */
export function table(races) {
  const lines = [
    '| workload | contestant | ns a line | in the call | slowest/fastest | times treeline | peak MB | lines lost |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...races
      .flat()
      .map(
        ({ workload, name, ns, inCall, spread, times, peakMB, lines: logged, lost }) =>
          `| ${workload} | ${name} | ${short(ns)} | ${short(inCall)} | ${spread.toFixed(2)} | ${times?.toFixed(2) ?? ''} | ${peakMB.toFixed(0)} | ${logged === 0 ? '' : share(lost, logged)} |`,
      ),
  ]
  return `${lines.join('\n')}\n`
}

/**
 * Treeline's time in each race beside the best of pino's, CPython's and the limit's: the figures that have a target.
 *
 * @param {object[][]} races
 * @returns {string}
 */
export function summary(races) {
  const lines = [
    '| workload | treeline, ns | pino at its best | the fastest peer | CPython | the limit |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
  ]
  for (const rows of races) {
    const own = rows.find(({ name }) => name === 'treeline')
    if (own === undefined) continue
    // Rows come fastest first. Who lost lines did not do the work.
    const best = (is) => rows.find((row) => row.lost === 0 && is(row))
    const pino = best(({ from }) => from === 'pino')
    const peer = best(({ from }) => !['treeline', 'node', 'python3'].includes(from))
    const python = best(({ from }) => from === 'python3')
    const limit = best(({ from }) => from === 'node')
    const cells = [pino, peer, python, limit].map((row) =>
      row === undefined ? '' : `${(row.ns / own.ns).toFixed(2)}×${row === peer ? ` (${row.name})` : ''}`,
    )
    lines.push(`| ${own.workload} | ${short(own.ns)} | ${cells.join(' | ')} |`)
  }
  return `${lines.join('\n')}\n`
}

/** @param {number} ns */
export function short(ns) {
  return ns < 10 ? ns.toFixed(2) : ns.toFixed(0)
}

function share(lost, logged) {
  return lost === 0 ? '0' : `${((100 * lost) / logged).toFixed(lost < logged / 100 ? 3 : 0)} %`
}
