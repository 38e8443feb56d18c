/** Puts a text between the codes of a style; '' is no style. */
export type Paint = (style: string, text: string) => string

/** Returns what colours texts, or leaves them as they are. */
export function painter(colors: boolean): Paint {
  return colors
    ? (style, text) => (style === '' || text === '' ? text : `\x1b[${style}m${text}\x1b[0m`)
    : (_, text) => text
}

/** Styles that can be read on a light and on a dark ground: of the terminal's own colours, none that is white or black. */
export const DIM = '2'
export const BOLD = '1'
export const NAME = '36'

/** Returns the style of a level's name. */
export function levelStyle(levelno: number): string {
  if (levelno >= 50) return '1;7;31'
  if (levelno >= 40) return '1;31'
  if (levelno >= 30) return '33'
  return levelno >= 20 ? '32' : '34'
}
