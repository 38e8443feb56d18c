import { closeSync, openSync, writeSync } from 'node:fs'
import { SeverityNumber } from '@opentelemetry/api-logs'
import {
  BatchLogRecordProcessor,
  createLoggerConfigurator,
  LoggerProvider,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs'
import { LONG } from '../workloads.mjs'

const INFO = { severityNumber: SeverityNumber.INFO, severityText: 'INFO' }
const DEBUG = { severityNumber: SeverityNumber.DEBUG, severityText: 'DEBUG' }

// It has no printf arguments: its callers write template literals. Without `error`: it records no
// cause. Without `bindings`: a logger has none.
const CALLS = {
  disabled: (log) => (i) => log.emit({ ...DEBUG, body: `user ann did ${i}` }),
  disabledLiteral: (log) => () => log.emit({ ...DEBUG, body: 'the service is ready' }),
  disabledObject: (log) => (i) =>
    log.emit({ ...DEBUG, body: 'request done', attributes: { method: 'GET', path: '/users/42', ms: i } }),
  message: (log) => () => log.emit({ ...INFO, body: 'the service is ready' }),
  arguments: (log) => (i) => log.emit({ ...INFO, body: `user ann did ${i}` }),
  fields: (log) => (i) =>
    log.emit({
      ...INFO,
      body: 'request done',
      attributes: { method: 'GET', path: '/users/42', status: 200, user: 'ann', ms: i },
    }),
  long: (log) => (i) => log.emit({ ...INFO, body: `${LONG} did ${i}` }),
  unicode: (log) => (i) => log.emit({ ...INFO, body: `пользователь Åsa 完成 ${i} 🚀` }),
}

export const from = '@opentelemetry/sdk-logs'
export const can = ['json']
export const calls = Object.keys(CALLS)
export const setups = {
  opentelemetry: { durabilities: ['none', 'sync'], open },
  'opentelemetry batch': { durabilities: ['buffered'], ticks: true, open },
}

function open({ call, durability }, file) {
  const exporter = new FileExporter(file)
  const processor =
    durability === 'buffered' ? new BatchLogRecordProcessor({ exporter }) : new SimpleLogRecordProcessor({ exporter })
  const provider = new LoggerProvider({
    processors: [processor],
    loggerConfigurator: createLoggerConfigurator([{ pattern: '*', config: { minimumSeverity: SeverityNumber.INFO } }]),
  })
  return { line: CALLS[call](provider.getLogger('bench.race')), end: () => provider.shutdown() }
}

/** The SDK has no exporter to a file: the least that writes what a record holds. */
class FileExporter {
  constructor(file) {
    this.fd = openSync(file, 'a')
  }

  export(records, done) {
    let lines = ''
    for (const { hrTime, severityText, body, attributes, instrumentationScope } of records) {
      lines += `${JSON.stringify({ time: hrTime, level: severityText, logger: instrumentationScope.name, message: body, ...attributes })}\n`
    }
    writeSync(this.fd, lines)
    done({ code: 0 })
  }

  async forceFlush() {}

  async shutdown() {
    closeSync(this.fd)
  }
}
