// string.Template, for format strings of style '$'.

import { str } from './repr.js'

/** A `$`-template, parsed. */
export interface Template {
  /** The placeholders' names, in order, as often as they are written. */
  readonly names: readonly string[]
  /** What is wrong with the first `$` that is no placeholder: nothing behind it is parsed. */
  readonly error: string
  /**
   * Replaces each name by the value that `lookup` returns.
   *
   * @throws RangeError for a wrong `$`
   */
  substitute(lookup: (name: string) => unknown): string
}

/** Parses a template, once for all values. */
export function template(text: string): Template {
  /** One more than the names. */
  const literals = ['']
  const names: string[] = []
  let error = ''
  let end = 0
  // Names are ASCII: with the flag u, i would take the Kelvin sign for a k.
  for (const { 0: all, 1: dollar = '', 2: bare, 3: braced, index } of text.matchAll(
    /\$(?:(\$)|([_a-z]\w*)|\{([_a-z]\w*)\}|)/gi,
  )) {
    const name = bare ?? braced
    literals[names.length] += text.slice(end, index) + dollar
    end = index + all.length
    if (name) literals[names.push(name)] = ''
    else if (!dollar) {
      error = invalid(text.slice(0, index))
      break
    }
  }
  literals[names.length] += text.slice(end)
  return {
    names,
    error,
    substitute(lookup) {
      let out = literals[0]!
      for (let i = 0; i < names.length;) out += str(lookup(names[i++]!)) + literals[i]!
      if (error) throw new RangeError(error)
      return out
    },
  }
}

/** Returns Python's text for a wrong `$` behind this. */
function invalid(before: string): string {
  // Python's line ends.
  // oxlint-disable-next-line no-control-regex
  const lines = before.split(/\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/)
  return `Invalid placeholder in string: line ${lines.length}, col ${[...lines.at(-1)!].length + 1}`
}

/**
 * Checks what Python's Formatter requires of a format of style `$`.
 *
 * @throws RangeError with Python's text
 */
export function validateTemplate(text: string): void {
  const { names, error } = template(text)
  if (error) throw new RangeError("invalid format: bare '$' not allowed")
  if (!names.length) throw new RangeError('invalid format: no fields')
}
