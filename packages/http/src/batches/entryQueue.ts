import type { Entry } from './entry.js'

/** How many taken places at the front are kept before the array is cut. */
const SLACK = 1024

/** Entries that wait to be sent, in the order of their numbers. */
export class EntryQueue {
  /** UTF-8 bytes of all lines. */
  bytes = 0
  private entries: Entry[] = []
  // Array.shift moves everything; at the bound of the queue that would be done for each record.
  private head = 0

  get size(): number {
    return this.entries.length - this.head
  }

  get first(): Entry | undefined {
    return this.entries[this.head]
  }

  push(entry: Entry): void {
    this.entries.push(entry)
    this.bytes += entry.bytes
  }

  shift(): Entry | undefined {
    const { first } = this
    if (first === undefined) return undefined
    this.head++
    this.bytes -= first.bytes
    if (this.head >= SLACK || this.head === this.entries.length) {
      this.entries = this.entries.slice(this.head)
      this.head = 0
    }
    return first
  }

  /** Takes entries from the front up to both limits, and one at least where there is one. */
  take(maxRecords: number, maxBytes: number): Entry[] {
    const taken: Entry[] = []
    let bytes = 0
    for (let { first } = this; first !== undefined; first = this.first) {
      bytes += first.bytes
      if (taken.length > 0 && (taken.length >= maxRecords || bytes > maxBytes)) break
      taken.push(this.shift()!)
    }
    return taken
  }

  /** Puts entries back in their places. */
  restore(entries: readonly Entry[]): void {
    if (entries.length === 0) return
    this.entries = [...entries, ...this.entries.slice(this.head)].sort((one, other) => one.seq - other.seq)
    this.head = 0
    for (const entry of entries) this.bytes += entry.bytes
  }
}
