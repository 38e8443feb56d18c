import { report } from './report.js'

const reported = new Set<string>()

/** Reports once that a record needs what this build leaves out. The record is still written, with less in it. */
export function missing(what: string, register: string): void {
  if (reported.has(register)) return
  reported.add(register)
  report(
    reported,
    new Error(`${what}: not in this build; load treeline.full.min.js, or in a bundle call ${register}()`),
  )
}
