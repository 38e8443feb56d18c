import { catchRejection } from '@treeline/core/internal'
import type { Leaving, Ownership, Taker } from './ownership.js'

/** The part of the browser's `LockManager` that is used. */
export interface Locks {
  request(
    name: string,
    options: { ifAvailable: boolean },
    callback: (lock: object | null) => Promise<unknown> | undefined,
  ): Promise<unknown>
  query?(): Promise<{ held?: readonly { name?: string | undefined }[] | undefined }>
}

/**
 * Makes the ownership by Web Locks, which the browser frees when a page dies.
 *
 * @param prefix the beginning of the locks' names
 */
export function makeLockOwnership(locks: Locks, prefix: string): Ownership {
  const held = new Set<() => void>()
  // Goes up when the page leaves: an answer to an earlier request comes too late.
  let life = 0
  const nameOf = (src: string): string => `treeline ${prefix} ${src}`

  return { blocksReturn: true, take, ifDead, leave }

  function take(src: string, taker: Taker): void {
    const asked = life
    let isAnswered = false
    const answer = (release?: () => void): void => {
      if (!isAnswered) taker(release)
      isAnswered = true
    }
    const miss = (): void => answer()
    const granted = (lock: object | null): Promise<unknown> | undefined => {
      if (!lock || asked !== life) return void miss()
      return new Promise<void>((resolve) => {
        const release = (): void => {
          held.delete(release)
          resolve()
        }
        held.add(release)
        answer(release)
      })
    }
    try {
      if (!catchRejection(locks.request(nameOf(src), { ifAvailable: true }, granted), miss)) miss()
    } catch {
      miss()
    }
  }

  function ifDead(src: string, tell: () => void): void {
    const name = nameOf(src)
    try {
      // Without an answer the page counts as dead: a loss that counts twice is better than one that does not count.
      const asked = locks.query?.()
      if (asked === undefined) tell()
      else asked.then(({ held: all }) => all?.some((lock) => lock.name === name) || tell()).catch(tell)
    } catch {
      tell()
    }
  }

  function leave(how: Leaving): void {
    // The browser frees the locks once the page's last requests are on their way.
    if (how === 'gone') return
    life++
    for (const release of held) release()
  }
}
