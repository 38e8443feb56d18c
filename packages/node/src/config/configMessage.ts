import type { Socket } from 'node:net'

/** What a message may cost. */
export interface MessageLimits {
  readonly maxBytes: number
  readonly timeoutMs: number
}

const LENGTH_BYTES = 4

/**
 * Receives the one message of a connection: four bytes of length, the highest first, and so many bytes. Closes the connection
 * behind it.
 *
 * @param take is given the bytes behind the length
 * @param refuse is given what is wrong with a message that is too long, too slow or not complete
 */
export function receiveMessage(
  socket: Socket,
  limits: MessageLimits,
  take: (bytes: Buffer) => void,
  refuse: (error: unknown) => void,
): void {
  const message = new Message(limits.maxBytes)
  const finish = (work: () => void): void => {
    clearTimeout(timer)
    socket.removeAllListeners('data').removeAllListeners('end')
    try {
      work()
    } catch (error) {
      refuse(error)
    }
    // Not waiting for a client that never closes its side.
    socket.end(() => socket.destroy())
  }
  // For the whole message: a byte now and then does not prolong it.
  const timer = setTimeout(
    () => finish(() => message.fail(`it took more than ${limits.timeoutMs} ms`)),
    limits.timeoutMs,
  )
  timer.unref()
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
  socket.on('close', () => clearTimeout(timer))
  socket.on('error', (error: NodeJS.ErrnoException) => {
    clearTimeout(timer)
    if (error.code !== 'ECONNRESET') refuse(error)
  })
}

/** What has come of a message. */
class Message {
  private readonly chunks: Buffer[] = []
  private received = 0
  private length: number | undefined
  private readonly maxBytes: number

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes
  }

  /**
   * @returns the message once it is complete
   * @throws RangeError for one that is too long
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

  /** @throws RangeError if anything has come: who only connects to see that somebody listens is no news */
  fail(reason: string): void {
    if (this.received === 0) return
    const of = this.length === undefined ? '' : ` of ${this.length}`
    throw refusal(`${reason} after ${Math.max(0, this.received - LENGTH_BYTES)}${of} bytes`)
  }
}

function refusal(reason: string): RangeError {
  return new RangeError(`a configuration that came over the network was refused: ${reason}`)
}
