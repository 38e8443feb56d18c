import * as api from '@opentelemetry/api'
import { type LoggerProvider, logs } from '@opentelemetry/api-logs'

/** The part of the API that exists since 1.10. */
interface LogsAPI {
  getLoggerProvider(): LoggerProvider
}

/**
 * Returns the global provider. Since 1.10 the API has one of its own; earlier SDKs register theirs with `api-logs`. Both return a
 * proxy until there is one.
 */
export function globalProvider(): LoggerProvider {
  const provider = (api as { logs?: LogsAPI }).logs?.getLoggerProvider()
  return provider === undefined || '_setDelegate' in provider ? logs.getLoggerProvider() : provider
}
