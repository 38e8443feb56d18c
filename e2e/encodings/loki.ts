// What Grafana Loki takes: https://grafana.com/docs/loki/latest/reference/loki-http-api/#ingest-logs, and the defaults of its
// limits_config.
import type { Stored, Take } from './standIn.js'

type Values = Readonly<Record<string, unknown>>

const KIB = 1024
const WEEK_NS = BigInt(7 * 24 * 3600) * 10n ** 9n
const GRACE_NS = BigInt(600) * 10n ** 9n

const bytesOf = (text: string): number => Buffer.byteLength(text)

/** Throws unless it holds. */
function demand(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what)
}

export const takeLoki: Take = (body, contentType) => {
  try {
    demand(contentType === 'application/json', `Content-Type ${contentType}`)
    demand(!hasLoneSurrogate(body), 'MalformedStringEscapeError')
    const { streams, ...more } = JSON.parse(body) as { streams: { stream: Values; values: unknown[][] }[] }
    demand(Object.keys(more).length === 0 && Array.isArray(streams), 'streams are missing')
    return { status: 204, stored: streams.flatMap(readStream) }
  } catch (error) {
    return { status: 400, body: String(error), stored: [] }
  }
}

/** Returns whether JSON text has an escape of a surrogate without its other half. */
export function hasLoneSurrogate(json: string): boolean {
  const escapes = json.match(/\\\\|\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u[dD][89a-fA-F]../g) ?? []
  return escapes.some((escape) => escape.length === 6)
}

function readStream({ stream, values }: { stream: Values; values: unknown[][] }): Stored[] {
  const labels = Object.entries(stream)
  demand(labels.length > 0, 'at least one label pair is required per stream')
  demand(labels.length <= 15, `${labels.length} label names; limit 15`)
  for (const [name, value] of labels) {
    demand(/^[a-zA-Z_]\w*$/.test(name), `label name ${name}`)
    demand(bytesOf(name) <= 1024, 'label name too long')
    demand(typeof value === 'string' && value !== '' && bytesOf(value) <= 2048, `label value of ${name}`)
  }
  demand(Array.isArray(values) && values.length > 0, 'error parsing values')
  return values.map((value) => readEntry(value, stream['level']))
}

function readEntry([time, line, metadata = {}, ...more]: unknown[], level: unknown): Stored {
  demand(more.length === 0, 'an entry of more than three values')
  demand(typeof time === 'string' && /^\d{1,19}$/.test(time), `time ${String(time)}`)
  const now = BigInt(Date.now()) * 10n ** 6n
  demand(BigInt(time) > now - WEEK_NS, 'entry has timestamp too old')
  demand(BigInt(time) < now + GRACE_NS, 'entry has timestamp too new')
  demand(typeof line === 'string', 'a line that is no text')
  demand(bytesOf(line) <= 256 * KIB, 'Max entry size exceeded')
  demand(typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata), 'structured metadata')
  const entries = Object.entries(metadata as Values)
  demand(entries.length <= 128, 'too many structured metadata labels')
  let bytes = 0
  for (const [name, value] of entries) {
    demand(name !== '' && typeof value === 'string', `structured metadata ${name}`)
    bytes += bytesOf(name) + bytesOf(value)
  }
  demand(bytes <= 64 * KIB, 'structured metadata too large')
  const { src, seq, logger: _logger, ...fields } = metadata as Values
  return { id: `${String(src)}:${String(seq)}`, level, message: line, fields }
}
