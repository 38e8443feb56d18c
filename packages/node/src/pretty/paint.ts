/** Puts a text between the codes of a style; '' is no style. */
export type Paint = (style: string, text: string) => string

/** Returns a function that colours texts, or leaves them unchanged. */
export function painter(colors: boolean): Paint {
  return colors
    ? (style, text) => (style === '' || text === '' ? text : `\x1b[${style}m${text}\x1b[0m`)
    : (_, text) => text
}

/** The styles of a line's parts. */
export interface Styles {
  /** The style of times, fields and frames. */
  readonly dim: string
  /** The style of loggers' names. */
  readonly name: string
  /** The styles of the names of the levels DEBUG, INFO, WARNING, ERROR and CRITICAL. */
  readonly levels: readonly [string, string, string, string, string]
}

/** The terminal's own colours, as its owner has chosen them. */
const DARK: Styles = { dim: '2', name: '36', levels: ['34', '32', '33', '1;31', '1;7;31'] }

/**
 * Dark ones of the 240 colours that are the same in all terminals: on white most terminals' own yellow, cyan and green have less than
 * half of the contrast that is needed to read them.
 */
const LIGHT: Styles = {
  dim: '38;5;240',
  name: '38;5;24',
  levels: ['38;5;19', '38;5;22', '38;5;94', '1;38;5;124', '1;38;5;231;48;5;124'],
}

/** The terminal's background. */
export type Background = 'light' | 'dark' | 'auto'

/**
 * Returns the styles for a background.
 *
 * @param background `'auto'` reads COLORFGBG, which some terminals set; dark where they do not
 */
export function stylesFor(background: Background): Styles {
  return background === 'light' || (background === 'auto' && isLight(process.env['COLORFGBG'])) ? LIGHT : DARK
}

/** Returns whether the background in COLORFGBG, its last part (`0;15`, `0;default;15`), is light: white or a bright colour. */
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
