/** Queues of work by name: each work waits for the work of the same name before it. */
export class Queues {
  private readonly ends = new Map<string, Promise<void>>()

  /** Runs the work when all earlier work of that name is over. */
  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.ends.get(name)
    const result = before === undefined ? work() : before.then(work)
    const end = result.then(
      () => {},
      () => {},
    )
    this.ends.set(name, end)
    try {
      return await result
    } finally {
      if (this.ends.get(name) === end) this.ends.delete(name)
    }
  }
}
