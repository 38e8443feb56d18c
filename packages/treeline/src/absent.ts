/** What stands in the small script-tag file for what only the whole one has: a function, or a class to be. */
export type Absent = () => never

/** Makes a function that throws an Error which names the file to load. */
export function absent(name: string): Absent {
  return function () {
    throw new Error(`logging.${name} is not in treeline.min.js: load treeline.full.min.js`)
  }
}
