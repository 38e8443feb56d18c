import { digits, verdict } from './fit.mjs'

/** @typedef {{ values: number[], lost: number, counted: number }} Result of a point, in the section's unit */

/**
 * Writes the page.
 *
 * @param {{ section: import('./plan.mjs').Section, points: number[], results: Map<string, Result[]> }[]} measured
 * @param {{ machine: string, command: string, rounds: number, date: string, cores: number, load: string }} run
 */
export function page(measured, { machine, command, rounds, date, cores, load }) {
  const counted = results(measured).reduce((sum, result) => sum + result.counted, 0)
  const lost = results(measured).reduce((sum, result) => sum + result.lost, 0)
  return `# Scale

What a record costs as a program grows: flat or linear. Made by \`${command}\`; a part of it by \`${command} -- depth handlers\`.

- Machine: ${machine}. It is shared and noisy (load average ${load}): look at the
  shape of a curve, and compare within a table. Threads are slowed by all that runs beside them.
- Run: ${date}, medians of ${rounds} ${rounds === 1 ? 'round' : 'rounds'}, each the median of seven parts; in brackets the fastest
  round, which the curves and verdicts are made of, as what else the machine does only takes time away.
- Method: a process a point, the points in turn within a round, so that what the machine does besides falls on all. The clock
  starts on compiled code (\`getLogger\` excepted) and stops when the last byte is in the file. File handlers write text lines
  with the time, buffered to 16 KiB, where nothing else is said. Every line was counted and its length checked:
  ${counted.toLocaleString('en')} lines, ${lost} lost or torn.
- The verdicts: *flat* when the greatest is at most 1.5 times the least; *linear* when a line (least squares of relative errors)
  leaves the points at most 25 % off in the median; *x^k* is the power that fits best.

${measured.map((part) => sectionText(part, cores)).join('\n')}`
}

/**
 * Returns the value that a curve shows. What else a machine does only takes time away, so the fastest round is the nearest to
 * the truth; bytes are not disturbed.
 */
export const shown = ({ expected }, values) => (expected === 'cores' ? Math.max(...values) : Math.min(...values))

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1]

const results = (measured) => measured.flatMap((part) => [...part.results.values()].flat())

function sectionText({ section, points, results }, cores) {
  const { name, title, x, y, series, note } = section
  const rows = points.map((point, i) => {
    const cells = series.map((one) => cell(one, results.get(one.measure)[i].values))
    return `| ${point.toLocaleString('en')} | ${cells.join(' | ')} |`
  })
  const verdicts = series.map(({ measure, label, expected }) => {
    const curve = points.map((point, i) => ({ x: point, y: shown({ expected }, results.get(measure)[i].values) }))
    return `- ${label}: ${expected === 'cores' ? speedUp(curve, cores) : verdict(curve, expected, y.replace(/ a .*/, ''))}`
  })
  return `## ${title}

${note}

${verdicts.join('\n')}

| ${x} | ${series.map(({ label }) => `${label} (${y})`).join(' | ')} |
| ---: |${series.map(() => ' ---: |').join('')}
${rows.join('\n')}

![${title.replaceAll('`', '')}: ${y} against ${x}](scale-${name}.svg)
`
}

function cell(series, values) {
  return `${digits(median(values))}${values.length > 1 ? ` (${digits(shown(series, values))})` : ''}`
}

function speedUp(curve, cores) {
  const rate = (count) => curve.findLast(({ x }) => x <= count)
  const [atCores, last] = [rate(cores), curve.at(-1)]
  const times = (point) => `×${(point.y / curve[0].y).toFixed(2)}`
  return `${times(atCores)} with ${atCores.x} threads on ${cores} cores, ${times(last)} with ${last.x}`
}
