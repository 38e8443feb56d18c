// What few records want, for those who want it. `treeline` calls registerAll(), `treeline/slim` nothing.
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
 * Makes records know their caller: `pathname filename module lineno funcName`, `stack_info` and `stacklevel`. Until then a
 * record has `(unknown file)` and line 0.
 */
export function registerCallers(): void {
  callers.current = callerFinder
}

/**
 * Makes `datefmt` know all directives of `strftime`, and times the names of their zones. Until then it knows
 * `%Y %m %d %H %M %S` and leaves others as they are written.
 */
export function registerStrftime(): void {
  times.current = { strftime, isdst, zoneName }
}

/** Makes `Formatter` and `basicConfig` know the styles `'{'` and `'$'` by their characters. A style's class works without it. */
export function registerStyles(): void {
  styles.set('{', StrFormatStyle)
  styles.set('$', StringTemplateStyle)
}

/**
 * Makes `%` know `%e`, `%g`, `%c`, the flag `#` of floats, and floats from 1e21 on or of 100 digits. Until then a record that
 * wants one is written as its format and arguments, and reported.
 */
export function registerConversions(): void {
  rare.current = rareConversions
}

/** Makes an error's text show the errors inside an AggregateError. Until then it has its own text and its causes'. */
export function registerGroups(): void {
  traceback.current = groupText
}

/**
 * Makes what `Headers`, `FormData`, `URL` and `URLSearchParams` hold be shown, as servers want it; without cookies, passwords and
 * `Authorization`. Until then, as in pages, only names are.
 */
export function registerContents(): void {
  contents.current = contentsOf
}

/**
 * Makes `Formatter` show control characters as text: at terminals, and where it is told to. Until then, as in pages, they stay as
 * they are.
 */
export function registerControls(): void {
  controls.current = showControls
}

/** Registers what records want on every platform; and shows the bytes of buffers, which are shown as empty until then. */
export function registerAll(): void {
  unpack.current = unpackBuffer
  registerConversions()
  registerGroups()
  registerCallers()
  registerStrftime()
  registerStyles()
}
