import { isPlaceHolder, manager } from './manager.js'
import { refreshGates } from './logger.js'

/**
 * Puts a level in effect in place of a logger's own, which `level` still returns and `setLevel` still changes. A logger that is
 * made later has it too.
 *
 * @param name the logger's name; `'root'` for the root
 * @param levelno the level; undefined puts the logger's own in effect again
 */
export function keepLevel(name: string, levelno: number | undefined): void {
  const tree = manager()
  const overrides = (tree.overrides ??= new Map())
  if (levelno === undefined) overrides.delete(name)
  else overrides.set(name, levelno)
  refreshNamed(name)
}

/** Updates the gates of a logger and of those below it. In a placeholder's place it makes a logger, which passes its level on. */
export function refreshNamed(name: string): void {
  const tree = manager()
  const found = tree.loggerDict.get(name)
  if (name === 'root') refreshGates(tree.root)
  else if (found !== undefined) refreshGates(isPlaceHolder(found) ? tree.getLogger(name) : found)
}
