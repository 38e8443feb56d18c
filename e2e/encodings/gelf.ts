// What Graylog takes: https://go2docs.graylog.org/current/getting_in_log_data/gelf.html, an HTTP input with bulk receiving.
import { hasLoneSurrogate } from './loki.js'
import type { Stored, Take } from './standIn.js'

/** The fields that a message may have beside those with an underscore. */
const OWN = ['version', 'host', 'short_message', 'full_message', 'timestamp', 'level']

export const takeGELF: Take = (body) => {
  try {
    return { status: 202, stored: body.trimEnd().split('\n').map(readMessage) }
  } catch (error) {
    return { status: 400, body: String(error), stored: [] }
  }
}

function readMessage(line: string): Stored {
  const message = JSON.parse(line) as Record<string, unknown>
  const fail = (what: string): never => {
    throw new Error(`GELF message has ${what}`)
  }
  if (hasLoneSurrogate(line)) fail('an unpaired surrogate')
  const { version, host, short_message, timestamp, level } = message
  if (version !== '1.1') fail('no version')
  if (typeof host !== 'string' || host.trim() === '') fail('empty mandatory "host" field')
  if (typeof short_message !== 'string' || short_message.trim() === '') fail('empty mandatory "short_message" field')
  if (typeof timestamp !== 'number') fail('invalid "timestamp"')
  if (!Number.isInteger(level) || Number(level) < 0 || Number(level) > 7) fail('invalid "level"')
  const fields: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(message)) {
    if (OWN.includes(key)) continue
    if (!/^_[\w.-]*$/.test(key) || key === '_id') fail(`the field ${key}`)
    if (typeof value !== 'string' && typeof value !== 'number') fail(`a value of ${typeof value}`)
    fields[key.slice(1)] = value
  }
  const { src, seq, ...more } = fields
  return { id: `${String(src)}:${String(seq)}`, level, message: String(short_message), fields: more }
}
