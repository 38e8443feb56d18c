// A terminal's lines as a picture.

const COLUMN = 8.4
const LINE = 20
const MARGIN = 16

/** The colours of a terminal: its ground, its text, and those that a code from 31 to 36 names. */
const DARK = {
  ground: '#1e1e1e',
  text: '#d4d4d4',
  31: '#f14c4c',
  32: '#4ec98f',
  33: '#d7ba7d',
  34: '#5aa2f0',
  36: '#4fc1d9',
} as const

type Scheme = Readonly<Record<keyof typeof DARK, string>>

const LIGHT: Scheme = {
  ground: '#fafafa',
  text: '#2b2b2b',
  31: '#c72e2e',
  32: '#1a7f37',
  33: '#8a6100',
  34: '#0550ae',
  36: '#0b6e7f',
}

/** Returns the rules of a scheme: `.c31` has a code's colour. */
const rules = (scheme: Scheme): string =>
  Object.entries(scheme)
    .map(([name, colour]) => `.c${name}{fill:${colour}}`)
    .join('')

/** Returns lines with a terminal's colours as SVG, light or dark as the reader has it. Throws for a code that it does not know. */
export function picture(output: string, columns: number): string {
  const lines = output.trimEnd().split('\n')
  const [width, height] = [Math.ceil(columns * COLUMN + 2 * MARGIN), lines.length * LINE + 2 * MARGIN]
  const texts = lines.flatMap((line, index) => lineTexts(line, MARGIN + (index + 0.75) * LINE))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">
<title>Lines of PrettyFormatter at a terminal</title>
<style>${rules(LIGHT)}@media (prefers-color-scheme: dark){${rules(DARK)}}</style>
<rect width="${width}" height="${height}" rx="8" class="cground"/>
${texts.join('\n')}
</svg>
`
}

function lineTexts(line: string, y: number): string[] {
  let column = 0
  let codes: string[] = []
  return line.split(/\x1b\[([\d;]*)m/).flatMap((part, index) => {
    if (index % 2 === 1) codes = part.split(';').filter((code) => code !== '0' && code !== '')
    if (index % 2 === 1 || part === '') return []
    const at = column
    column += part.length
    return part.trim() === '' ? [] : [run(part, at, y, codes)]
  })
}

/** Draws a text at its column, as wide as a terminal shows it. */
function run(text: string, column: number, y: number, codes: readonly string[]): string {
  const unknown = codes.find((code) => !['1', '2', '7'].includes(code) && !Object.hasOwn(DARK, code))
  if (unknown !== undefined) throw new Error(`no colour for the code ${unknown}`)
  const colour = `c${codes.find((code) => Object.hasOwn(DARK, code)) ?? 'text'}`
  const isReverse = codes.includes('7')
  const [x, width] = [(MARGIN + column * COLUMN).toFixed(1), (text.length * COLUMN).toFixed(1)]
  const weight = codes.includes('1') ? ' font-weight="bold"' : ''
  const dim = codes.includes('2') ? ' opacity="0.7"' : ''
  const ground = `<rect x="${x}" y="${y - LINE * 0.75}" width="${width}" height="${LINE}" class="${colour}"/>`
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const fill = isReverse ? 'cground' : colour
  return `${isReverse ? ground : ''}<text x="${x}" y="${y}" textLength="${width}" class="${fill}" xml:space="preserve"${weight}${dim}>${escaped}</text>`
}
