import type { SuiteServer } from '../server.js'

export interface Outcome {
  readonly name: string
  readonly outcome: unknown
}

/** Where a runtime runs the suite. */
export interface Place {
  /** The project with the packed packages and the suite. */
  readonly project: string
  readonly server: SuiteServer
  /** An empty folder of this run's own. */
  readonly folder: string
}

/** Something that runs treeline. */
export interface Runtime {
  /** As the table has it. */
  readonly name: string
  /** Whether it takes so long that only `npm run runtimes` and `npm run docs` run it. */
  readonly isSlow?: boolean
  /** Runs the suite; throws an error that says why it did not. */
  run(place: Place): Promise<readonly Outcome[]>
}
