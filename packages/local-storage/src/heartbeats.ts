import { later } from '@treeline/core/internal'
import type { Store } from './keyValueStorage.js'
import type { Leaving, Ownership, Taker } from './ownership.js'
import { newId, type Settings } from './settings.js'

/** The time between two heartbeats of a page, in milliseconds. Browsers allow a hidden page one a minute. */
const BEAT_MS = 60_000
/** The time without a heartbeat after which a page counts as dead, in milliseconds. */
const DEAD_MS = 300_000
/** The shortest wait before a page looks whether another one was faster, and the most that chance adds, in milliseconds. */
const CLAIM_MS = 50
const CLAIM_SPREAD_MS = 200

/** Names that living pages hold, for where there are no locks: each has a key, which its page writes once a minute. */
export interface Heartbeats extends Ownership {
  /** Returns whether no living page has the name. */
  isFree(name: string): boolean
  /** Holds a name from now on. */
  hold(name: string): void
  /** Gives a name back. */
  free(name: string): void
}

/**
 * Makes the heartbeats of one page. A page is dead once its key is older than five minutes, or was removed when the page was left.
 * A key with an impossible age counts only after it has not changed for five minutes.
 *
 * @param storage returns the storage; undefined while there is none
 */
export function makeHeartbeats(prefix: string, settings: Settings, storage: () => Store | undefined): Heartbeats {
  const { now, random, maxAgeMs } = settings
  const id = newId(random)
  const held = new Set<string>()
  /** Each key's text that does not change, and since when. */
  const seen = new Map<string, { readonly text: string; readonly ms: number }>()
  let endWait: (() => void) | undefined

  return { blocksReturn: false, take, ifDead, leave, isFree, hold, free }

  function keyOf(name: string): string {
    return `${prefix}:beat:${name}`
  }

  /** Returns the id and the time under a name. */
  function read(name: string): string[] | undefined {
    return storage()?.get(keyOf(name))?.split(' ')
  }

  function isOwn(name: string): boolean {
    return read(name)?.[0] === id
  }

  function isFree(name: string): boolean {
    const beaten = read(name)
    if (!beaten || beaten[0] === id) return true
    const text = String(beaten)
    const age = now() - Number.parseInt(beaten[1] ?? '', 36)
    if (age >= 0 && age <= Math.max(maxAgeMs, 2 * DEAD_MS)) return age > DEAD_MS
    const before = seen.get(name)
    if (before?.text === text) return Math.abs(now() - before.ms) > DEAD_MS
    seen.set(name, { text, ms: now() })
    return false
  }

  function hold(name: string): void {
    held.add(name)
    beat(name)
    endWait ??= later(BEAT_MS, beatAll)
  }

  function beat(name: string): void {
    try {
      storage()?.set(keyOf(name), `${id} ${Math.floor(now()).toString(36)}`)
    } catch {
      // Full: others take this page for dead. A receiver drops what comes twice.
    }
  }

  function beatAll(): void {
    endWait = undefined
    for (const name of held) {
      // Another page took this one for dead, and has the name now.
      if (read(name) && !isOwn(name)) held.delete(name)
      else beat(name)
    }
    if (held.size > 0) endWait = later(BEAT_MS, beatAll)
  }

  function free(name: string): void {
    if (isOwn(name)) storage()?.delete(keyOf(name))
    held.delete(name)
  }

  function take(name: string, taker: Taker): void {
    if (!isFree(name)) return taker(undefined)
    hold(name)
    later(CLAIM_MS + random() * CLAIM_SPREAD_MS, () => {
      if (held.has(name) && isOwn(name)) return taker(() => free(name))
      held.delete(name)
      taker(undefined)
    })
  }

  function ifDead(name: string, tell: () => void): void {
    if (isFree(name)) tell()
  }

  function leave(how: Leaving): void {
    endWait?.()
    endWait = undefined
    if (how === 'frozen') held.clear()
    else for (const name of held) free(name)
  }
}
