import * as path from 'node:path'
import { errorCode } from '../files/fileDriver.js'
import { plainError } from '../files/plainError.js'
import type { FolderDriver } from './folderDriver.js'

/**
 * Makes a symbolic link to a file, or changes one in a single step.
 *
 * @param link the path of the link; a relative one begins in the file's folder
 * @throws what the file system throws, such as EPERM where the platform allows no links; an error with the code EEXIST where
 *   something else has the name
 */
export function linkTo(file: string, link: string, driver: FolderDriver): void {
  const at = path.resolve(path.dirname(file), link)
  const target = path.relative(path.dirname(at), file)
  const there = driver.lstatSync(at)
  if (there !== undefined && !there.isSymbolicLink())
    throw plainError(`link: ${at} is there, and is no symbolic link: it stays`, 'EEXIST')
  if (there !== undefined && driver.readlinkSync(at) === target) return
  const made = `${at}.${crypto.randomUUID().slice(0, 8)}.tmp`
  driver.symlinkSync(target, made)
  try {
    driver.renameSync(made, at)
  } catch (error) {
    driver.unlinkSync(made)
    throw plainError(`link: ${(error as Error).message}`, errorCode(error))
  }
}
