/** What of a page's or worker's global object is used; each part may be missing. */
export interface PageScope {
  addEventListener?(type: string, listener: () => void): void
  removeEventListener?(type: string, listener: () => void): void
  readonly document?: { readonly visibilityState?: string }
  readonly navigator?: { readonly onLine?: boolean; sendBeacon?(url: string, body: string): boolean }
  readonly Request?: { readonly prototype: object }
}

/** What a page tells those who have something to send. */
export interface PageListener {
  /** The page is no longer seen, and on a phone may never run again. */
  hide(): void
  /** The page goes away, for good or into the back/forward cache. Requests without keepalive are cancelled. */
  leave(): void
  /** The page is seen, or back from the cache. */
  show(): void
  online(): void
}

/** The life of a page as far as it concerns sending. Where there is no page (Node, workers) it never ends. */
export class Page {
  private readonly scope: PageScope
  private readonly listeners: [string, () => void][] = []

  constructor(scope: PageScope) {
    this.scope = scope
  }

  get hidden(): boolean {
    return this.scope.document?.visibilityState === 'hidden'
  }

  /** Whether there is certainly no network. The browser's `true` means nothing. */
  get offline(): boolean {
    return this.scope.navigator?.onLine === false
  }

  /** Whether `fetch` knows `keepalive`; Firefox before 133 does not. */
  get keepalive(): boolean {
    const prototype = this.scope.Request?.prototype
    return prototype !== undefined && 'keepalive' in prototype
  }

  /** Whether there is `sendBeacon`. */
  get beacon(): boolean {
    return typeof this.scope.navigator?.sendBeacon === 'function'
  }

  /** Hands a body to the browser to be sent as text/plain; false when it is not taken. */
  sendBeacon(url: string, body: string): boolean {
    try {
      return this.scope.navigator?.sendBeacon?.(url, body) ?? false
    } catch {
      return false
    }
  }

  /**
   * Starts to tell `listener`. On the window, where pagehide is dispatched and where visibilitychange arrives after the page's
   * own listeners on the document have logged what they have to say. Never unload or beforeunload: a page that listens to
   * those is not kept for the way back.
   */
  watch(listener: PageListener): void {
    this.listen('visibilitychange', () => (this.hidden ? listener.hide() : listener.show()))
    this.listen('pagehide', () => listener.leave())
    this.listen('pageshow', () => listener.show())
    this.listen('online', () => listener.online())
  }

  /** Removes what `watch` added. */
  unwatch(): void {
    for (const [type, listener] of this.listeners.splice(0)) this.scope.removeEventListener?.(type, listener)
  }

  private listen(type: string, listener: () => void): void {
    if (typeof this.scope.addEventListener !== 'function') return
    this.scope.addEventListener(type, listener)
    this.listeners.push([type, listener])
  }
}
