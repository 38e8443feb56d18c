/** What a package's `exports` say of an entry: a file, or a choice by conditions. */
export type Conditions = string | { readonly [condition: string]: Conditions }

/** Picks the file that a runtime takes from a package's `exports`. */
export function pick(target: Conditions, runtime: 'browser' | 'node' = 'browser'): string {
  if (typeof target === 'string') return target
  for (const condition of [runtime, 'import', 'default']) {
    const found = target[condition]
    if (found !== undefined) return pick(found, runtime)
  }
  throw new Error(`no target for ${runtime} in ${JSON.stringify(target)}`)
}
