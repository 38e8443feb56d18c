interface Timers {
  setTimeout?(callback: () => void, ms: number): unknown
  clearTimeout?(timer: unknown): void
}

/**
 * Calls back after some milliseconds. The wait never keeps a process alive. The task runs in a turn of its own, so that pages
 * paint and servers answer in between; where the engine has no timers, at the end of the present turn.
 *
 * @returns what ends the wait
 */
export function later(ms: number, task: () => void): () => void {
  const { setTimeout, clearTimeout } = globalThis as Timers
  const timer = setTimeout === undefined ? void Promise.resolve().then(task) : setTimeout(task, ms)
  // In a page a timer is a number.
  ;(timer as { unref?(): void } | undefined)?.unref?.()
  return () => clearTimeout?.(timer)
}

/** One task that is put off. The wait never keeps a process alive. */
export class Timer {
  private readonly task: () => void
  private end: (() => void) | undefined

  constructor(task: () => void) {
    this.task = task
  }

  get isRunning(): boolean {
    return this.end !== undefined
  }

  /**
   * Starts the wait, or starts it anew; see `later`.
   *
   * @param ms milliseconds
   */
  start(ms: number): void {
    this.stop()
    this.end = later(ms, () => {
      this.end = undefined
      this.task()
    })
  }

  stop(): void {
    this.end?.()
    this.end = undefined
  }
}
