import { type Command, UsageError } from './command.js'
import { level } from './level/level.js'
import { tree } from './tree/tree.js'
import { view } from './view/view.js'

const COMMANDS: Readonly<Record<string, Command>> = { view, tree, level }

const HELP = `treeline: looks at logs, and sets levels of running programs

${Object.entries(COMMANDS)
  .map(([name, { summary }]) => `  treeline ${name.padEnd(8)}${summary}`)
  .join('\n')}

\`treeline <command> --help\` says more.
`

/**
 * Runs the command `treeline`.
 *
 * @param args the arguments behind its name: `['view', 'app.log']`
 * @returns the exit code: 2 for wrong arguments, 1 where something could not be read
 * @throws what a command throws, except for wrong arguments
 */
export async function main(args: readonly string[]): Promise<number> {
  const [name = '', ...rest] = args
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name]! : undefined
  if (command === undefined) return unknown(name)
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(command.help)
    return 0
  }
  try {
    return await command.run(rest)
  } catch (error) {
    if (!isUsage(error)) throw error
    process.stderr.write(`treeline ${name}: ${error.message}\n`)
    return 2
  }
}

function unknown(name: string): number {
  const isAsked = ['', 'help', '--help', '-h'].includes(name)
  const stream = isAsked ? process.stdout : process.stderr
  stream.write(
    isAsked ? HELP : `treeline: there is no command '${name}'; there are: ${Object.keys(COMMANDS).join(', ')}\n`,
  )
  return isAsked ? 0 : 2
}

/** Returns whether an error is about wrong arguments: a UsageError, or one of Node's parser of options. */
function isUsage(error: unknown): error is Error {
  if (error instanceof UsageError) return true
  return error instanceof TypeError && String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')
}
