interface Timers {
  setTimeout?(callback: () => void, ms: number): unknown
}

/**
 * Calls back after some milliseconds, in a turn of its own so that pages paint and servers answer in between; never keeps a
 * process alive. Where the engine has no timers, at the end of the present turn.
 */
export function later(ms: number, callback: () => void): void {
  const { setTimeout } = globalThis as Timers
  if (setTimeout === undefined) return void Promise.resolve().then(callback)
  const timer = setTimeout(callback, ms) as { unref?(): void } | number
  if (typeof timer === 'object') timer.unref?.()
}
