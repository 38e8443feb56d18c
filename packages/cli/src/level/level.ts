import { connect } from 'node:net'
import { parseArgs } from 'node:util'
import { type Command, UsageError } from '../command.js'

/** Python's `DEFAULT_LOGGING_CONFIG_PORT`; an import would load all of @treeline/node. */
export const DEFAULT_PORT = 9030

const HELP = `treeline level LOGGER LEVEL [--port ${DEFAULT_PORT}]: sets the level of a logger in a running program

The program listens: \`listen(${DEFAULT_PORT}).start()\` of treeline/config, or Python's logging.config.listen. LOGGER is a
name, or root; LEVEL a name or a number, NOTSET to have the level of the logger above again. Nothing else changes. Prints the
level in effect; where the program refuses it, why, and ends with 1. Python's does not answer.
`

/** The longest wait for a program that leaves the connection open, in milliseconds. */
const TIMEOUT_MS = 10_000
/** The most bytes of an answer: a longer one is not from `listen`. */
const MAX_ANSWER = 1 << 20

export const level: Command = {
  summary: 'sets the level of a logger in a running program',
  help: HELP,
  async run(args) {
    const options = { port: { type: 'string' } } as const
    const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [name, levelname, ...more] = positionals
    if (name === undefined || levelname === undefined || more.length > 0)
      throw new UsageError('expected a logger and a level: treeline level app.db DEBUG')
    const port = portOf(values.port)
    try {
      return tell(name, await send(port, message(name, levelname)))
    } catch (error) {
      process.stderr.write(`treeline level: port ${port}: ${(error as Error).message}\n`)
      return 1
    }
  },
}

/** Prints the program's answer. Returns the exit code. */
function tell(name: string, answer: string): number {
  if (answer === '') {
    process.stdout.write('sent; the program does not say whether it took it\n')
    return 0
  }
  const { levels, refused } = JSON.parse(answer) as { levels?: Record<string, string>; refused?: string }
  if (refused !== undefined) {
    process.stderr.write(`treeline level: refused: ${refused}\n`)
    return 1
  }
  const key = name === '' ? 'root' : name
  process.stdout.write(`${key}: ${levels?.[key] ?? 'sent'}\n`)
  return 0
}

/**
 * Returns the port that the user gave.
 *
 * @throws UsageError for anything but a port
 */
function portOf(given: string | undefined): number {
  const port = Number(given ?? DEFAULT_PORT)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new UsageError(`--port: expected a number from 1 to 65535, not '${given}'`)
}

/** Returns a configuration in the form that `listen` takes: its length in four bytes, and the JSON. */
function message(name: string, levelname: string): Buffer {
  const level = /^\d+$/.test(levelname) ? Number(levelname) : levelname
  const part =
    name === 'root' || name === '' ? { root: { level } } : { loggers: Object.fromEntries([[name, { level }]]) }
  const text = Buffer.from(JSON.stringify({ version: 1, incremental: true, answer: true, ...part }))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  return Buffer.concat([length, text])
}

/** Sends bytes to a port of this machine. Resolves with the answer when the program has closed the connection. */
function send(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.end(bytes))
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('the program does not close the connection')))
    socket.on('error', reject)
    let answer = ''
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text
      if (answer.length > MAX_ANSWER) socket.destroy(new Error('this is no answer to a configuration'))
    })
    socket.on('close', () => resolve(answer.trim()))
  })
}
