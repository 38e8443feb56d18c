import type { ConfigParser } from './configParser.js'
import { typosIn } from '../typos.js'

/** The options that sections of each kind may have. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  formatter: ['format', 'datefmt', 'style', 'defaults', 'class'],
  handler: ['class', 'level', 'formatter', 'args', 'kwargs', 'target'],
  logger: ['level', 'handlers', 'qualname', 'propagate'],
}

/** The most sections that are checked. */
const MAX_SECTIONS = 100

/** Returns a sentence for each unknown option of an ini file that looks like a known one which is absent. */
export function iniTypos(parser: ConfigParser): string[] {
  // All sections have the options of DEFAULT, for values to name them.
  const inAll = [...parser.defaults().keys()]
  return parser
    .sections()
    .slice(0, MAX_SECTIONS)
    .flatMap((section) => {
      const kind = section.slice(0, section.indexOf('_'))
      if (!Object.hasOwn(OPTIONS, kind)) return []
      const own = parser.options(section).filter((option) => !inAll.includes(option))
      return typosIn(Object.fromEntries(own.map((option) => [option, ''])), OPTIONS[kind]!, `[${section}] `)
    })
}
