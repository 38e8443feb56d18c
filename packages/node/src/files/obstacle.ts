import { errorCode, type FileDriver, type FileStat } from './fileDriver.js'

/** Returns the kind of thing in a log file's place that can be no log file; undefined for a file, or for nothing. */
export function obstacleAt(path: string, driver: FileDriver): string | undefined {
  try {
    return obstacleIn(driver.statSync?.(path))
  } catch (error) {
    return isCircle(error) ? 'a symbolic link that leads back to itself' : undefined
  }
}

/** Returns the kind of a found thing that can be no log file; undefined for a file, or for nothing. */
export function obstacleIn(found: FileStat | undefined): string | undefined {
  return found?.isDirectory?.() ? 'a directory' : found?.isFIFO?.() ? 'a pipe' : undefined
}

/** Returns whether an error says that a path's links form a circle. */
export function isCircle(error: unknown): boolean {
  return errorCode(error) === 'ELOOP'
}
