import { Handler } from 'treeline'

/** How many records a page that opens anew is shown, and how many one that lost its connection can catch up on. */
const SHOWN = 50
const KEPT = 2000

/** A page that does not read is cut off here; its EventSource connects again and catches up. */
const MAX_UNREAD_BYTES = 4_000_000

/**
 * Sends each record to the pages that listen, as server-sent events: a handler of one's own is `emit` and what it needs.
 *
 * The formatter must give one line: JSONFormatter does.
 */
export class LiveHandler extends Handler {
  /** @type {Set<import('node:http').ServerResponse>} */
  clients = new Set()
  /** @type {string[]} */
  events = []
  last = 0

  emit(record) {
    try {
      const event = `id: ${++this.last}\ndata: ${this.format(record)}\n\n`
      this.events.push(event)
      if (this.events.length > KEPT) this.events.shift()
      for (const client of this.clients) {
        if (client.writableLength > MAX_UNREAD_BYTES) client.destroy()
        else client.write(event)
      }
    } catch (error) {
      this.handleError(record, error)
    }
  }

  /** Answers a request with the stream: first what the page has not seen, then everything as it comes. */
  stream(request, response) {
    const seen = Number(request.headers['last-event-id'] ?? this.last - SHOWN)
    const unseen = Math.min(Math.max(this.last - seen, 0), this.events.length)
    const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'close' }
    response.writeHead(200, headers)
    response.write(`retry: 500\n\n${this.events.slice(this.events.length - unseen).join('')}`)
    this.clients.add(response)
    response.on('close', () => this.clients.delete(response))
  }

  close() {
    for (const client of this.clients) client.end()
    super.close()
  }
}
