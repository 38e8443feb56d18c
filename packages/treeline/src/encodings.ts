// The encodings for other servers, for bundles and Node. A script tag has no room for all of them.
export {
  elastic,
  type ElasticOptions,
  type Encoding,
  gelf,
  type GELFOptions,
  jsonLines,
  type LineFormatter,
  loki,
  type LokiOptions,
  otlp,
  type OTLPOptions,
  type SentRecord,
} from '@treeline/http'
