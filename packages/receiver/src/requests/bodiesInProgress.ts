import { Refusal } from './refusal.js'
import { Shares } from '../bounds/shares.js'

/** The bytes that a request takes beside its body: its headers, streams and buffers. */
export const REQUEST_BYTES = 16_384

/** The memory of one body, from the arrival of its request to the answer. */
export class BodyInProgress {
  readonly client: string
  /** Whether the body has arrived: then it cannot be given up any more. */
  isComplete = false
  private readonly bodies: BodiesInProgress
  private refusal: Refusal | undefined
  private stop = (): void => {}

  constructor(client: string, bodies: BodiesInProgress) {
    this.client = client
    this.bodies = bodies
  }

  get isGivenUp(): boolean {
    return this.refusal !== undefined
  }

  /** Sets the function that is called when the body is given up. */
  onGivenUp(stop: () => void): void {
    this.stop = stop
  }

  /**
   * Checks that the body was not given up.
   *
   * @throws Refusal where it was
   */
  check(): void {
    if (this.refusal !== undefined) throw this.refusal
  }

  /**
   * Counts the bytes that the body takes now.
   *
   * @throws Refusal where there is no room for them
   */
  hold(bytes: number): void {
    this.check()
    this.bodies.hold(this, bytes)
    this.check()
  }

  /** Gives the body up: the refusal answers its request. */
  giveUp(refusal: Refusal): void {
    this.close()
    this.refusal = refusal
    this.stop()
  }

  /** Frees the memory. */
  close(): void {
    this.bodies.close(this)
  }
}

/**
 * The budget of bytes for bodies. Where it is used up, the client that holds most loses the body that has waited longest for its next
 * bytes. So a body that hangs never keeps out one that arrives.
 */
export class BodiesInProgress {
  private readonly shares = new Shares<BodyInProgress>()
  private readonly maxBytes: number
  private readonly maxBytesPerAddress: number

  /**
   * Makes a budget that is not used.
   *
   * @param maxBytesPerAddress at least the bytes of the longest body
   */
  constructor(maxBytes: number, maxBytesPerAddress: number) {
    this.maxBytes = maxBytes
    this.maxBytesPerAddress = maxBytesPerAddress
  }

  /** The number of bytes that are held now. */
  get bytes(): number {
    return this.shares.weight
  }

  /**
   * Makes room for a body.
   *
   * @throws Refusal where there is none
   */
  open(client: string): BodyInProgress {
    const body = new BodyInProgress(client, this)
    body.hold(0)
    return body
  }

  hold(body: BodyInProgress, bytes: number): void {
    const { shares } = this
    shares.set(body.client, body, Math.max(bytes, REQUEST_BYTES))
    while (shares.weightOf(body.client) > this.maxBytesPerAddress && !body.isGivenUp) {
      this.giveUpOne(body.client, body, 'too much is on its way from this address')
    }
    while (shares.weight > this.maxBytes && !body.isGivenUp) {
      this.giveUpOne(shares.heaviest()!, body, 'too much is on its way')
    }
  }

  close(body: BodyInProgress): void {
    this.shares.delete(body.client, body)
  }

  /**
   * Gives up one of a client's bodies.
   *
   * @param last the one to give up where the client has no other that may go
   */
  private giveUpOne(client: string, last: BodyInProgress, why: string): void {
    const body = this.shares.oldest(client, ({ isComplete }) => !isComplete) ?? last
    body.giveUp(new Refusal('busy', `${why}: send again later`, { 'retry-after': '1' }))
  }
}
