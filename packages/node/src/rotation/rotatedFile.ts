import { basename } from 'node:path'

/** How a handler names its rotated files. */
export interface Naming {
  readonly baseFilename: string
  /** Matches the period in a name. */
  readonly extMatch: RegExp
  /** Whether a count may follow the period. */
  readonly counts: boolean
  /** Returns another name for the usual one; undefined for none. */
  readonly namer: ((default_name: string) => string) | undefined
}

/** A rotated file. */
export interface RotatedFile {
  readonly fileName: string
  /** The start of its period, as it is written in the name. */
  readonly period: string
  /** How many files were rotated in that period before it. */
  readonly count: number
}

type Find = (fileName: string) => RotatedFile | undefined

const COUNT = /\.(\d{4,})$/
const NEXT_COUNT = /^\.\d{4,}/

/** Returns the text behind a period's time in a name: none for the first file, then `.0001`, which sorts as text too. */
export function countSuffix(count: number): string {
  return count === 0 ? '' : `.${String(count).padStart(4, '0')}`
}

/** Returns the files among these names that the handler may have rotated. */
export function rotatedFiles(naming: Naming, fileNames: readonly string[]): RotatedFile[] {
  const find = naming.namer === undefined ? finderByPrefix(naming) : finderByNamer(naming)
  return fileNames.map(find).filter((found) => found !== undefined)
}

/** Compares rotated files: the oldest comes first. */
export function byAge(a: RotatedFile, b: RotatedFile): number {
  return a.period === b.period ? a.count - b.count : a.period < b.period ? -1 : 1
}

function finderByPrefix({ baseFilename, extMatch: { source, flags }, counts }: Naming): Find {
  const prefix = `${basename(baseFilename)}.`
  // Matches a whole name only, whatever flags the expression has.
  const whole = new RegExp(`(?<![^])(?:${source})(?![^])`, flags.replace(/[gy]/g, ''))
  return (fileName) => {
    if (!fileName.startsWith(prefix)) return undefined
    const rest = fileName.slice(prefix.length)
    if (whole.test(rest)) return { fileName, period: rest, count: 0 }
    const count = counts ? COUNT.exec(rest) : null
    if (count === null) return undefined
    const period = rest.slice(0, count.index)
    return whole.test(period) ? { fileName, period, count: Number(count[1]) } : undefined
  }
}

/** Returns a finder for names by `namer`, with the period anywhere. Calling `namer` shows whether a name is the handler's. */
function finderByNamer({ baseFilename, extMatch: { source, flags }, counts, namer }: Naming): Find {
  const periods = new RegExp(source, `${flags.replace(/[gy]/g, '')}g`)
  return (fileName) => {
    const isNamed = (suffix: string): boolean => basename(namer!(`${baseFilename}.${suffix}`)) === fileName
    periods.lastIndex = 0
    for (let found = periods.exec(fileName); found !== null; found = periods.exec(fileName)) {
      const [period] = found
      if (isNamed(period)) return { fileName, period, count: 0 }
      const count = counts ? NEXT_COUNT.exec(fileName.slice(found.index + period.length)) : null
      if (count !== null && isNamed(period + count[0])) return { fileName, period, count: Number(count[0].slice(1)) }
      periods.lastIndex = found.index + 1
    }
    return undefined
  }
}
