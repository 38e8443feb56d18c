// Has the page's records sent by OpenTelemetry's web log exporter, set up as its page for the web says.
import { SeverityNumber } from '@opentelemetry/api-logs'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'

const exporter = new OTLPLogExporter({ url: `${location.origin}/log` })
const provider = new LoggerProvider({ processors: [new BatchLogRecordProcessor({ exporter })] })
const logger = provider.getLogger('app')
const SEVERITIES = { d: 'DEBUG', i: 'INFO', w: 'WARN', e: 'ERROR', c: 'FATAL' }

window.sender = {
  log(letter, text) {
    const severityText = SEVERITIES[letter]
    logger.emit({ severityNumber: SeverityNumber[severityText], severityText, body: text })
  },
  state: () => ({}),
}
