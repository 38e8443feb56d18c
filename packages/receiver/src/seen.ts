/** The most spans that are kept of one source. */
const MAX_SPANS = 64

/**
 * Whole numbers that were seen, as spans without a gap: one span for a source that lost nothing, one more for each gap.
 *
 * Bounded: past 64 spans the lowest is forgotten, so a source that leaves gaps without end can at worst get its oldest
 * records in twice; none is taken for seen that was not.
 */
export class Seen {
  // from, to, from, to, … ascending. Looked at from the end, where nearly all questions are answered.
  private readonly edges: number[] = []

  /** Whether `n` was added and is not forgotten. */
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

  /** Where the spans that start at or below `n` end. */
  private after(n: number): number {
    let end = this.edges.length
    while (end > 0 && this.edges[end - 2]! > n) end -= 2
    return end
  }
}
