import { type ClassSignature, type Constructor, registerClass } from '@treeline/core/config'

/** The handlers with packages of their own, and their journals, by name. */
export type Handlers = Readonly<
  Record<'BufferingHTTPHandler' | 'HTTPHandler' | 'Journal' | 'LocalStorageHandler', Constructor>
>

/** The signatures by which a configuration constructs them. */
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
      'acknowledge',
      'credentials',
      'encoding',
      'headers',
      'journal',
      'onLevels',
      'caller',
      'fetch',
    ],
  },
  HTTPHandler: {
    positional: ['host', 'url'],
    required: ['host', 'url'],
    keywords: ['method', 'secure', 'credentials', 'context'],
    keywordOnly: ['maxQueueRecords', 'timeoutMs', 'fetch'],
  },
  Journal: {},
  LocalStorageHandler: {},
}

/** Makes these handlers known to configurations. */
export function registerHandlers(handlers: Handlers): void {
  for (const name of Object.keys(SIGNATURES) as (keyof Handlers)[]) {
    const isLoaded = 'emit' in (handlers[name] as { prototype: object }).prototype
    // A class that is not loaded throws an Error that says so, with any arguments.
    registerClass(`logging.handlers.${name}`, handlers[name], isLoaded ? SIGNATURES[name] : {})
  }
}
