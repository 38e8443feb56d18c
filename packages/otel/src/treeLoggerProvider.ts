import { context } from '@opentelemetry/api'
import type { Logger, LoggerProvider, LogRecord } from '@opentelemetry/api-logs'
import { getLogger } from '@treeline/core'
import { checkNamedOptions, ofType, report } from '@treeline/core/internal'
import { receive } from './receivedRecord.js'
import { levelOf } from './severity.js'

/** The optional parameters of `TreeLoggerProvider` and `TreeLogRecordProcessor`. */
export interface TreeLoggerOptions {
  /** The text before the scopes' names: `'otel.'` puts them below the logger `otel`. Default ''. */
  prefix?: string | undefined
}

/**
 * A provider whose loggers are those of the tree: what libraries emit by OpenTelemetry's API becomes records, without its SDK. The
 * body is the message, attributes are fields; the error, the place of the call and the span have places of their own.
 *
 * @throws TypeError for an option that is wrong
 * @example
 * logs.setGlobalLoggerProvider(new TreeLoggerProvider({ prefix: 'otel.' }))
 */
export class TreeLoggerProvider implements LoggerProvider {
  private readonly prefix: string

  constructor(options: TreeLoggerOptions = {}) {
    this.prefix = prefixOf(TreeLoggerProvider, options)
  }

  getLogger(name: string): Logger {
    const { prefix } = this
    return {
      emit: (event) => void attempt(this, () => receive(receivedOf(name, event), prefix)),
      enabled: ({ severityNumber } = {}) => getLogger(prefix + name).isEnabledFor(levelOf(severityNumber)),
    }
  }
}

function receivedOf(name: string, event: LogRecord): Parameters<typeof receive>[0] {
  const { timestamp, observedTimestamp, context: given = context.active(), ...rest } = event
  return { ...rest, name, time: timestamp ?? observedTimestamp, context: given }
}

/**
 * Checks the options, and returns the prefix.
 *
 * @throws TypeError for a wrong option
 */
export function prefixOf(owner: { readonly name: string }, options: TreeLoggerOptions): string {
  checkNamedOptions(owner, options, 'prefix')
  return ofType('prefix', options.prefix ?? '', 'string')
}

/** Does some work, and reports a failure in place of throwing it into the application. */
export function attempt(source: object, work: () => void): void {
  try {
    work()
  } catch (error) {
    report(source, error)
  }
}
