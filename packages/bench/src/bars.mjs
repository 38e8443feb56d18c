// Bars in SVG, from the races' rows.
import { short } from './table.mjs'

const WIDTH = 880
const LABEL = 190
const BAR = 14
const STEP = 19
const HEAD = 30
/** A bar is cut at so many times treeline's: what is slower than that would leave nothing to see of the others. */
const CUT = 12
const ROOM = WIDTH - LABEL - 150

/**
 * One group of bars a race, each on a scale of its own; the shorter, the faster.
 *
 * @param {object[][]} races
 * @returns {string}
 */
export function bars(races) {
  const groups = []
  let y = 10
  for (const rows of races) {
    groups.push(group(rows, y))
    y += HEAD + rows.length * STEP + 14
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img" aria-label="Nanoseconds a line, by workload and contestant; shorter is faster">
<style>
text { font: 12px system-ui, sans-serif; fill: #24292f }
.name { text-anchor: end }
.head { font-weight: 600; font-size: 14px }
rect { fill: #8c959f }
.treeline { fill: #1a7f37 }
.limit { fill: #d0d7de }
.lost { fill: #cf222e }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .limit { fill: #484f58 } }
</style>
${groups.join('\n')}
</svg>
`
}

function group(rows, top) {
  const own = rows.find(({ from }) => from === 'treeline')?.ns ?? Infinity
  const longest = Math.min(CUT * own, Math.max(...rows.map(({ ns }) => ns)))
  const drawn = rows.map((row, index) => bar(row, top + HEAD + index * STEP, longest))
  return `<text class="head" x="${LABEL}" y="${top + 16}">${rows[0].workload}, ns a line</text>\n${drawn.join('\n')}`
}

function bar({ name, from, ns, times, lost }, y, longest) {
  const width = Math.max(1, Math.round(ROOM * Math.min(1, ns / longest)))
  const kind = lost > 0 ? 'lost' : from === 'treeline' ? 'treeline' : from === 'node' ? 'limit' : 'peer'
  const note = lost > 0 ? ', lines lost' : times === undefined || from === 'treeline' ? '' : ` (${times.toFixed(2)}×)`
  return [
    `<text class="name" x="${LABEL - 8}" y="${y + 11}">${name}</text>`,
    `<rect class="${kind}" x="${LABEL}" y="${y}" width="${width}" height="${BAR}"/>`,
    `<text x="${LABEL + width + 6}" y="${y + 11}">${ns > longest ? '… ' : ''}${short(ns)}${note}</text>`,
  ].join('')
}
