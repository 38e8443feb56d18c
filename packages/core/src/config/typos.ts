import { suggest } from '../runtime/suggest.js'
import { repr } from '../text/repr.js'
import type { Section } from './configValue.js'

/** The most keys of a part that are checked for typos. */
const MAX_KEYS = 100

const HANDLER = ['class', 'level', 'formatter', 'filters']

/** The keys that parts of a configuration may have. */
export const KEYS: Readonly<
  Record<'top' | 'formatter' | 'filter' | 'handler' | 'queueHandler' | 'logger', readonly string[]>
> = {
  top: ['version', 'formatters', 'filters', 'handlers', 'loggers', 'root', 'incremental', 'disable_existing_loggers'],
  formatter: ['format', 'datefmt', 'style', 'validate', 'defaults', 'class', '()'],
  filter: ['name', '()'],
  handler: HANDLER,
  queueHandler: [...HANDLER, 'queue', 'listener', 'handlers', 'respect_handler_level'],
  logger: ['level', 'handlers', 'filters', 'propagate'],
}

/**
 * Returns a sentence for each unknown key of a part that looks like a known one which is absent.
 *
 * @param path of the part, with a dot behind it
 */
export function typosIn(part: Section, keys: readonly string[], path: string): string[] {
  return unknownIn(part, keys).flatMap((key) => {
    const meant = suggest(key, keys)
    if (meant === undefined || Object.hasOwn(part, meant)) return []
    return [`${path}${key} means nothing; did you mean ${repr(meant)}?`]
  })
}

/**
 * Returns a sentence for each unknown key of a filter without a factory: such keys are meant for a class, and without it every
 * record passes.
 *
 * @param path of the filter, with a dot behind it
 */
export function filterTyposIn(part: Section, path: string): string[] {
  const typos = typosIn(part, KEYS.filter, path)
  if (typos.length > 0) return typos
  return unknownIn(part, [...KEYS.filter, 'class']).map(
    (key) => `${path}${key} means nothing without '()', which names a class`,
  )
}

function unknownIn(part: Section, keys: readonly string[]): string[] {
  return Object.keys(part)
    .slice(0, MAX_KEYS)
    .filter((key) => !keys.includes(key))
}
