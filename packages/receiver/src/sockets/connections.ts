import { Shares } from '../bounds/shares.js'

/** A connection as its list knows it. */
export interface Listed {
  /** Whose it is: an address, or a network. */
  readonly client: string
  /** Whether a record has come by it. */
  readonly hasSent: boolean
  /** Ends it, to make room. */
  giveWay(): void
}

/**
 * The open connections of a receiver. Where there are too many, the client that has most gives up one: first one by which nothing
 * has come, the oldest; else the one that has been silent longest. So connections that are opened and left open keep nobody out.
 */
export class Connections<Connection extends Listed> {
  private readonly shares = new Shares<Connection>()
  private readonly open = new Set<Connection>()
  private readonly max: number

  constructor(max: number) {
    this.max = max
  }

  get size(): number {
    return this.open.size
  }

  [Symbol.iterator](): IterableIterator<Connection> {
    return this.open.values()
  }

  add(connection: Connection): void {
    this.open.add(connection)
    this.shares.set(connection.client, connection, 1)
    while (this.shares.size > this.max) this.giveUpOne(this.shares.heaviest()!, connection)
  }

  /** Notes that something has come. */
  touch(connection: Connection): void {
    if (this.open.has(connection)) this.shares.set(connection.client, connection, 1)
  }

  delete(connection: Connection): void {
    this.open.delete(connection)
    this.shares.delete(connection.client, connection)
  }

  /** @param newest has had no time to send */
  private giveUpOne(client: string, newest: Connection): void {
    const silent = this.shares.oldest(client, (one) => !one.hasSent && one !== newest)
    const connection = silent ?? this.shares.oldest(client)!
    this.delete(connection)
    connection.giveWay()
  }
}
