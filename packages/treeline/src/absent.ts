/** What stands in a script-tag file for what another file has: a function, or a class to be. */
export type Absent = () => never

/** Makes a function that throws an Error which says what to load. */
export function absent(name: string, remedy = 'is not in treeline.min.js: load treeline.full.min.js'): Absent {
  return function () {
    throw new Error(`logging.${name} ${remedy}`)
  }
}
