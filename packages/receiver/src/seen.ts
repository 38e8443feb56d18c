/** The most spans that are kept for one source. */
const MAX_SPANS = 64

/**
 * A set of whole numbers, kept as spans without a gap: one span for a source that lost nothing, one more for each gap.
 *
 * Bounded: beyond 64 spans the lowest is forgotten. A source that leaves gaps without end can get its oldest records in twice.
 * A number that was not added is never taken for one that was.
 */
export class Seen {
  // from, to, from, to, … ascending. Searched from the end, where nearly all numbers belong.
  private readonly edges: number[] = []

  /** Whether `n` was added and not forgotten since. */
  has(n: number): boolean {
    const end = this.after(n)
    return end > 0 && n <= this.edges[end - 1]!
  }

  add(n: number): void {
    const { edges } = this
    const end = this.after(n)
    if (end > 0 && n <= edges[end - 1]!) return
    const joinsBefore = end > 0 && edges[end - 1] === n - 1
    const joinsAfter = end < edges.length && edges[end] === n + 1
    if (joinsBefore && joinsAfter) edges.splice(end - 1, 2)
    else if (joinsBefore) edges[end - 1] = n
    else if (joinsAfter) edges[end] = n
    else edges.splice(end, 0, n, n)
    if (edges.length > 2 * MAX_SPANS) edges.splice(0, 2)
  }

  /** Returns the index behind the spans that start at or below `n`. */
  private after(n: number): number {
    let end = this.edges.length
    while (end > 0 && this.edges[end - 2]! > n) end -= 2
    return end
  }
}
