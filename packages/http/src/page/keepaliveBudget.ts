import { type Batch, HEADER_BYTES } from '../batches/batch.js'
import type { Entry } from '../batches/entry.js'

/** Bytes of one request: small ones get through where a big one is refused. */
const CHUNK_BYTES = 16 * 1024
/** Of the 64 KiB that a page's keepalive requests and beacons share; the host's own need some too. */
const BUDGET_BYTES = 60 * 1024

/** Keeps what a page sends on its way out within what a browser allows. */
export class Exit {
  private readonly launch: (entries: readonly Entry[]) => Batch | undefined
  private used = 0

  /** @param launch sends the entries by a request that outlives the page; undefined when the browser does not take it */
  constructor(launch: (entries: readonly Entry[]) => Batch | undefined) {
    this.launch = launch
  }

  /** Sends what fits, the oldest first, all within the current task; passes over an entry too big for what is left. */
  send(entries: readonly Entry[]): void {
    let chunk: Entry[] = []
    let bytes = HEADER_BYTES
    const close = (): void => {
      if (chunk.length > 0) this.used += this.launch(chunk)?.bytes ?? 0
      chunk = []
      bytes = HEADER_BYTES
    }
    for (const entry of entries) {
      if (bytes + entry.bytes > Math.min(CHUNK_BYTES, this.left)) close()
      if (bytes + entry.bytes > this.left) continue
      chunk.push(entry)
      bytes += entry.bytes
    }
    close()
  }

  private get left(): number {
    return BUDGET_BYTES - this.used
  }

  /** Gives back a batch's part of the budget. */
  settle(batch: Batch): void {
    this.used -= batch.bytes
  }
}
