import { isPlaceHolder, manager } from './manager.js'
import { refreshGates } from './logger.js'

/**
 * Has a level be in effect in place of a logger's own, which `level` goes on to tell and `setLevel` to change. A logger that is
 * made later has it too.
 *
 * @param name the logger's; `'root'` for the root
 * @param levelno undefined has the logger's own level be in effect again
 */
export function keepLevel(name: string, levelno: number | undefined): void {
  const tree = manager()
  const overrides = (tree.overrides ??= new Map())
  if (levelno === undefined) overrides.delete(name)
  else overrides.set(name, levelno)
  refreshNamed(name)
}

/** Brings the gates of a logger, if there is one of that name, and of those below it up to date. */
export function refreshNamed(name: string): void {
  const { root, loggerDict } = manager()
  const logger = name === 'root' ? root : loggerDict.get(name)
  if (logger !== undefined && !isPlaceHolder(logger)) refreshGates(logger)
}
