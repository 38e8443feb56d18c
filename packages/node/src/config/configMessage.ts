import type { Socket } from 'node:net'
import { Timer } from '@treeline/core/internal'

/** The limits of a message. */
export interface MessageLimits {
  /** The most bytes behind the length. */
  readonly maxBytes: number
  /** The longest time for the whole message, in milliseconds. */
  readonly timeoutMs: number
}

const LENGTH_BYTES = 4

/**
 * Receives the one message of a connection, then closes the connection. The message is four bytes of length, the highest byte
 * first, and that many bytes.
 *
 * @param take called with the bytes behind the length; returns the answer to the client
 * @param refuse called with the error of a message that is too long, too slow or incomplete, and with what `take` throws; returns
 *   the answer to the client
 */
export function receiveMessage(
  socket: Socket,
  limits: MessageLimits,
  take: (bytes: Buffer) => string,
  refuse: (error: unknown) => string,
): void {
  const message = new Message(limits.maxBytes)
  const finish = (work: () => string): void => {
    timer.stop()
    socket.removeAllListeners('data').removeAllListeners('end')
    let answer: string
    try {
      answer = work()
    } catch (error) {
      answer = refuse(error)
    }
    // A client may never close its side.
    socket.end(answer, () => socket.destroy())
  }
  // One timer for the whole message: a byte now and then does not extend the time.
  const timer = new Timer(() => finish(() => message.fail(`it took more than ${limits.timeoutMs} ms`)))
  timer.start(limits.timeoutMs)
  socket.unref()
  socket.on('data', (chunk: Buffer) => {
    try {
      const bytes = message.add(chunk)
      if (bytes !== undefined) finish(() => take(bytes))
    } catch (error) {
      finish(() => {
        throw error
      })
    }
  })
  socket.on('end', () => finish(() => message.fail('its client left')))
  socket.on('close', () => timer.stop())
  socket.on('error', (error: NodeJS.ErrnoException) => {
    timer.stop()
    if (error.code !== 'ECONNRESET') refuse(error)
  })
}

/** The part of a message that has arrived. */
class Message {
  private readonly chunks: Buffer[] = []
  private received = 0
  private length: number | undefined
  private readonly maxBytes: number

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes
  }

  /**
   * Adds what arrived and returns the message once it is complete.
   *
   * @throws RangeError for a message that is too long
   */
  add(chunk: Buffer): Buffer | undefined {
    this.chunks.push(chunk)
    this.received += chunk.length
    if (this.length === undefined) {
      if (this.received < LENGTH_BYTES) return undefined
      this.length = Buffer.concat(this.chunks).readUInt32BE()
      if (this.length > this.maxBytes) throw refusal(`it has ${this.length} bytes, and ${this.maxBytes} are allowed`)
    }
    const end = LENGTH_BYTES + this.length
    return this.received < end ? undefined : Buffer.concat(this.chunks).subarray(LENGTH_BYTES, end)
  }

  /**
   * Ends an incomplete message. A client that only probes the port is no error.
   *
   * @returns the answer: none
   * @throws RangeError where a byte has arrived
   */
  fail(reason: string): string {
    if (this.received === 0) return ''
    const of = this.length === undefined ? '' : ` of ${this.length}`
    throw refusal(`${reason} after ${Math.max(0, this.received - LENGTH_BYTES)}${of} bytes`)
  }
}

function refusal(reason: string): RangeError {
  return new RangeError(`a configuration that came over the network was refused: ${reason}`)
}
