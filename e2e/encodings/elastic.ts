// What Elasticsearch takes: the bulk API (https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-bulk), a data
// stream of logs, and its mappings of the Elastic Common Schema (https://www.elastic.co/docs/reference/ecs).
import { hasLoneSurrogate } from './loki.js'
import type { Stored, Take, Taken } from './standIn.js'

type Document = Readonly<Record<string, unknown>>

/** ECS's fields by their types in the index, so far as logs have them. */
const MAPPING: Readonly<Record<string, 'date' | 'keyword' | 'text' | 'long'>> = {
  '@timestamp': 'date',
  'log.level': 'keyword',
  'log.logger': 'keyword',
  'log.origin.file.name': 'keyword',
  'log.origin.file.line': 'long',
  'log.origin.function': 'keyword',
  message: 'text',
  'ecs.version': 'keyword',
  'error.type': 'keyword',
  'error.message': 'text',
  'error.stack_trace': 'text',
  'event.id': 'keyword',
  'event.sequence': 'long',
  stack_info: 'text',
}

/** Makes a server that knows the documents it has. `hurdle` may give the status of one by its message. */
export function makeTakeElastic(hurdle: (message: string) => number | undefined = () => undefined): Take {
  const known = new Set<string>()
  return (body, contentType) => {
    const refuse = (reason: string): Taken => ({ status: 400, body: reason, stored: [] })
    if (!/^application\/(x-nd)?json$/.test(contentType)) return { status: 406, body: contentType, stored: [] }
    if (!body.endsWith('\n')) return refuse('The bulk request must be terminated by a newline [\\n]')
    const lines = body.slice(0, -1).split('\n')
    if (lines.length % 2) return refuse('an action without a document')
    const stored: Stored[] = []
    const items = []
    for (let at = 0; at < lines.length; at += 2) {
      const { create, ...others } = JSON.parse(lines[at]!) as { create?: { _id?: unknown } }
      const id = create?._id
      if (Object.keys(others).length > 0 || !create) return refuse('only create is allowed in data streams')
      if (typeof id !== 'string' || id === '' || Buffer.byteLength(id) > 512) return refuse('id is too long')
      const document = JSON.parse(lines[at + 1]!) as Document
      const reason = refusal(lines[at + 1]!, document)
      const message = String(document['message'])
      const status = known.has(id) ? 409 : reason ? 400 : (hurdle(message) ?? 201)
      if (status === 201) {
        known.add(id)
        const fields = (document['labels'] ?? {}) as Document
        if (document['event.id'] !== id) return refuse(`the document of ${id} is of ${String(document['event.id'])}`)
        stored.push({ id, level: document['log.level'], message, fields })
      }
      items.push({
        create: { _index: 'logs', _id: id, status, error: reason && { type: 'document_parsing_exception', reason } },
      })
    }
    const errors = items.some(({ create: { status } }) => status >= 400)
    return { status: 200, body: JSON.stringify({ took: 1, errors, items }), stored }
  }
}

/** Returns why a document is refused. */
function refusal(text: string, document: Document): string | undefined {
  if (hasLoneSurrogate(text)) return 'an unpaired surrogate'
  const [first, second, third] = Object.keys(document)
  if (`${first} ${second} ${third}` !== '@timestamp log.level message') return 'the order of ECS logging'
  for (const [key, value] of Object.entries(document)) {
    if (key === 'labels') {
      for (const [label, content] of Object.entries(value as Document)) {
        if (/[.*\\]/.test(label) || label === '') return `labels.${label}`
        if (typeof content !== 'string') return `labels.${label} is no keyword`
      }
    } else if (!Object.hasOwn(MAPPING, key)) return `${key} is no field of ECS`
    else if (MAPPING[key] === 'long' ? !Number.isSafeInteger(value) : typeof value !== 'string')
      return `failed to parse ${key}`
  }
  const time = String(document['@timestamp'])
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(time) ? undefined : `failed to parse @timestamp ${time}`
}
