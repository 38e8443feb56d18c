import { isPlaceHolder, manager } from '../tree/manager.js'

/**
 * Resets or disables the loggers that existed before a configuration and are not named in it, as Python does. A logger below a
 * named one that existed is reset (no level, no handlers, propagating); `disabled` of any other is set to `disable_existing`.
 *
 * @param existing the names that were in the tree
 * @param named the names in the configuration
 */
export function handleExistingLoggers(
  existing: ReadonlySet<string>,
  named: ReadonlySet<string>,
  disable_existing: boolean,
): void {
  for (const name of existing) {
    const logger = manager().loggerDict.get(name)
    if (logger === undefined || isPlaceHolder(logger) || named.has(name)) continue
    if (isBelow(name, (above) => named.has(above) && existing.has(above))) {
      logger.setLevel(0)
      logger.handlers = []
      logger.propagate = true
    } else {
      logger.disabled = disable_existing
    }
  }
}

function isBelow(name: string, isAbove: (name: string) => boolean): boolean {
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    if (isAbove(name.slice(0, dot))) return true
  }
  return false
}
