import { later } from '@treeline/core/internal'

/** Calls a task every so many milliseconds. Keeps no process alive. Returns what ends it. */
export function every(ms: number, task: () => void): () => void {
  let end = later(ms, again)
  function again(): void {
    end = later(ms, again)
    task()
  }
  return () => end()
}
