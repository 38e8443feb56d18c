import { shared } from '../realm/realm.js'
import { PercentStyle } from './percentStyle.js'
import type { StyleClass } from './style.js'

/** The styles by their characters. `full.ts` adds `{` and `$`: a bundler cannot see a style that a string names. */
export const styles: Map<string, StyleClass> = /* @__PURE__ */ shared(
  'part.styles',
  () => new Map<string, StyleClass>([['%', PercentStyle]]),
)

/**
 * Returns the class of a style.
 *
 * @param style a character, or the class itself
 * @throws RangeError for any other value
 */
export function styleOf(style: string | StyleClass): StyleClass {
  const found = typeof style === 'function' && style.prototype?.format ? style : styles.get(style as string)
  if (found !== undefined) return found
  const help = styles.size > 1 ? '' : " (here '%' or a class: { style: StrFormatStyle }; treeline.full.min.js has all)"
  throw new RangeError(`Style must be one of: %,{,$${help}`)
}
