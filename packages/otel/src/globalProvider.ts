import * as api from '@opentelemetry/api'
import { type LoggerProvider, logs } from '@opentelemetry/api-logs'

/** What the API has since 1.10. */
interface LogsAPI {
  getLoggerProvider(): LoggerProvider
}

/**
 * Returns the global provider. Since 1.10 the API has one of its own; SDKs of before register theirs with `api-logs`. Either stands in by a
 * proxy until there is one.
 */
export function globalProvider(): LoggerProvider {
  const provider = (api as { logs?: LogsAPI }).logs?.getLoggerProvider()
  return provider === undefined || '_setDelegate' in provider ? logs.getLoggerProvider() : provider
}
