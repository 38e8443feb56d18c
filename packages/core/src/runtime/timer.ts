interface Timers {
  setTimeout?(callback: () => void, ms: number): unknown
  clearTimeout?(timer: unknown): void
}

/** One task that is put off. The wait never keeps a process alive. */
export class Timer {
  private readonly task: () => void
  private running: unknown

  constructor(task: () => void) {
    this.task = task
  }

  get isRunning(): boolean {
    return this.running !== undefined
  }

  /**
   * Starts the wait, or starts it anew. The task runs in a turn of its own, so that pages paint and servers answer in between;
   * where the engine has no timers, at the end of the present turn.
   *
   * @param ms milliseconds
   */
  start(ms: number): void {
    this.stop()
    const { setTimeout } = globalThis as Timers
    const run = (): void => {
      this.running = undefined
      this.task()
    }
    if (setTimeout === undefined) return void Promise.resolve().then(run)
    this.running = setTimeout(run, ms)
    // In a page a timer is a number.
    ;(this.running as { unref?(): void }).unref?.()
  }

  stop(): void {
    if (this.running !== undefined) (globalThis as Timers).clearTimeout?.(this.running)
    this.running = undefined
  }
}

/** Calls back after some milliseconds. */
export function later(ms: number, task: () => void): void {
  new Timer(task).start(ms)
}
