import { errorCode, type FileDriver, type FileStat } from './fileDriver.js'

/** Returns what stands in a log file's place and can be no log file; undefined where there is none, or nothing. */
export function obstacleAt(path: string, driver: FileDriver): string | undefined {
  try {
    return obstacleIn(driver.statSync?.(path))
  } catch (error) {
    return isCircle(error) ? 'a symbolic link that leads back to itself' : undefined
  }
}

/** Returns what is found in a log file's place and can be no log file; undefined for a file, or for nothing. */
export function obstacleIn(found: FileStat | undefined): string | undefined {
  return found?.isDirectory?.() ? 'a directory' : found?.isFIFO?.() ? 'a pipe' : undefined
}

/** Whether an error says that a path's links go round in a circle. */
export function isCircle(error: unknown): boolean {
  return errorCode(error) === 'ELOOP'
}
