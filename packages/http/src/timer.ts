/** Calls `task` after `ms` milliseconds; on Node the wait alone does not keep the process alive. */
export function startTimer(ms: number, task: () => void): ReturnType<typeof setTimeout> {
  const timer = setTimeout(task, ms)
  ;(timer as { unref?: () => void }).unref?.()
  return timer
}

/** One task that is put off. */
export class Timer {
  private readonly task: () => void
  private running: ReturnType<typeof setTimeout> | undefined

  constructor(task: () => void) {
    this.task = task
  }

  get isRunning(): boolean {
    return this.running !== undefined
  }

  /** Starts, or starts anew. */
  start(ms: number): void {
    this.stop()
    this.running = startTimer(ms, () => {
      this.running = undefined
      this.task()
    })
  }

  stop(): void {
    clearTimeout(this.running)
    this.running = undefined
  }
}
