import { suggest } from '../runtime/suggest.js'
import { repr } from '../text/repr.js'
import type { Section } from './configValue.js'

/** How many keys of a part are looked at for typos. */
const MAX_KEYS = 100

/** The keys that parts of a configuration may have. */
export const KEYS: Readonly<Record<'top' | 'formatter' | 'handler' | 'logger', readonly string[]>> = {
  top: ['version', 'formatters', 'filters', 'handlers', 'loggers', 'root', 'incremental', 'disable_existing_loggers'],
  formatter: ['format', 'datefmt', 'style', 'validate', 'defaults', 'class', '()'],
  handler: ['class', 'level', 'formatter', 'filters'],
  logger: ['level', 'handlers', 'filters', 'propagate'],
}

/**
 * Returns a sentence for each key of a part that means nothing but looks like one that does, and is not there.
 *
 * @param path of the part, with a dot behind it
 */
export function typosIn(part: Section, keys: readonly string[], path: string): string[] {
  return Object.keys(part)
    .slice(0, MAX_KEYS)
    .filter((key) => !keys.includes(key))
    .flatMap((key) => {
      const meant = suggest(key, keys)
      if (meant === undefined || Object.hasOwn(part, meant)) return []
      return [`${path}${key} means nothing; did you mean ${repr(meant)}?`]
    })
}
