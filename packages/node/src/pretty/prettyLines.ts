import { columns, padded } from './columns.js'
import { visible } from './controls.js'
import type { Entry, Field } from './entry.js'
import { levelStyle, type Paint, type Styles, stylesFor } from './paint.js'
import { clipped, fieldLines, hasLines, valueText } from './values.js'

/** The columns of the levels' names: `CRITICAL`. */
const LEVEL_COLUMNS = 8
/** The most columns of the loggers' names; their column grows up to this. */
const MAX_NAME_COLUMNS = 24
const INDENT = '    '
const MAX_ERROR_LINES = 1000

/** Matches the lines of an error's text that show a place or how two errors are related. */
const FRAME = /^\s*(?:at |\[?[\w$.<>/]*@|File ")|^\s*… /
const SENTENCE = /^(?:The above exception was|During handling of the above)/

/** Draws entries for people: time, level, logger and message in columns, then the fields, dim, and the error under it. */
export class PrettyLines {
  private readonly paint: Paint
  private readonly styles: Styles
  private nameColumns = 0

  /**
   * Makes a drawer with its styles.
   *
   * @param styles default those for the terminal's background, as `stylesFor('auto')` finds it
   */
  constructor(paint: Paint, styles: Styles = stylesFor('auto')) {
    this.paint = paint
    this.styles = styles
  }

  /**
   * Returns an entry's text, of one line or more, without a newline at its end. Each line but the first is indented, so that
   * nothing in an entry looks like another entry.
   *
   * @param width the number of columns; Infinity for no limit
   */
  draw(entry: Entry, width: number): string {
    const { time, levelno, message, error } = entry
    const { paint, styles } = this
    const level = padded(visible(entry.levelname), LEVEL_COLUMNS)
    const name = this.nameText(visible(entry.name))
    const said = visible(clipped(message))
    const when = time && `${visible(time)} `
    const text = `${paint(styles.dim, when)}${paint(levelStyle(styles, levelno), level.trimEnd())}${padOf(level)} ${paint(styles.name, name.trimEnd())}${padOf(name)}${said}`
    const head = text.trimEnd()
    const fields =
      entry.fields.length === 0
        ? ''
        : this.fieldsText(entry.fields, () => columns(when + level + name + said) + 1, width)
    return head + fields + (error && this.errorText(error))
  }

  /** Returns a logger's name in its column, with the spaces behind it; '' where no entry has had one. */
  private nameText(name: string): string {
    this.nameColumns = Math.max(this.nameColumns, Math.min(columns(name), MAX_NAME_COLUMNS))
    return this.nameColumns === 0 ? '' : `${padded(name, this.nameColumns)}  `
  }

  /** Returns the fields for the line of the message, and on lines of their own those that do not fit there. */
  private fieldsText(fields: readonly Field[], headColumns: () => number, width: number): string {
    const { paint } = this
    const { dim } = this.styles
    const blocks: string[] = []
    let text = ''
    let used = width === Infinity ? 0 : headColumns()
    for (const field of fields) {
      const [key, value] = field
      const short = hasLines(value) ? undefined : `${visible(key)}=${valueText(value)}`
      const taken = short === undefined || width === Infinity ? 0 : columns(short)
      if (short === undefined || INDENT.length + taken > width) {
        blocks.push(...fieldLines(field, width - INDENT.length))
        continue
      }
      const fits = used + 2 + taken <= width
      used = fits ? used + 2 + taken : INDENT.length + taken
      text += `${fits ? '  ' : `\n${INDENT}`}${paint(dim, short)}`
    }
    return text + blocks.map((line) => `\n${INDENT}${paint(dim, line)}`).join('')
  }

  private errorText(error: string): string {
    const lines = error.trimEnd().split('\n')
    const shown = lines.slice(0, MAX_ERROR_LINES).map((line) => this.errorLine(line))
    if (lines.length > MAX_ERROR_LINES) shown.push(`... ${lines.length - MAX_ERROR_LINES} more lines`)
    return shown.map((line) => `\n${line && INDENT + line}`).join('')
  }

  private errorLine(line: string): string {
    const text = visible(clipped(line))
    return FRAME.test(line) || SENTENCE.test(line) ? this.paint(this.styles.dim, text) : text
  }
}

/** Returns the spaces at a text's end: they have no style, which some terminals would underline or fill. */
function padOf(text: string): string {
  return ' '.repeat(text.length - text.trimEnd().length)
}
