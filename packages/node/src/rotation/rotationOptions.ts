import { aboutOption, checkOption, ofType, oneOf, positiveNumber } from '@treeline/core/internal'
import { repr } from '@treeline/core'
import { charsetOf } from '../files/charset.js'
import type { FileHandlerOptions } from '../files/fileHandler.js'

/** What every rotating handler takes beside Python's parameters. */
export interface RotationOptions extends FileHandlerOptions {
  /**
   * `'gzip'` compresses rotated files: `app.log.1.gz` and so on. The logging call does not wait for it. Default null: they stay as
   * they are.
   */
  compress?: 'gzip' | null | undefined
  /** The most bytes that the rotated files and the present one have together: the oldest go. Default null: no limit. */
  maxTotalBytes?: number | null | undefined
  /** Rotated files go that were written last so many seconds ago. Default null: no limit. */
  maxAgeSeconds?: number | null | undefined
  /** A symbolic link to the present file, such as `'current.log'`. A relative path begins in the file's folder. Default null: none. */
  link?: string | null | undefined
  /** Whether several processes, or threads, write the file: one of them rotates it. Makes the mode `'a'`. Default false. */
  multiprocess?: boolean | undefined
}

/** The names of `RotationOptions` beside those of FileHandler. */
export const ROTATION_NAMES = 'compress maxTotalBytes maxAgeSeconds link multiprocess'

/** @throws TypeError, RangeError for a wrong option */
export function checkRotation(options: RotationOptions): void {
  oneOf('compress', options.compress ?? null, ['gzip', null])
  positiveNumber('maxTotalBytes', options.maxTotalBytes ?? Infinity)
  positiveNumber('maxAgeSeconds', options.maxAgeSeconds ?? Infinity)
  const link = options.link ?? 'none'
  checkOption('link', link, 'string', link !== '' && !String(link).includes('\0'), 'a path')
  const isShared = ofType('multiprocess', options.multiprocess ?? false, 'boolean')
  // Of two processes that find an empty file, both would write the mark.
  if (isShared && aboutOption('encoding', () => charsetOf(options.encoding ?? 'utf-8')).mark !== undefined)
    throw new RangeError(
      `encoding: expected one without a byte order mark together with multiprocess, not ${repr(options.encoding)}`,
    )
}

/**
 * Returns `maxBytes`. As in Python, one below 0 is no limit too.
 *
 * @throws TypeError, RangeError for what is no number
 */
export function checkMaxBytes(maxBytes: number): number {
  checkOption('maxBytes', maxBytes, 'number', Number.isFinite(maxBytes), 'a number, 0 for no limit')
  return maxBytes
}

/**
 * Returns `backupCount`. As in Python, one below 0 is 0 too.
 *
 * @throws TypeError, RangeError for what is no whole number
 */
export function checkBackupCount(backupCount: number): number {
  checkOption('backupCount', backupCount, 'number', Number.isSafeInteger(backupCount), 'a whole number')
  return backupCount
}
