import type { Stream } from '@treeline/core'

/** The properties of a stream that are read; Node's own streams have them. */
type Terminal = Partial<Record<'isTTY' | 'columns', unknown>>

/** CI systems that draw colours in their pages, though they are no terminals; by the variables that they set. */
const COLOURING = 'GITHUB_ACTIONS GITEA_ACTIONS GITLAB_CI CIRCLECI TRAVIS APPVEYOR BUILDKITE DRONE TF_BUILD'.split(' ')

/** The columns of a terminal that does not report its width. */
const USUAL_COLUMNS = 80

/** Returns the terminal of a stream: for treeline's own standard streams, which write to the descriptor, Node's stream. */
function terminalOf(stream: Stream | null | undefined): Terminal {
  const name = stream?.name
  if (!stream || name === '<stderr>') return process.stderr
  return name === '<stdout>' ? process.stdout : (stream as Terminal)
}

/**
 * Returns whether a stream writes to a terminal.
 *
 * @param stream default standard error
 */
export function isTerminal(stream?: Stream | null): boolean {
  return terminalOf(stream).isTTY === true
}

/** Returns the columns of a stream's terminal; Infinity where there is none. */
export function terminalColumns(stream?: Stream | null): number {
  const terminal = terminalOf(stream)
  if (terminal.isTTY !== true) return Infinity
  const { columns } = terminal
  return typeof columns === 'number' && columns > 0 ? columns : USUAL_COLUMNS
}

/**
 * Returns whether what is written to a stream should be coloured: NO_COLOR says no, then FORCE_COLOR yes (`0` and `false` no),
 * then a terminal that is not dumb, or a CI system that shows colours.
 */
export function showsColors(stream?: Stream | null): boolean {
  const { env } = process
  if (env['NO_COLOR']) return false
  const force = env['FORCE_COLOR']
  if (force) return force !== '0' && force !== 'false'
  if (env['TERM'] === 'dumb') return false
  return isTerminal(stream) || (Boolean(env['CI']) && COLOURING.some((name) => env[name]))
}
