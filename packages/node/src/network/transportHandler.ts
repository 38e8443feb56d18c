import { getLevelName, Handler, LogRecord, WARNING } from '@treeline/core'
import { register, report } from '@treeline/core/internal'
import { plainError } from '../files/plainError.js'
import type { Transport, TransportStats } from './transport.js'

/** The default of the most bytes of records that wait while they cannot be sent. */
export const MAX_QUEUE_BYTES: number = 4 << 20

/** The base class of handlers that send each record through a transport: SocketHandler, SysLogHandler and the like. */
export abstract class TransportHandler extends Handler {
  /** @internal */
  protected abstract readonly transport: Transport

  /** @internal Where the records go, in words. */
  protected abstract get place(): string

  private wasClosed = false

  /** Opens the socket, unless there is one, or it is too early to try again. */
  createSocket(): void {
    this.transport.reconnect()
  }

  /** Returns how many records wait, are handed to the socket, and were dropped since the last notice to the peer. */
  stats(): TransportStats {
    return this.transport.stats()
  }

  /** Sends what waits. The promise resolves when that is done, or an attempt has failed, and never rejects. */
  override flush(): Promise<void> {
    return this.transport.flush()
  }

  /** Flushes, closes the socket, and reports how many records were given up. A record that comes later opens another socket. */
  override async close(): Promise<void> {
    this.wasClosed = true
    void super.close()
    const lost = await this.transport.close()
    if (lost > 0) this.tell(`closed, and ${lost} records were not delivered`)
  }

  /** @internal Sends the bytes of a record. The process's end sends what waits in a handler that was closed, too. */
  protected transmit(chunk: Uint8Array): void {
    if (this.wasClosed) register(this)
    this.transport.send(chunk)
  }

  /** @internal */
  deliverAtExit(): void {
    this.transport.deliverAtExit()
  }

  /** Returns a text such as `<SocketHandler localhost:9020 (NOTSET)>`. */
  override toString(): string {
    return `<${this.constructor.name} ${this.place} (${getLevelName(this.level)})>`
  }

  /** @internal */
  protected tell(what: string): void {
    report(this, plainError(`${this.place}: ${what}`, ''))
  }

  /** @internal */
  protected tellLost(count: number): void {
    this.tell(`${count} records were dropped: more came than maxQueueBytes lets wait`)
  }

  /** @internal */
  protected tellDown(error: unknown): void {
    this.tell(`records wait: ${String((error as Error | undefined)?.message ?? error)}`)
  }
}

/** Returns the record that tells the peer how many were dropped. */
export function lossRecord(count: number): LogRecord {
  const text = '%d records were dropped: more came than could wait to be sent, or they were too large'
  return new LogRecord('treeline.network', WARNING, '', 0, text, [count], null)
}

/** Returns a record for an error that belongs to no single record. */
export function placeRecord(place: string): LogRecord {
  return new LogRecord('treeline.network', WARNING, '', 0, 'records to %s', [place], null)
}
