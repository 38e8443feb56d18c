import type { Stream } from '@treeline/core'
import { FileWriter } from '../files/writer.js'

// A descriptor that is closed (a daemon's) throws EBADF at each write: the handler reports it, nobody else is concerned.

/**
 * Standard output. What is written is on its way when `write` returns; a reader that has gone makes it quiet for good.
 *
 * Differs from `process.stdout`: synchronous on every platform, and never an error in the application.
 */
export const stdout: Stream = /* @__PURE__ */ new FileWriter(1, { name: '<stdout>', standard: true })

/** Standard error, in the same way. */
export const stderr: Stream = /* @__PURE__ */ new FileWriter(2, { name: '<stderr>', standard: true })
