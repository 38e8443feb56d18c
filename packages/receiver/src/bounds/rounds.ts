/** The longest time of work without a pause, in milliseconds. */
const TURN_MS = 5

/** Does one piece of work. Returns whether there is more. Must not throw. */
export type Work = () => boolean

/**
 * Does work for many clients by turns: a piece for each client, and within a client a piece of each of its works. So a client that
 * sends without end delays the others by one piece a round. Between two turns the rest of the program runs.
 */
export class Rounds {
  private readonly clients = new Map<string, Work[]>()
  private isRunning = false
  private readonly pause: (goOn: () => void) => void

  /**
   * Makes rounds without work.
   *
   * @param pause calls `goOn` at the next turn
   */
  constructor(pause: (goOn: () => void) => void) {
    this.pause = pause
  }

  /** Adds work, and begins with it where there is no other. */
  add(client: string, work: Work): void {
    const works = this.clients.get(client)
    if (works === undefined) this.clients.set(client, [work])
    else works.push(work)
    if (this.isRunning) return
    this.isRunning = true
    this.run()
  }

  private readonly run = (): void => {
    const endMs = performance.now() + TURN_MS
    while (this.clients.size > 0) {
      this.doOne()
      if (this.clients.size > 0 && performance.now() >= endMs) return this.pause(this.run)
    }
    this.isRunning = false
  }

  private doOne(): void {
    // A Map keeps the order of insertion: a client deleted and set again is the last.
    const [client, works] = this.clients.entries().next().value!
    const work = works.shift()!
    if (work()) works.push(work)
    this.clients.delete(client)
    if (works.length > 0) this.clients.set(client, works)
  }
}
