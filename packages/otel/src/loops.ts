import type { LogRecord } from '@treeline/core'
import { shared } from '@treeline/core/internal'

/**
 * The state that breaks loops where both directions are in use: a record would come back, and be sent again.
 *
 * `sending` counts the handlers that are giving a record to OpenTelemetry; `received` has the records that came from there.
 */
export const loops: { sending: number; readonly received: WeakSet<LogRecord> } = shared('otel', () => ({
  sending: 0,
  received: new WeakSet<LogRecord>(),
}))
