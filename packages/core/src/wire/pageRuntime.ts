/** The process and thread of a record that does not name them: a page's. */
export const PAGE = { process: 0, processName: 'MainProcess', thread: 0, threadName: 'MainThread' } as const
/** The attributes of process and thread, which travel if they are not a page's. */
export const RUNTIME: readonly (keyof typeof PAGE)[] = /* @__PURE__ */ Object.keys(PAGE) as (keyof typeof PAGE)[]
