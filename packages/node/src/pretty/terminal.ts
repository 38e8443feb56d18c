import type { Stream } from '@treeline/core'

/** What is asked of a stream: Node's own know it. */
type Terminal = Partial<Record<'isTTY' | 'columns', unknown>>

/** CI systems that draw colours in their pages, though they are no terminals; by the variables that they set. */
const COLOURING = 'GITHUB_ACTIONS GITEA_ACTIONS GITLAB_CI CIRCLECI TRAVIS APPVEYOR BUILDKITE DRONE TF_BUILD'.split(' ')

/** A terminal that does not say how wide it is. */
const USUAL_COLUMNS = 80

/** Returns what knows a stream: of treeline's own standard streams, which write to the descriptor, Node's. */
function terminalOf(stream: Stream | null | undefined): Terminal {
  const name = stream?.name
  if (!stream || name === '<stderr>') return process.stderr
  return name === '<stdout>' ? process.stdout : (stream as Terminal)
}

/**
 * Returns whether a terminal is at the other end of a stream.
 *
 * @param stream default standard error
 */
export function isTerminal(stream?: Stream | null): boolean {
  return terminalOf(stream).isTTY === true
}

/** Returns the columns of the terminal at the other end of a stream; Infinity where there is none. */
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
