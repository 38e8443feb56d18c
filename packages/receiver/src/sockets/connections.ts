import { Shares } from '../bounds/shares.js'

/** A connection of the list. */
export interface Listed {
  /** The client: an address, or a network. */
  readonly client: string
  /** Whether it has brought a record. */
  readonly hasSent: boolean
  /** Ends the connection, to make room. */
  giveWay(): void
}

/**
 * The open connections of a receiver. Where there are too many, the client that has most loses one: the oldest without a record, else
 * the one that has been silent longest. So connections that are opened and left open keep nobody out.
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

  /** Notes that a connection has brought bytes. */
  touch(connection: Connection): void {
    if (this.open.has(connection)) this.shares.set(connection.client, connection, 1)
  }

  delete(connection: Connection): void {
    this.open.delete(connection)
    this.shares.delete(connection.client, connection)
  }

  /**
   * Ends one of a client's connections.
   *
   * @param newest the one that has had no time to send
   */
  private giveUpOne(client: string, newest: Connection): void {
    const silent = this.shares.oldest(client, (one) => !one.hasSent && one !== newest)
    const connection = silent ?? this.shares.oldest(client)!
    this.delete(connection)
    connection.giveWay()
  }
}
