import type { Level } from '@treeline/core'
import { checkLevel, wholeNumber } from '@treeline/core/internal'
import { BATCH_VERSION } from '@treeline/core/wire'

/** A level for a page's logger, for a while. */
export interface LevelChange {
  readonly level: Level
  /** The time that the level lasts, in whole seconds. */
  readonly seconds: number
}

/** Level changes by the logger's name in the page; `root` for its root. */
export type LevelChanges = Readonly<Record<string, LevelChange>>

/**
 * Returns the body of an answer with a page's levels; undefined where there are none.
 *
 * @throws TypeError, RangeError that name the logger and what was expected
 */
export function levelsBody(changes: LevelChanges | undefined): string | undefined {
  const names = Object.keys(changes ?? {})
  if (changes === undefined || names.length === 0) return undefined
  const levels = Object.create(null) as Record<string, LevelChange>
  for (const name of names) {
    const { level, seconds }: Partial<LevelChange> = changes[name] ?? {}
    checkLevel(level as Level, `levels['${name}'].level`)
    levels[name] = { level: level as Level, seconds: wholeNumber(`levels['${name}'].seconds`, seconds as number, 1) }
  }
  return JSON.stringify({ treeline: BATCH_VERSION, levels })
}
