import { outsideZone } from './zone.js'

interface Timers {
  readonly setTimeout?: ((callback: () => void, ms: number) => unknown) | undefined
  readonly clearTimeout?: ((timer: unknown) => void) | undefined
}

/** The longest wait: engines take a longer one for one of a millisecond. */
const LONGEST_MS = 2 ** 31 - 1

/**
 * Calls a task after some milliseconds. The wait never keeps a process alive. The task runs in a turn of its own, so that pages
 * paint and servers answer in between; where the engine has no timers, at the end of the present turn.
 *
 * @returns a function that ends the wait, by the timers that the engine had at its start: tests replace them
 */
export function later(ms: number, task: () => void): () => void {
  const { setTimeout, clearTimeout } = globalThis as Timers
  let isOver = false
  const run = (): void => {
    if (!isOver) task()
  }
  const timer =
    typeof setTimeout === 'function'
      ? outsideZone(() => setTimeout(run, Math.min(ms, LONGEST_MS)))
      : void Promise.resolve().then(run)
  // In a page a timer is a number; a mocked one is anything.
  ;(timer as { unref?(): void } | null | undefined)?.unref?.()
  return () => {
    isOver = true
    clearTimeout?.(timer)
  }
}

/** One delayed task. The wait never keeps a process alive. */
export class Timer {
  private readonly task: () => void
  private end: (() => void) | undefined
  private startedBy: Timers['setTimeout']

  constructor(task: () => void) {
    this.task = task
  }

  /** Whether the task is going to run. A wait by timers that are no longer the engine's does not count: they may stand still. */
  get isRunning(): boolean {
    return this.end !== undefined && this.startedBy === (globalThis as Timers).setTimeout
  }

  /**
   * Starts the wait, or starts it again; see `later`.
   *
   * @param ms milliseconds
   */
  start(ms: number): void {
    this.stop()
    this.startedBy = (globalThis as Timers).setTimeout
    let isOver = false
    const end = later(ms, () => {
      isOver = true
      this.end = undefined
      this.task()
    })
    // A mock may have called already, and the task have started the next wait.
    if (!isOver) this.end = end
  }

  /** Ends the wait: the task does not run. */
  stop(): void {
    this.end?.()
    this.end = undefined
  }
}
