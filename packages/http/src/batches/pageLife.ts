import { later } from '@treeline/core/internal'
import { isHidden, type Listeners, listen, type PageScope } from '../pageScope.js'

/** The listeners to the page's coming and going. */
export interface PageEvents {
  /** Called when the page was hidden. */
  onHide(): void
  /** Called when the page goes; it may come back. */
  onLeave(): void
  /** Called when the page is back that had gone: it was frozen meanwhile. */
  onThaw(): void
  /** Called when the page is seen again. */
  onReturn(): void
  /** Called when there may be a network again. */
  onOnline(): void
}

/** The page's state. */
export interface PageLife {
  /** Whether what is logged now has to leave at once: the page goes, or has just been hidden. */
  readonly isLeaving: boolean
  /** Whether the page has gone. */
  readonly isGone: boolean
  /** Stops listening. */
  end(): void
}

/** Watches a page's life. */
export function makePageLife(scope: PageScope, events: PageEvents): PageLife {
  let isAway = isHidden(scope)
  const listeners: Listeners = {
    visibilitychange: look,
    pagehide() {
      isAway = life.isGone = life.isLeaving = true
      events.onLeave()
    },
    pageshow() {
      comeBack()
      look()
    },
    online: () => events.onOnline(),
  }
  const life = { isLeaving: false, isGone: false, end: () => listen('removeEventListener', scope, listeners) }
  listen('addEventListener', scope, listeners)
  return life

  function comeBack(): void {
    const wasGone = life.isGone
    life.isGone = life.isLeaving = false
    if (wasGone) events.onThaw()
  }

  function look(): void {
    const wasAway = isAway
    isAway = isHidden(scope)
    if (isAway) {
      life.isLeaving = true
      // A hidden page may live for hours: from the next task on it is like any other.
      later(0, () => (life.isLeaving = life.isGone))
      events.onHide()
    } else if (wasAway) {
      comeBack()
      events.onReturn()
    }
  }
}
