import type { Logger } from '@treeline/core'
import { within } from '../bounds/within.js'
import type { Settings } from '../receiverOptions.js'
import type { Stats } from '../stats.js'
import { flushHandlers } from './flush.js'
import type { Additions, Intake } from './intake.js'

/** The records of one request on their way to their loggers. */
export class Delivery {
  private readonly loggers = new Set<Logger>()
  private readonly intake: Intake
  private readonly stats: Stats
  private readonly request: Request

  constructor(intake: Intake, stats: Stats, request: Request) {
    this.intake = intake
    this.stats = stats
    this.request = request
  }

  /**
   * Passes a record to its logger, or drops it where its level is too low.
   *
   * @returns false when a filter of the logger threw
   * @throws TypeError for an object that is no record
   */
  deliver(wire: object, additions: Additions): boolean {
    const { counts } = this.stats
    const arrival = this.intake.read(wire, additions)
    if (arrival === undefined) {
      counts.dropped++
      return true
    }
    try {
      arrival.logger.handle(arrival.record)
    } catch (error) {
      counts.failed++
      this.stats.tell(error, this.request)
      return false
    }
    this.loggers.add(arrival.logger)
    counts.records++
    return true
  }

  /** Flushes the handlers that got records. Resolves when they have written them or had their time, and reports the late ones. */
  async flush({ flush, acknowledgeTimeoutMs }: Settings): Promise<void> {
    if (!flush) return
    const onError = (error: unknown): void => {
      this.stats.counts.unflushed++
      this.stats.tell(error, this.request)
    }
    const flushes = flushHandlers(this.loggers, onError)
    await Promise.all(flushes.map((each) => within(each, acknowledgeTimeoutMs, 'a flush').catch(onError)))
  }
}
