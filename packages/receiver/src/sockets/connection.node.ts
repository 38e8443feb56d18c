import type { Socket } from 'node:net'
import { Timer } from '@treeline/core/internal'
import { networkOf } from '../requests/address.js'
import type { BodiesInProgress, BodyInProgress } from '../requests/bodiesInProgress.js'
import { Dropped } from '../frames/dropped.js'
import { FrameReader } from '../frames/frameReader.js'
import type { Peer } from './recordReceiverOptions.js'

/** A connection's access to its receiver. */
export interface Owner {
  readonly maxRecordBytes: number
  /** The longest time from a record's first byte to its last, and from the connection to its first record, in milliseconds. */
  readonly recordTimeoutMs: number
  /** Counts the bytes of incomplete records. */
  readonly bytes: BodiesInProgress
  /** Takes the bytes of a record. Returns whether they were a record. */
  take(frame: Uint8Array, peer: Peer): boolean
  /** Reports dropped data. */
  drop(dropped: Dropped, peer: Peer): void
  /** Lets the connection work in its turn. */
  work(connection: Connection): void
  /** Notes that bytes have arrived. */
  touch(connection: Connection): void
}

const KEEP_ALIVE_MS = 60_000

/** The connection of one sender: reads its records, and limits the time and bytes of each. */
export class Connection {
  readonly client: string
  readonly peer: Peer
  /** Whether a record has arrived. */
  hasSent = false
  private readonly owner: Owner
  private readonly raw: Socket
  private socket: Socket
  private readonly frames: FrameReader
  private readonly timer = new Timer(() => this.look())
  /** Counts the bytes of the incomplete record. */
  private held: BodyInProgress | undefined
  private isWorking = false
  private isEnding = false
  private isDropped = false
  /** The number of complete records, when the timer was started and now. */
  private doneAtStart = 0
  private done = 0

  constructor(raw: Socket, owner: Owner) {
    this.raw = raw
    this.socket = raw
    this.owner = owner
    this.peer = { address: raw.remoteAddress, port: raw.remotePort }
    this.client = networkOf(raw.remoteAddress ?? '')
    this.frames = new FrameReader(owner.maxRecordBytes)
    this.startTimer()
    // Finds a peer that has vanished without closing.
    raw.setKeepAlive(true, KEEP_ALIVE_MS)
    raw.on('error', () => {})
    raw.once('close', () => this.settle())
  }

  /** Reads records from the connection, or from the TLS socket that decrypts it. */
  read(socket: Socket = this.raw): void {
    this.socket = socket
    if (socket !== this.raw) socket.on('error', () => {}).once('close', () => this.raw.destroy())
    socket.on('data', (chunk: Buffer) => this.add(chunk))
  }

  /** Ends the connection, after the record that has begun. */
  end(): void {
    this.isEnding = true
    this.endBetweenRecords()
  }

  /** Ends the connection at once. Drops what has arrived and was not read. */
  destroy(): void {
    this.isDropped = true
    this.frames.clear()
    this.socket.destroy()
    this.raw.destroy()
  }

  giveWay(): void {
    this.drop(new Dropped('busy', 'a connection gave way to others: there are too many'))
  }

  /** Ends the connection, and reports why, once. */
  drop(dropped: Dropped): void {
    if (this.isDropped) return
    this.destroy()
    this.owner.drop(dropped, this.peer)
  }

  /** Reads one record of what has arrived. Returns whether there may be more. */
  readonly step = (): boolean => {
    if (this.readOne()) return true
    this.isWorking = false
    this.watchRest()
    this.settle()
    this.endBetweenRecords()
    if (!this.socket.destroyed) this.socket.resume()
    return false
  }

  private add(chunk: Uint8Array): void {
    this.owner.touch(this)
    this.frames.add(chunk)
    if (this.isWorking) return
    this.isWorking = true
    this.owner.work(this)
    // Reads nothing more until all this is read: the sender waits.
    if (this.isWorking) this.socket.pause()
  }

  private readOne(): boolean {
    try {
      const frame = this.frames.next()
      if (frame === undefined) return false
      this.done++
      if (this.owner.take(frame, this.peer)) this.hasSent = true
      return true
    } catch (error) {
      const dropped = error as Dropped
      this.done++
      if (dropped.reason === 'frame') this.drop(dropped)
      else this.owner.drop(dropped, this.peer)
      return dropped.reason !== 'frame'
    }
  }

  /** Counts the bytes of an incomplete record, and begins to wait for its end. */
  private watchRest(): void {
    if (this.raw.destroyed) return
    const { held, isWithin } = this.frames
    if (held > 0) this.hold(held)
    else this.release()
    if (isWithin || !this.hasSent) {
      if (!this.timer.isRunning || this.done !== this.doneAtStart) this.startTimer()
    } else {
      this.timer.stop()
    }
  }

  private startTimer(): void {
    this.doneAtStart = this.done
    this.timer.start(this.owner.recordTimeoutMs)
  }

  private hold(bytes: number): void {
    try {
      this.held ??= this.owner.bytes.open(this.client)
      this.held.onGivenUp(() => this.giveUpRecord())
      this.held.hold(bytes)
    } catch {
      this.giveUpRecord()
    }
  }

  private giveUpRecord(): void {
    this.drop(new Dropped('busy', 'a record gave way to others: too much was on its way'))
  }

  private release(): void {
    this.held?.close()
    this.held = undefined
  }

  /** Drops the connection when a record's time is over, unless this process has been slow. */
  private look(): void {
    const { done } = this
    // Reads what has arrived meanwhile first.
    setImmediate(() => {
      if (this.raw.destroyed) return
      if (this.isWorking || done !== this.done) this.startTimer()
      else if (this.frames.isWithin || !this.hasSent) this.drop(this.lateness())
    })
  }

  private lateness(): Dropped {
    const ms = this.owner.recordTimeoutMs
    return new Dropped(
      'timeout',
      this.frames.isWithin ? `a record took longer than ${ms} ms to come` : `no record came within ${ms} ms`,
    )
  }

  private endBetweenRecords(): void {
    if (this.isEnding && !this.isWorking && !this.frames.isWithin) this.destroy()
  }

  /** Reports what broke off, once everything before is read. */
  private settle(): void {
    if (!this.raw.destroyed || this.isWorking) return
    this.timer.stop()
    this.release()
    if (!this.isDropped && this.frames.isWithin)
      this.owner.drop(new Dropped('aborted', 'a connection ended within a record'), this.peer)
    this.isDropped = true
  }
}
