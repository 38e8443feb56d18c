// A service that logs through OpenTelemetry's SDK and its OTLP exporter; the names of what it needs are there.
// A library beside it logs by OpenTelemetry's API, and its records come into the tree.
const exporter = new OTLPLogExporter({ url: process.env.COLLECTOR })
const provider = new LoggerProvider({
  processors: [new TreeLogRecordProcessor({ prefix: 'otel.' }), new BatchLogRecordProcessor({ exporter })],
})
logs.setGlobalLoggerProvider(provider)
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
const tracer = new BasicTracerProvider().getTracer('service')

logging.basicConfig({ level: 'INFO', stream: process.stdout, format: '%(levelname)s:%(name)s:%(message)s' })
logging.getLogger().addHandler(new OpenTelemetryHandler())
const log = logging.getLogger('shop.cart')

tracer.startActiveSpan('request', (span) => {
  log.warning('%d items', 3, { user: 'ann', sizes: [1, 2] })
  try {
    void null.price
  } catch (error) {
    log.error('no price', error)
  }
  logs.getLogger('lib').emit({ body: 'from a library', severityNumber: 9, attributes: { key: 'value' } })
  console.log(JSON.stringify(span.spanContext()))
  span.end()
})
log.debug('too low')

provider.shutdown()
