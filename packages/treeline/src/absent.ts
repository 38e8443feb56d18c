/** The substitute in a script-tag file for a function or class of another file. */
export type Absent = () => never

/** Returns a function that throws an Error with the file to load. */
export function absent(name: string, remedy = 'is not in treeline.min.js: load treeline.full.min.js'): Absent {
  return function () {
    throw new Error(`logging.${name} ${remedy}`)
  }
}
