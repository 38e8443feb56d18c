/** Puts a text between the codes of a style; '' is no style. */
export type Paint = (style: string, text: string) => string

/** Returns what colours texts, or leaves them as they are. */
export function painter(colors: boolean): Paint {
  return colors
    ? (style, text) => (style === '' || text === '' ? text : `\x1b[${style}m${text}\x1b[0m`)
    : (_, text) => text
}

/** The styles of what lines have. */
export interface Styles {
  /** Of times, fields and frames. */
  readonly dim: string
  /** Of loggers' names. */
  readonly name: string
  /** Of the names of the levels DEBUG, INFO, WARNING, ERROR and CRITICAL. */
  readonly levels: readonly [string, string, string, string, string]
}

/** The terminal's own colours, as its owner has chosen them. */
const DARK: Styles = { dim: '2', name: '36', levels: ['34', '32', '33', '1;31', '1;7;31'] }

/**
 * Of the 240 colours that are the same in all terminals, dark ones: on white most terminals' own yellow, cyan and green have less
 * than half the contrast that can be read.
 */
const LIGHT: Styles = {
  dim: '38;5;240',
  name: '38;5;24',
  levels: ['38;5;19', '38;5;22', '38;5;94', '1;38;5;124', '1;38;5;231;48;5;124'],
}

/** What is behind the lines. */
export type Background = 'light' | 'dark' | 'auto'

/**
 * Returns the styles for what is behind the lines.
 *
 * @param background `'auto'` asks COLORFGBG, which some terminals set; dark where they do not
 */
export function stylesFor(background: Background): Styles {
  return background === 'light' || (background === 'auto' && isLight(process.env['COLORFGBG'])) ? LIGHT : DARK
}

/** Colours of the terminal that are light: its white, and its bright ones. The last part is what is behind: `0;15`, `0;default;15`. */
function isLight(colors: string | undefined): boolean {
  return /(?:^|;)(?:7|9|1[0-5])$/.test(colors ?? '')
}

/** Returns the style of a level's name. */
export function levelStyle({ levels: [debug, info, warning, error, critical] }: Styles, levelno: number): string {
  if (levelno >= 50) return critical
  if (levelno >= 40) return error
  if (levelno >= 30) return warning
  return levelno >= 20 ? info : debug
}
