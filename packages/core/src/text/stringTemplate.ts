// string.Template, for format strings of style '$'.

import { str } from './repr.js'

/** A `$`-template, parsed. */
export interface Template {
  /** The placeholders' names, in order, as often as they stand there. */
  readonly names: readonly string[]
  /** Puts in what `lookup` gives for each name; throws a RangeError at a `$` that is no placeholder. */
  substitute(lookup: (name: string) => unknown): string
}

/** Python's text for a wrong `$` at this index. */
function invalid(text: string, index: number): string {
  // Python's line ends.
  // oxlint-disable-next-line no-control-regex
  const lines = text.slice(0, index).split(/\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/)
  return `Invalid placeholder in string: line ${lines.length}, col ${[...lines.at(-1)!].length + 1}`
}

/** Gives the literal texts, one more than the names, and what is wrong behind the last of them. */
function parse(text: string): { literals: string[]; names: string[]; error?: string } {
  const literals: string[] = []
  const names: string[] = []
  let literal = ''
  let end = 0
  // Names are ASCII: with the flag u, i would take the Kelvin sign for a k.
  for (const match of text.matchAll(/\$(?:(\$)|([_a-z]\w*)|\{([_a-z]\w*)\}|)/gi)) {
    const name = match[2] ?? match[3]
    literal += text.slice(end, match.index)
    end = match.index + match[0].length
    if (name) {
      literals.push(literal)
      names.push(name)
      literal = ''
    } else if (match[1]) {
      literal += '$'
    } else {
      literals.push(literal)
      return { literals, names, error: invalid(text, match.index) }
    }
  }
  literals.push(literal + text.slice(end))
  return { literals, names }
}

export function template(text: string): Template {
  const { literals, names, error } = parse(text)
  return {
    names,
    substitute(lookup) {
      let out = literals[0]!
      for (let i = 0; i < names.length; i++) out += str(lookup(names[i]!)) + literals[i + 1]!
      if (error) throw new RangeError(error)
      return out
    },
  }
}

/** What Python's Formatter asks of a format of style `$`. */
export function validateTemplate(text: string): void {
  const { names, error } = parse(text)
  if (error) throw new RangeError("invalid format: bare '$' not allowed")
  if (!names.length) throw new RangeError('invalid format: no fields')
}
