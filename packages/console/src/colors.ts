import type { Stream } from '@treeline/core'

/**
 * How lines are coloured: `'css'` for developer tools, `'ansi'` for terminals, false for not at all, `'auto'` for what suits
 * the console.
 */
export type Colors = 'auto' | 'css' | 'ansi' | false

/** The style of a line of each rank (DEBUG, INFO, WARNING, ERROR, CRITICAL): css or an escape code. '' and a gap mean none. */
export type Palette = readonly string[]

interface Process {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly stdout?: Stream
  readonly stderr?: Stream
}

// Developer tools tint warnings and errors themselves, to suit their theme; a colour of ours is unreadable on one of them.
const CSS: Palette = ['color:gray', '', '', '', 'font-weight:bold']
const ANSI: Palette = ['\x1b[2m', '', '\x1b[33m', '\x1b[31m', '\x1b[1;31m']
const PLAIN: Palette = []

/** Returns the process whose terminal or log the console writes to; undefined where the console is a developer tool's. */
export function terminal(): Process | undefined {
  const { process } = globalThis as { process?: Process }
  // Not `process` alone: bundlers put one with nothing but `env` into pages.
  return process?.stderr && process
}

/** Returns the stream that the console writes lines of a rank to; undefined in a page. Never throws. */
export function streamOf(rank: number): Stream | undefined {
  try {
    // Debug and info go to standard output, the rest to standard error, and one of the two may be a file.
    const process = terminal()
    return rank < 2 ? process?.stdout : process?.stderr
  } catch {
    return undefined
  }
}

/** Returns the palette for a console. Never throws. */
export function palette(colors: Colors): Palette {
  if (colors !== 'auto') return colors ? (colors === 'css' ? CSS : ANSI) : PLAIN
  try {
    const process = terminal()
    return process ? terminalPalette(process) : CSS
  } catch {
    // Deno, without the permission to read the environment.
    return PLAIN
  }
}

/** Returns the palette by CPython's rules: NO_COLOR, then FORCE_COLOR, then whether the stream is a terminal. */
function terminalPalette({ env = {} }: Process): Palette {
  const force = env['FORCE_COLOR']
  if (env['NO_COLOR'] || force === '0') return PLAIN
  if (force) return ANSI
  if (env['TERM'] === 'dumb') return PLAIN
  return ANSI.map((code, rank) => (streamOf(rank)?.isTTY ? code : ''))
}
