// Registers parts that few records need. `treeline` calls registerAll(), `treeline/slim` nothing.
import { callerFinder } from './callers/callerFinder.js'
import { controls } from './formatting/controls.js'
import { showControls } from './formatting/showControls.js'
import { styles } from './formatting/styles.js'
import { StrFormatStyle } from './formatting/strFormatStyle.js'
import { StringTemplateStyle } from './formatting/stringTemplateStyle.js'
import { callers } from './records/caller.js'
import { contentsOf, unpackBuffer } from './text/builtins.js'
import { rareConversions } from './text/conversions.js'
import { groupText } from './text/exceptionGroup.js'
import { rare } from './text/percent.js'
import { contents } from './text/platformObjects.js'
import { unpack } from './text/repr.js'
import { strftime } from './text/strftime.js'
import { times } from './text/structTime.js'
import { isdst, zoneName } from './text/timeZone.js'
import { traceback } from './text/traceback.js'

/**
 * Registers the finder of callers: `pathname filename module lineno funcName`, `stack_info` and `stacklevel`. Until then a
 * record has `(unknown file)` and line 0.
 */
export function registerCallers(): void {
  callers.current = callerFinder
}

/**
 * Registers all directives of `strftime` for `datefmt`, and the names of zones. Until then `datefmt` knows `%Y %m %d %H %M %S`
 * and leaves others as they are written.
 */
export function registerStrftime(): void {
  times.current = { strftime, isdst, zoneName }
}

/** Registers the styles `'{'` and `'$'` by their characters, for `Formatter` and `basicConfig`. A style's class works without it. */
export function registerStyles(): void {
  styles.set('{', StrFormatStyle)
  styles.set('$', StringTemplateStyle)
}

/**
 * Registers the conversions `%e`, `%g`, `%c`, the flag `#` of floats, and floats from 1e21 on or of 100 digits. Until then a
 * record that needs one is written as its format and arguments, and reported.
 */
export function registerConversions(): void {
  rare.current = rareConversions
}

/** Registers the texts of the errors inside an AggregateError. Until then an error's text has only its own and its causes'. */
export function registerGroups(): void {
  traceback.current = groupText
}

/**
 * Registers the contents of `Headers`, `FormData`, `URL` and `URLSearchParams` for lines of servers, without cookies, passwords
 * and `Authorization`. Until then, as in pages, only names are shown.
 */
export function registerContents(): void {
  contents.current = contentsOf
}

/**
 * Registers the display of control characters as text for `Formatter`: at terminals, and with `escapeControls`. Until then, as in
 * pages, they stay as they are.
 */
export function registerControls(): void {
  controls.current = showControls
}

/** Registers the parts for every platform, and the bytes of buffers, which are shown as empty until then. */
export function registerAll(): void {
  unpack.current = unpackBuffer
  registerConversions()
  registerGroups()
  registerCallers()
  registerStrftime()
  registerStyles()
}
