import { refusePromise } from '@treeline/core/internal'
import { levelsBody } from '../answers/levels.js'
import { Turn } from '../bounds/turn.js'
import type { Settings } from '../receiverOptions.js'
import { Delivery } from '../records/delivery.js'
import type { Additions, Intake } from '../records/intake.js'
import { ask, attributesOf } from '../requests/ask.js'
import type { From } from '../requests/from.js'
import type { Stats } from '../stats.js'
import { type Batch, type CheckedHeader, readLine } from './batchReader.js'
import { type Copies, Store } from './copies.js'
import { digest } from './digest.js'
import { type Source, Sources } from './sources.js'

/** Takes batches, and passes each record to its logger once. */
export class BatchIntake {
  private readonly settings: Settings
  private readonly intake: Intake
  private readonly stats: Stats
  private readonly sources: Sources
  private readonly store: Store

  constructor(settings: Settings, intake: Intake, stats: Stats) {
    const { deduplicate, maxSources, maxRemembered, acknowledgeTimeoutMs } = settings
    this.settings = settings
    this.intake = intake
    this.stats = stats
    this.sources = new Sources(maxSources, maxRemembered)
    this.store = new Store(typeof deduplicate === 'object' ? deduplicate : undefined, acknowledgeTimeoutMs)
  }

  /** The number of sources that are remembered now. */
  get size(): number {
    return this.sources.size
  }

  /**
   * Takes a batch, after the earlier ones of the same page. When it resolves, the handlers have flushed, and the store knows the
   * records: a crash before that can repeat records, and a crash after it loses none.
   *
   * @returns the body with the page's levels; undefined for none
   * @throws Refusal where the store fails, or a function of the options: before anything of the batch is taken
   */
  async receive(batch: Batch, from: From): Promise<string | undefined> {
    const { src, takesLevels } = batch.header
    const fields = fieldsOf(this.settings, from, src)
    const levels = takesLevels ? this.levels(src, from) : undefined
    // A page does not wait for the same id at another address, which may be a forger's.
    await this.store.queues.run(`${src} ${from.client}`, () => this.take(batch, from, fields))
    return levels
  }

  private async take({ header, lines }: Batch, from: From, fields: Additions['fields']): Promise<void> {
    const copies = await this.store.copies(header.src, lines)
    const delivery = new Delivery(this.intake, this.stats, from.request)
    const taken = await this.takeLines({ header, lines }, from, fields, copies, delivery)
    await delivery.flush(this.settings)
    await copies.add(taken)
    const { counts } = this.stats
    counts.bad += Math.max(0, Math.min(header.count ?? 0, this.settings.maxRecords) - lines.length)
  }

  /** Delivers the lines that are not copies. Returns the indexes of those that the store does not know. */
  private async takeLines(
    { header, lines }: Batch,
    from: From,
    fields: Additions['fields'],
    copies: Copies,
    delivery: Delivery,
  ): Promise<number[]> {
    const { src } = header
    let source = this.sources.begin(src, from.client)
    const additions = { ...this.additionsOf(header, source, from), fields }
    const turn = new Turn()
    const taken: number[] = []
    for (const [index, line] of lines.entries()) {
      if (turn.isOver) {
        await turn.next()
        // The source may have been forgotten meanwhile.
        source = this.sources.open(src, from.client)
      }
      if (copies.has(index)) this.stats.counts.duplicates++
      else if (this.takeLine(line, source, additions, delivery, from)) taken.push(index)
    }
    this.sources.count(source)
    return taken
  }

  /** Returns whether the line is a record that was taken, now or before. */
  private takeLine(line: Uint8Array, source: Source, additions: Additions, delivery: Delivery, from: From): boolean {
    const { counts } = this.stats
    const { deduplicate, maxRecordBytes } = this.settings
    try {
      const wire = readLine(line, maxRecordBytes)
      const content = digest(line)
      if (deduplicate !== false && this.sources.isKnown(source, content)) {
        counts.duplicates++
        return true
      }
      if (!delivery.deliver(wire, additions)) return false
      source.seen.add(content)
      return true
    } catch (error) {
      counts.bad++
      this.stats.tell(error, from.request)
      return false
    }
  }

  /** Notes what the header says about the page. Returns the additions to its records. */
  private additionsOf(header: CheckedHeader, source: Source, from: From): Omit<Additions, 'fields'> {
    const { src, lost, left, sentMs } = header
    this.tellLost(src, this.sources.newlyLost(source, lost))
    this.tellLeft(src, left, this.sources.newlyLeft(source, left))
    const { clockToleranceMs } = this.settings
    if (sentMs !== undefined) source.clock.observe(sentMs, from.arrivedMs)
    const isCorrected = sentMs !== undefined && clockToleranceMs !== null
    const correctionMs = isCorrected ? source.clock.correctionMs(clockToleranceMs) : 0
    return { src, nowMs: from.arrivedMs, correctionMs }
  }

  private tellLost(src: string, more: ReadonlyMap<string, number>): void {
    if (more.size === 0) return
    const total = [...more.values()].reduce((sum, n) => sum + n, 0)
    this.stats.counts.lost += total
    const reasons = [...more].map(([reason, n]) => `${reason} ${n}`).join(', ')
    this.intake.loggers.top.warning('page %s lost %d records (%s)', src, total, reasons, { extra: { src } })
  }

  private tellLeft(src: string, left: number, more: number): void {
    if (more === 0) return
    this.stats.counts.left += more
    const text = 'page %s went before it could send %d records: they come later, or not at all'
    this.intake.loggers.top.warning(text, src, left, { extra: { src } })
  }

  private levels(src: string, { request, address }: From): string | undefined {
    return ask('levels', () => levelsBody(refusePromise(this.settings.levels?.(request, { address, src }))))
  }
}

/**
 * Returns the attributes that the application adds to the records of a request.
 *
 * @param src the id of the page or process that sends; undefined for a form
 * @throws Refusal where the application's function fails
 */
export function fieldsOf(
  { fields }: Settings,
  { request, address }: From,
  src: string | undefined,
): Additions['fields'] {
  return ask('fields', () => attributesOf(refusePromise(fields?.(request, { address, src }))))
}
