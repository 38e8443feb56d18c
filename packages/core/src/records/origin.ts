import { shared } from '../realm/realm.js'
import type { LogRecord } from './record.js'

/** The place where a record was stored before it came here. */
export interface Origin {
  /** The id of the page that stored it. */
  readonly src: string
  /** Its number there. */
  readonly seq: number
  /** Whether a handler has taken it, and will call `settle`. */
  isTaken?: boolean | undefined
  /** Gets the end of the record's delivery, once: after false the record stays where it was stored. Never throws. */
  settle(isDelivered: boolean): void
}

/** The origins of records that a storage hands over. A handler that sends them keeps the ids: then none counts twice. */
export const origins: WeakMap<LogRecord, Origin> = /* @__PURE__ */ shared('origins', () => new WeakMap())
