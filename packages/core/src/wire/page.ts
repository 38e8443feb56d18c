/** Where a record comes from that says nothing of it: a page. */
export const PAGE = { process: 0, processName: 'MainProcess', thread: 0, threadName: 'MainThread' } as const
/** Its attributes that travel where they are not a page's. */
export const RUNTIME: readonly (keyof typeof PAGE)[] = /* @__PURE__ */ Object.keys(PAGE) as (keyof typeof PAGE)[]
