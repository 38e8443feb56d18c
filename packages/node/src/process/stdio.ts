import type { Stream } from '@treeline/core'
import { FileWriter } from '../files/writer.js'

// Where the descriptor is closed (a daemon's), each write throws EBADF, and the handler reports it.

/**
 * Standard output. `write` returns when the system has taken the text. Once its reader has gone, it drops all text and counts
 * what it drops.
 *
 * Differs from `process.stdout`: synchronous on every platform, and EPIPE is never thrown into the application.
 */
export const stdout: Stream = /* @__PURE__ */ new FileWriter(1, { name: '<stdout>', standard: true })

/** Standard error. Works as `stdout` does. */
export const stderr: Stream = /* @__PURE__ */ new FileWriter(2, { name: '<stderr>', standard: true })
