import { basename } from 'node:path'

/** How a handler names the files that it puts aside. */
export interface Naming {
  readonly baseFilename: string
  /** Finds the period in a name. */
  readonly extMatch: RegExp
  /** Whether a count may follow the period. */
  readonly counts: boolean
  /** Makes another name of the usual one; undefined for none. */
  readonly namer: ((default_name: string) => string) | undefined
}

/** A file that was put aside. */
export interface RotatedFile {
  readonly fileName: string
  /** The start of its period, as it is written in the name. */
  readonly period: string
  /** How many files were put aside in that period before it. */
  readonly count: number
}

type Find = (fileName: string) => RotatedFile | undefined

const COUNT = /\.(\d{4,})$/
const NEXT_COUNT = /^\.\d{4,}/

/** Returns what stands behind a period's time in a name: nothing for the first file, then `.0001`, which sorts as text too. */
export function countSuffix(count: number): string {
  return count === 0 ? '' : `.${String(count).padStart(4, '0')}`
}

/** Returns the files among these names that the handler may have put aside. */
export function rotatedFiles(naming: Naming, fileNames: readonly string[]): RotatedFile[] {
  const find = naming.namer === undefined ? finderByPrefix(naming) : finderByNamer(naming)
  return fileNames.map(find).filter((found) => found !== undefined)
}

/** Sorts the files that were put aside: the oldest first. */
export function byAge(a: RotatedFile, b: RotatedFile): number {
  return a.period === b.period ? a.count - b.count : a.period < b.period ? -1 : 1
}

function finderByPrefix({ baseFilename, extMatch: { source, flags }, counts }: Naming): Find {
  const prefix = `${basename(baseFilename)}.`
  // Nothing before it and nothing behind it, whatever flags it has.
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

/** The period may stand anywhere in the name. Whether the handler has given it, `namer` tells. */
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
