/**
 * The digests of the last records of a source: at most `max`, and at least half of it. A digest that was not added is never known.
 */
export class Seen {
  // Two generations, as forgetting one by one would cost more.
  private recent = new Set<number>()
  private older = new Set<number>()
  private readonly max: number

  constructor(max: number) {
    this.max = max
  }

  get size(): number {
    return this.recent.size + this.older.size
  }

  /** Returns whether a digest was added and not forgotten since. */
  has(digest: number): boolean {
    return this.recent.has(digest) || this.older.has(digest)
  }

  add(digest: number): void {
    this.recent.add(digest)
    if (this.recent.size < this.max / 2) return
    this.older = this.recent
    this.recent = new Set()
  }
}
