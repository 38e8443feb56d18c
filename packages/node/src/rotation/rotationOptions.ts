import { aboutOption, checkOption, ofType, oneOf, positiveNumber } from '@treeline/core/internal'
import { repr } from '@treeline/core'
import { charsetOf } from '../files/charset.js'
import type { FileHandlerOptions } from '../files/fileHandler.js'

/** The options of every rotating handler beside Python's. */
export interface RotationOptions extends FileHandlerOptions {
  /**
   * `'gzip'` compresses rotated files: `app.log.1.gz` and so on. The logging call does not wait for that. Default null: no
   * compression.
   */
  compress?: 'gzip' | null | undefined
  /** The most bytes of the rotated files and the present one together: the oldest are removed. Default null: no limit. */
  maxTotalBytes?: number | null | undefined
  /** The age, in seconds since the last write, at which rotated files are removed. Default null: no limit. */
  maxAgeSeconds?: number | null | undefined
  /** A symbolic link to the present file, such as `'current.log'`. A relative path begins in the file's folder. Default null: none. */
  link?: string | null | undefined
  /** Whether several processes, or threads, write the file: one of them rotates it. Makes the mode `'a'`. Default false. */
  multiprocess?: boolean | undefined
}

/** The names of `RotationOptions` beside those of FileHandler. */
export const ROTATION_NAMES = 'compress maxTotalBytes maxAgeSeconds link multiprocess'

/**
 * Checks the options of rotation.
 *
 * @throws TypeError, RangeError for a wrong option
 */
export function checkRotation(options: RotationOptions): void {
  oneOf('compress', options.compress ?? null, ['gzip', null])
  positiveNumber('maxTotalBytes', options.maxTotalBytes ?? Infinity)
  positiveNumber('maxAgeSeconds', options.maxAgeSeconds ?? Infinity)
  const link = options.link ?? 'none'
  checkOption('link', link, 'string', link !== '' && !String(link).includes('\0'), 'a path')
  const isShared = ofType('multiprocess', options.multiprocess ?? false, 'boolean')
  // Two processes that find an empty file would both write the mark.
  if (isShared && aboutOption('encoding', () => charsetOf(options.encoding ?? 'utf-8')).mark !== undefined)
    throw new RangeError(
      `encoding: expected one without a byte order mark together with multiprocess, not ${repr(options.encoding)}`,
    )
}

/**
 * Returns `maxBytes`. As in Python, a number below 0 is no limit too.
 *
 * @throws TypeError, RangeError for anything but a number
 */
export function checkMaxBytes(maxBytes: number): number {
  checkOption('maxBytes', maxBytes, 'number', Number.isFinite(maxBytes), 'a number, 0 for no limit')
  return maxBytes
}

/**
 * Returns `backupCount`. As in Python, a number below 0 counts as 0.
 *
 * @throws TypeError, RangeError for anything but a whole number
 */
export function checkBackupCount(backupCount: number): number {
  checkOption('backupCount', backupCount, 'number', Number.isSafeInteger(backupCount), 'a whole number')
  return backupCount
}
