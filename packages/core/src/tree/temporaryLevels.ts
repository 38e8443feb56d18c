import { context } from '../context/context.js'
import type { ContextFields } from '../context/contextStorage.js'
import { checkLevel, type KnownLevel, type Level } from '../records/levels.js'
import { checkOptionNames, ofType, positiveNumber } from '../runtime/checks.js'
import { report } from '../runtime/report.js'
import { later } from '../runtime/timer.js'
import { manager } from './manager.js'
import { refreshNamed } from './overrides.js'

/** The optional parameters of `overrideLevel`. */
export interface OverrideLevelOptions {
  /** Returns, for a context's fields, whether the level is in effect there. Default in all contexts. */
  when?: ((fields: ContextFields) => unknown) | undefined
  /** After how many seconds it ends, 24 days at most. Default: when the returned function is called. */
  forSeconds?: number | undefined
}

interface Override {
  readonly levelno: number
  readonly when: ((fields: ContextFields) => unknown) | undefined
}

/** The temporary levels of one logger. The last one whose condition holds counts. */
export class TemporaryLevels {
  private readonly overrides: Override[] = []

  /** Whether there are none. */
  get isEmpty(): boolean {
    return this.overrides.length === 0
  }

  /** Whether the level depends on the context: then each call evaluates it. */
  get isConditional(): boolean {
    return this.overrides.some(({ when }) => when !== undefined)
  }

  /** The level in effect for the present code; undefined for the logger's own. */
  get levelno(): number | undefined {
    const { overrides } = this
    for (let index = overrides.length - 1; index >= 0; index--)
      if (this.holds(overrides[index]!)) return overrides[index]!.levelno
    return undefined
  }

  private holds({ when }: Override): boolean {
    if (when === undefined) return true
    try {
      return Boolean(when(context.get()))
    } catch (error) {
      report(this, error)
      return false
    }
  }

  /** Adds a level, which counts before those that are there. */
  add(override: Override): void {
    this.overrides.push(override)
  }

  /** Removes a level; one that is not there is no error. */
  remove(override: Override): void {
    const index = this.overrides.indexOf(override)
    if (index >= 0) this.overrides.splice(index, 1)
  }
}

/**
 * Puts a level in effect in place of a logger's own for a time, also for the loggers below that have none. With `when` it does so
 * only in some contexts. The logger need not exist yet. `logger.level` stays what it is.
 *
 * While there is a condition, each call of these loggers evaluates it. Before and after, calls cost what they always do.
 *
 * @param name the logger's name; `'root'` for the root
 * @param level a number or a level's name
 * @returns a function that ends it
 * @throws TypeError, RangeError for a level or an option that is wrong
 * @example
 * overrideLevel('app.db', 'DEBUG', { when: (fields) => fields.user === 7, forSeconds: 900 })
 */
export function overrideLevel<const L extends Level>(
  name: string,
  level: KnownLevel<L>,
  options: OverrideLevelOptions = {},
): () => void {
  checkOptionNames('overrideLevel', options, 'when forSeconds')
  const { when, forSeconds } = options
  if (when !== undefined) ofType('when', when, 'function')
  if (forSeconds !== undefined) positiveNumber('forSeconds', forSeconds)
  const override = { levelno: checkLevel(level), when }
  change(ofType('name', name, 'string'), (levels) => levels.add(override))
  let stop = (): void => {}
  const end = (): void => {
    stop()
    change(name, (levels) => levels.remove(override))
  }
  if (forSeconds !== undefined) stop = later(forSeconds * 1000, end)
  return end
}

/** Changes the temporary levels of a logger, and updates the gates. */
function change(name: string, work: (levels: TemporaryLevels) => void): void {
  const tree = manager()
  const all = (tree.temporary ??= new Map<string, TemporaryLevels>()) as Map<string, TemporaryLevels>
  const levels = all.get(name) ?? new TemporaryLevels()
  work(levels)
  if (levels.isEmpty) all.delete(name)
  else all.set(name, levels)
  if (all.size === 0) tree.temporary = undefined
  refreshNamed(name)
}
