import { Formatter, JSONFormatter, makeLogRecord, repr } from '@treeline/core'

/** The number of runs: V8 compiles an expression at its first use, and to machine code at the second. */
const TIMES = 3

/**
 * Formats some values, so that V8 has compiled the regular expressions of formatting. Where it has to compile one near the end
 * of the stack, it ends the process, and what handlers hold is lost. The first calls ask for room there; this is for later calls
 * that use an expression for the first time.
 *
 * Costs 5 ms of CPU where nothing is logged, and 4 where a JSON line is: its first record needs some of the same functions (Node
 * 20, the least of 25 programs each, which take 91 to 99 ms in all).
 */
export function rehearse(): void {
  const json = new JSONFormatter()
  const plain = new Formatter()
  const url = new URL('http://a:b@c/')
  const error = new TypeError('a', { cause: new Error('b') })
  for (let i = 0; i < TIMES; i++) {
    // V8 compiles for texts of one byte and of two a character.
    for (const text of [`it's\n${i}`, `\u0100'\n${i}`]) {
      makeLogRecord({ msg: `%-5s %r %.2f %x %g %e ${text}`, args: [text, text, 1.5, 255, 1e30, 2] }).getMessage()
      json.format(makeLogRecord({ msg: text, map: new Map([[text, /a/]]), when: new Date(0), boxed: new String(text) }))
      json.formatException(Object.assign(error, { message: text }))
      plain.format(makeLogRecord({ msg: text, args: { [text]: text, url } }))
      repr({ [text]: [text, null, new Error(text)] })
    }
  }
}
