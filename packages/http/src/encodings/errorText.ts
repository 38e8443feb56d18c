/** An error's type and message. */
export interface ErrorParts {
  readonly type: string | undefined
  readonly message: string | undefined
}

/** Matches the line between an error and the one that it caused; an error's text has its causes first. */
const BETWEEN =
  /\n\n?(?:The above exception was the direct cause of the following exception|During handling of the above exception, another exception occurred):\n+/g
/** Matches the beginning of a Python traceback and of a group's text. */
const HEADING = /^ *(?:\+ )?(?:Exception Group )?Traceback \(most recent call (?:last|first)\):\n/
/** Matches the margin of a group's text. */
const MARGIN = /^ *[|+] ?/gm
/** Matches an error's type, Node's code behind it, and its message. */
const HEADLINE = /^(?:Uncaught )?([^\s:()@]+)(?: \[\w+\])?(?::(?: ([^]*))?|\n|$)/

/**
 * Reads an error's type and message from its text, in the form of treeline, of an engine or of Python. For an error with causes
 * they are those of the error that was caught; for a group the group's own.
 */
export function errorParts(text: string): ErrorParts {
  const own = text.split(BETWEEN).at(-1)!
  if (own.startsWith('Thrown: ')) return { type: undefined, message: own.slice('Thrown: '.length) }
  const head = HEADING.test(own) ? underHeading(own) : headOf(own)
  const [, type, message] = HEADLINE.exec(head) ?? []
  return type === undefined ? { type: undefined, message: head || undefined } : { type, message: message || undefined }
}

/** Returns the headline with its message from a text that has the frames under it. */
function headOf(text: string): string {
  const lines = text.split('\n')
  const frame = lines.findIndex((line, index) => index > 0 && isFrame(line))
  const head = frame < 0 ? text : lines.slice(0, frame).join('\n')
  // Node writes the line of the source above the headline.
  const under = /\n[ \t]*\^+\n+/.exec(head)
  return under ? head.slice(under.index + under[0].length) : head
}

/** Returns whether a line is a frame of a stack, of V8 or of the other engines. */
function isFrame(line: string): boolean {
  return /^[ \t]+at /.test(line) || (line.includes('@') && /(?::\d+|\[native code\])$/.test(line))
}

/** Returns the headline with its message from a text under a heading. */
function underHeading(text: string): string {
  const isGroup = /^ *\+ /.test(text)
  const inside = isGroup ? text.search(/\n *\+-\+-/) : -1
  const lines = (inside < 0 ? text : text.slice(0, inside)).replace(HEADING, '')
  const plain = isGroup ? lines.replace(MARGIN, '') : lines
  // treeline's own group has the frames of an engine under its headline.
  if (/^\S/.test(plain)) return headOf(plain)
  const [, head = ''] = /^(\S[^]*)/m.exec(plain) ?? []
  return head
}
