interface Timers {
  readonly setTimeout?: ((callback: () => void, ms: number) => unknown) | undefined
  readonly clearTimeout?: ((timer: unknown) => void) | undefined
}

/** One wait, with the engine's timers at its start: tests put others in their place, which may stand still. */
interface Wait extends Timers {
  timer: unknown
}

/** One task that is put off. The wait never keeps a process alive. */
export class Timer {
  private readonly task: () => void
  private wait: Wait | undefined

  constructor(task: () => void) {
    this.task = task
  }

  /** Whether the task is going to run. A wait by timers that are no longer the engine's does not count. */
  get isRunning(): boolean {
    return this.wait !== undefined && this.wait.setTimeout === (globalThis as Timers).setTimeout
  }

  /**
   * Starts the wait, or starts it anew. The task runs in a turn of its own, so that pages paint and servers answer in between;
   * where the engine has no timers, at the end of the present turn.
   *
   * @param ms milliseconds
   */
  start(ms: number): void {
    this.stop()
    const { setTimeout, clearTimeout } = globalThis as Timers
    const wait: Wait = { setTimeout, clearTimeout, timer: undefined }
    this.wait = wait
    const run = (): void => {
      if (this.wait !== wait) return
      this.wait = undefined
      this.task()
    }
    if (typeof setTimeout !== 'function') return void Promise.resolve().then(run)
    wait.timer = setTimeout(run, ms)
    // In a page a timer is a number; a mocked one is anything.
    ;(wait.timer as { unref?(): void } | null | undefined)?.unref?.()
  }

  stop(): void {
    const { clearTimeout, timer } = this.wait ?? {}
    this.wait = undefined
    clearTimeout?.(timer)
  }
}

/** Calls back after some milliseconds. */
export function later(ms: number, task: () => void): void {
  new Timer(task).start(ms)
}
