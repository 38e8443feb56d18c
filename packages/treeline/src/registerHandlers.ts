import { type ClassSignature, type Constructor, registerClass } from '@treeline/core/config'

/** The handlers that have packages of their own, and what they keep records in, by their names. */
export type Handlers = Readonly<
  Record<'BufferingHTTPHandler' | 'HTTPHandler' | 'Journal' | 'LocalStorageHandler', Constructor>
>

/** How a configuration constructs them. */
const SIGNATURES: Record<keyof Handlers, ClassSignature> = {
  BufferingHTTPHandler: {
    positional: ['url'],
    keywords: [
      'capacity',
      'maxBatchBytes',
      'flushIntervalMs',
      'flushLevel',
      'maxQueueBytes',
      'maxQueueRecords',
      'maxRecordBytes',
      'timeoutMs',
      'credentials',
      'headers',
      'caller',
    ],
  },
  HTTPHandler: {
    positional: ['host', 'url'],
    required: ['host', 'url'],
    keywords: ['method', 'secure', 'credentials', 'context'],
    keywordOnly: ['maxQueueRecords', 'timeoutMs'],
  },
  Journal: {},
  LocalStorageHandler: {},
}

/** Makes these handlers known to configurations. */
export function registerHandlers(handlers: Handlers): void {
  for (const name of Object.keys(SIGNATURES) as (keyof Handlers)[]) {
    const isLoaded = 'emit' in (handlers[name] as { prototype: object }).prototype
    // One that is not says so itself, whatever it is given.
    registerClass(`logging.handlers.${name}`, handlers[name], isLoaded ? SIGNATURES[name] : {})
  }
}
