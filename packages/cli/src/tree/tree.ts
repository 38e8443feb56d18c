import { parseArgs } from 'node:util'
import { visible } from '@treeline/node/pretty'
import { type Command, UsageError } from '../command.js'
import { levelNameOf } from '../lines/levels.js'
import { readLine } from '../lines/readLine.js'
import { readFile, readStdin } from '../lines/sources.js'
import { NameTree } from './nameTree.js'

const HELP = `treeline tree [file…]: draws the tree of the loggers that wrote a log

Reads what \`treeline view\` reads, and says of each logger how many records of each level it wrote.
`

export const tree: Command = {
  summary: 'draws the tree of the loggers that wrote a log',
  help: HELP,
  async run(args) {
    const { positionals: files } = parseArgs({ args: [...args], options: {}, allowPositionals: true })
    if (files.length === 0 && process.stdin.isTTY) throw new UsageError('no file is given, and nothing is piped in')
    const names = new NameTree()
    const take = (lines: readonly string[]): void => {
      for (const raw of lines) {
        const line = readLine(raw)
        if (line !== undefined) names.count(line.name, line.levelname || levelNameOf(line.levelno))
      }
    }
    let failed = false
    if (files.length === 0) await readStdin(take)
    for (const file of files) {
      await readFile(file, take).catch((error: Error) => {
        failed = true
        process.stderr.write(`treeline tree: ${file}: ${error.message}\n`)
      })
    }
    process.stdout.write(
      names
        .text()
        .map((line) => `${visible(line)}\n`)
        .join(''),
    )
    return failed ? 1 : 0
  },
}
