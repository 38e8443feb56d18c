const [WIDTH, HEIGHT] = [720, 360]
const AREA = { left: 70, right: 20, top: 20, bottom: 50 }
const COLORS = ['#1f6feb', '#d1495b', '#2a9d5c', '#8957e5', '#b7791f']
const STYLE = 'font: 12px system-ui, sans-serif'

/**
 * @typedef {'log' | 'linear'} Scale
 * @typedef {object} Curve
 * @property {string} x
 * @property {string} y
 * @property {{ x: Scale, y: Scale }} scales
 * @property {{ label: string, points: { x: number, y: number }[] }[]} series
 */

/**
 * Draws curves, as SVG.
 *
 * @param {Curve} curve
 */
export function drawCurve({ x, y, scales, series }) {
  const all = series.flatMap(({ points }) => points)
  const across = axis(
    all.map((point) => point.x),
    scales.x,
    AREA.left,
    WIDTH - AREA.right,
  )
  const upwards = axis(
    all.map((point) => point.y),
    scales.y,
    HEIGHT - AREA.bottom,
    AREA.top,
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT + 18 * series.length}" style="${STYLE}">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    ...across.ticks.map((tick) => vertical(across.at(tick), tick)),
    ...upwards.ticks.map((tick) => horizontal(upwards.at(tick), tick)),
    text(WIDTH / 2, HEIGHT - 12, x, 'middle'),
    `<g transform="translate(14 ${(HEIGHT - AREA.bottom) / 2}) rotate(-90)">${text(0, 0, y, 'middle')}</g>`,
    ...series.map(({ label, points }, i) => drawn(label, points, COLORS[i % COLORS.length], i, across, upwards)),
    '</svg>\n',
  ].join('\n')
}

function drawn(label, points, color, index, across, upwards) {
  const places = points.map((point) => [round(across.at(point.x)), round(upwards.at(point.y))])
  const top = HEIGHT + 18 * index
  return [
    `<polyline fill="none" stroke="${color}" stroke-width="2" points="${places.map(String).join(' ')}"/>`,
    ...places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3.5" fill="${color}"/>`),
    `<rect x="${AREA.left}" y="${top - 5}" width="14" height="4" fill="${color}"/>`,
    text(AREA.left + 20, top, label, 'start'),
  ].join('\n')
}

/** Returns where a value stands between two places, and the values that are written there. */
function axis(values, scale, from, to) {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return scale === 'log' ? logarithmic(least, most, from, to) : linear(most, from, to)
}

function linear(most, from, to) {
  const rough = most / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough) * power
  const end = Math.ceil(most / step) * step
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, i) => i * step)
  return { ticks, at: (value) => from + ((to - from) * value) / end }
}

function logarithmic(least, most, from, to) {
  const begin = Math.floor(Math.log10(least))
  const end = Math.max(begin + 1, Math.ceil(Math.log10(most)))
  const ticks = Array.from({ length: end - begin + 1 }, (_, i) => 10 ** (begin + i))
  return { ticks, at: (value) => from + ((to - from) * (Math.log10(value) - begin)) / (end - begin) }
}

function vertical(at, tick) {
  return `${rule(at, AREA.top, at, HEIGHT - AREA.bottom)}${text(at, HEIGHT - AREA.bottom + 16, label(tick), 'middle')}`
}

function horizontal(at, tick) {
  return `${rule(AREA.left, at, WIDTH - AREA.right, at)}${text(AREA.left - 6, at + 4, label(tick), 'end')}`
}

const rule = (x1, y1, x2, y2) =>
  `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="#ddd"/>`
const text = (x, y, words, anchor) =>
  `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" fill="#333">${escaped(words)}</text>`
const label = (value) => value.toLocaleString('en', { maximumSignificantDigits: 3 })
const round = (value) => Math.round(value * 10) / 10
const escaped = (words) => words.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign])
