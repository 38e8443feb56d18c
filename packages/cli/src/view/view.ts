import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Background, showsColors, terminalColumns } from '@treeline/node/pretty'
import { type Command, UsageError } from '../command.js'
import { Criteria } from '../lines/criteria.js'
import { Follower } from '../lines/follower.js'
import { readFile, readStdin, STDIN, type Take } from '../lines/sources.js'
import { Output } from './output.js'
import { Viewer } from './viewer.js'

const LOOK_MS = 100

const HELP = `treeline view [options] [file…]: shows logs of JSON lines as people read them

Reads the files, or standard input, which is also -; files that end in .gz and packed input are unpacked. Knows the lines of
treeline and its presets (ECS, Google Cloud, GELF, OpenTelemetry, pino), of python-json-logger, bunyan, winston and others. Lines
that are no JSON are shown as they are; control characters are shown as text.

  -f, --follow          go on with what is added, also when files are rotated
  -l, --level LEVEL     this level and above: debug, info, warning, error, critical, or Python's number
  -n, --name LOGGER     this logger and those below it; may be given more than once
      --since TIME      2026-11-27T18:12, 18:12 (today), or 15m ago (s, m, h, d)
      --until TIME      the same
  -g, --grep TEXT       the text is in the line; /text/i is a regular expression
  -w, --where FIELD     there is such a field; or a comparison of it: status>=500, user.id=7, path~/users; more than once: all
      --json            write the lines that are wanted as they are
      --utc             times in UTC
      --color WHEN      always, never or auto (a terminal; NO_COLOR and FORCE_COLOR)
      --background KIND     of the terminal: light, dark or auto (COLORFGBG; else dark)
      --width COLUMNS   where fields go on the next line; default the terminal's
`

const OPTIONS = {
  follow: { type: 'boolean', short: 'f' },
  level: { type: 'string', short: 'l' },
  name: { type: 'string', short: 'n', multiple: true },
  since: { type: 'string' },
  until: { type: 'string' },
  grep: { type: 'string', short: 'g' },
  where: { type: 'string', short: 'w', multiple: true },
  json: { type: 'boolean' },
  utc: { type: 'boolean' },
  color: { type: 'string' },
  background: { type: 'string' },
  width: { type: 'string' },
} as const

export const view: Command = {
  summary: 'shows logs of JSON lines as people read them; follows and filters',
  help: HELP,
  async run(args) {
    const { values, positionals: files } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
    if (files.length === 0 && process.stdin.isTTY) throw new UsageError('no file is given, and nothing is piped in')
    const now = Date.now()
    const output = new Output(process.stdout)
    const viewer = new Viewer(
      new Criteria(values, now),
      output,
      {
        colors: colorsOf(values.color),
        background: backgroundOf(values.background),
        columns: columnsOf(values.width),
        utc: values.utc === true,
        raw: values.json === true,
      },
      now,
    )
    const take: Take = (lines) => {
      viewer.show(lines)
      return output.flush()
    }
    const follows = values.follow && files.some((file) => file !== STDIN)
    if (follows && files.includes(STDIN)) throw new UsageError('--follow: files, or standard input, but not both')
    const failed = follows ? await follow(files, take, output) : await readAll(files, take, output)
    return failed ? 1 : 0
  },
}

async function readAll(files: readonly string[], take: Take, output: Output): Promise<boolean> {
  let failed = false
  if (files.length === 0) await readStdin(take, output.gone)
  for (const file of files) {
    try {
      if (output.open) await readFile(file, take, output.gone)
    } catch (error) {
      failed = true
      tell(file, error)
    }
  }
  return failed
}

/** Reads files and what is added to them, until the reader of the output has gone. */
async function follow(files: readonly string[], take: Take, output: Output): Promise<boolean> {
  let followed = files.map((file) => ({ file, follower: new Follower(file, take) }))
  let failed = false
  while (output.open && followed.length > 0) {
    for (const one of followed) {
      try {
        await one.follower.look()
      } catch (error) {
        failed = true
        followed = followed.filter((other) => other !== one)
        one.follower.close()
        tell(one.file, error)
      }
    }
    await pause(LOOK_MS)
  }
  for (const { follower } of followed) follower.close()
  return failed
}

function tell(file: string, error: unknown): void {
  process.stderr.write(`treeline view: ${file}: ${(error as Error).message}\n`)
}

/**
 * Returns whether the output is coloured.
 *
 * @throws UsageError for an unknown word
 */
function colorsOf(when: string = 'auto'): boolean {
  if (when === 'auto') return showsColors(process.stdout)
  if (when !== 'always' && when !== 'never') throw new UsageError(`--color: always, never or auto, not '${when}'`)
  return when === 'always'
}

/**
 * Returns the background that the user gave.
 *
 * @throws UsageError for an unknown word
 */
function backgroundOf(kind: string = 'auto'): Background {
  if (kind === 'light' || kind === 'dark' || kind === 'auto') return kind
  throw new UsageError(`--background: light, dark or auto, not '${kind}'`)
}

/**
 * Returns a function that returns the number of columns.
 *
 * @throws UsageError for anything but a number from 20 on
 */
function columnsOf(width: string | undefined): () => number {
  if (width === undefined) return () => terminalColumns(process.stdout)
  const columns = Number(width)
  if (!(columns >= 20)) throw new UsageError(`--width: a number from 20 on, not '${width}'`)
  return () => columns
}
