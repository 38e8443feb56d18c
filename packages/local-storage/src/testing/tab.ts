import type { Outbox, OutboxEntry, OutboxOwner } from '@treeline/core/wire'
import { Journal, type JournalOptions, type PageEvents } from '../index.js'
import type { FakeLocks } from './fakeLocks.js'

/** An owner of an outbox that notes its calls. */
export class FakeOwner implements OutboxOwner {
  readonly src: string
  readonly destination: string
  readonly taken: OutboxEntry[] = []
  readonly lost: [string, number][] = []
  readonly gone: number[] = []
  readonly errors: unknown[] = []
  /** How often the outbox reported that there are records. */
  calls = 0

  constructor(src: string, destination = 'https://a.example/log') {
    this.src = src
    this.destination = destination
  }

  onTakeover(): void {
    this.calls++
  }

  onGone(entries: readonly Pick<OutboxEntry, 'src' | 'seq'>[]): void {
    this.gone.push(...entries.map(({ seq }) => seq))
  }

  onLost(reason: string, count: number): void {
    this.lost.push([reason, count])
  }

  onError(error: unknown): void {
    this.errors.push(error)
  }
}

/** A tab with a journal and one outbox. */
export interface Tab {
  readonly journal: Journal
  readonly owner: FakeOwner
  readonly outbox: Outbox
  fire(type: string, properties?: object): void
  /** Ends the tab without an event, as a crash does. */
  die(): void
}

/** Opens a tab with a journal and one outbox. */
export function openTab(src: string, locks: FakeLocks | null, options: JournalOptions = {}, destination?: string): Tab {
  const own = locks?.tab()
  const events: PageEvents & EventTarget = new EventTarget()
  const journal = new Journal({ locks: own?.locks ?? null, eventTarget: events, ...options })
  const owner = new FakeOwner(src, destination)
  const outbox = journal.open(owner)
  const fire = (type: string, properties: object = {}): void =>
    void events.dispatchEvent(Object.assign(new Event(type), properties))
  return { journal, owner, outbox, fire, die: () => own?.die() }
}

/** Makes an entry as a handler does. */
export function entryOf(src: string, seq: number, text = `message ${seq}`, levelno = 20): OutboxEntry {
  const line = `${JSON.stringify({ seq, name: 'app', levelno, levelname: 'INFO', msg: text, created: 1_800_000_000 })}\n`
  return { src, seq, levelno, line }
}
