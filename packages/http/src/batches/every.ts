import { later } from '@treeline/core/internal'

/** Calls a task every `ms` milliseconds. Keeps no process alive. Returns a function that ends it. */
export function every(ms: number, task: () => void): () => void {
  let end = later(ms, again)
  function again(): void {
    end = later(ms, again)
    task()
  }
  return () => end()
}
