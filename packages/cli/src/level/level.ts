import { connect } from 'node:net'
import { parseArgs } from 'node:util'
import { type Command, UsageError } from '../command.js'

/** Python's `DEFAULT_LOGGING_CONFIG_PORT`; not imported, as all of @treeline/node would come with it. */
export const DEFAULT_PORT = 9030

const HELP = `treeline level LOGGER LEVEL [--port ${DEFAULT_PORT}]: sets the level of a logger in a running program

The program listens: \`listen(${DEFAULT_PORT}).start()\` of treeline/config, or Python's logging.config.listen. LOGGER is a
name, or root; LEVEL a name or a number, NOTSET to have the level of the logger above again. Nothing else changes. What the
program refuses, it reports itself.
`

/** A program that leaves the connection open is waited for no longer. */
const TIMEOUT_MS = 10_000

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
      await send(port, message(name, levelname))
      return 0
    } catch (error) {
      process.stderr.write(`treeline level: port ${port}: ${(error as Error).message}\n`)
      return 1
    }
  },
}

function portOf(given: string | undefined): number {
  const port = Number(given ?? DEFAULT_PORT)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new UsageError(`--port: expected a number from 1 to 65535, not '${given}'`)
}

/** Returns a configuration as `listen` takes it: its length in four bytes, and the JSON. */
function message(name: string, levelname: string): Buffer {
  const level = /^\d+$/.test(levelname) ? Number(levelname) : levelname
  const part =
    name === 'root' || name === '' ? { root: { level } } : { loggers: Object.fromEntries([[name, { level }]]) }
  const text = Buffer.from(JSON.stringify({ version: 1, incremental: true, ...part }))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  return Buffer.concat([length, text])
}

/** Sends bytes to a port of this machine. Resolves when the program has taken them and closed the connection. */
function send(port: number, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.end(bytes))
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('the program does not close the connection')))
    socket.on('error', reject)
    socket.on('close', () => resolve())
    socket.resume()
  })
}
