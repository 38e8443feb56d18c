import type { Backup } from './archiver.js'

/** The limits of what is kept. */
export interface RetentionLimits {
  readonly maxTotalBytes: number
  readonly maxAgeSeconds: number
}

/**
 * Returns the rotated files that are too old or too many. The oldest are too many, until the rest and the present file have at most
 * `maxTotalBytes`.
 *
 * @param files oldest first
 * @param currentBytes the size of the present file
 * @param nowMs the time, in milliseconds since 1970
 */
export function surplus(
  files: readonly Backup[],
  { maxTotalBytes, maxAgeSeconds }: RetentionLimits,
  currentBytes: number,
  nowMs: number,
): Backup[] {
  let total = files.reduce((sum, { size }) => sum + size, currentBytes)
  return files.filter(({ size, mtimeMs }) => {
    const goes = nowMs - mtimeMs > maxAgeSeconds * 1000 || total > maxTotalBytes
    if (goes) total -= size
    return goes
  })
}
