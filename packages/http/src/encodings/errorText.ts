/** What the text of an error tells of it. */
export interface ErrorParts {
  readonly type: string | undefined
  readonly message: string | undefined
}

/** What stands between an error and one that came of it; an error's text has its causes first. */
const BETWEEN =
  /\n\n?(?:The above exception was the direct cause of the following exception|During handling of the above exception, another exception occurred):\n+/g
/** The beginning of a Python traceback, and of the text of a group. */
const HEADING = /^ *(?:\+ )?(?:Exception Group )?Traceback \(most recent call (?:last|first)\):\n/
/** The margin that the text of a group stands behind. */
const MARGIN = /^ *[|+] ?/gm
/** An error's type, a code behind it as Node writes it, and its message. */
const HEADLINE = /^(?:Uncaught )?([^\s:()@]+)(?: \[\w+\])?(?::(?: ([^]*))?|\n|$)/

/**
 * Reads an error's type and message from its text, in the form of treeline, of an engine or of Python. Of an error with causes it
 * is the one that was caught; of a group the group itself.
 */
export function errorParts(text: string): ErrorParts {
  const own = text.split(BETWEEN).at(-1)!
  if (own.startsWith('Thrown: ')) return { type: undefined, message: own.slice('Thrown: '.length) }
  const head = HEADING.test(own) ? underHeading(own) : headOf(own)
  const [, type, message] = HEADLINE.exec(head) ?? []
  return type === undefined ? { type: undefined, message: head || undefined } : { type, message: message || undefined }
}

/** Returns a headline with its message, of a text that has the frames under it. */
function headOf(text: string): string {
  const lines = text.split('\n')
  const frame = lines.findIndex((line, index) => index > 0 && isFrame(line))
  const head = frame < 0 ? text : lines.slice(0, frame).join('\n')
  // Node's has the line of the source above it.
  const under = /\n[ \t]*\^+\n+/.exec(head)
  return under ? head.slice(under.index + under[0].length) : head
}

/** Returns whether a line is a frame of a stack, of V8 or of the other engines. */
function isFrame(line: string): boolean {
  return /^[ \t]+at /.test(line) || (line.includes('@') && /(?::\d+|\[native code\])$/.test(line))
}

/** Returns a headline with its message, of a text under a heading. */
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
