import type { Handler } from './handler.js'
import type { Stream } from './platform.js'

/** What makes handlers that write to streams, where the platform has no others. */
export interface Streams {
  /** @param stream default standard error */
  toStream(stream?: Stream): Handler
  lastResort(): Handler
}

export let toStream!: Streams['toStream']
export let lastResort!: Streams['lastResort']

export function setStreams(streams: Streams): void {
  ;({ toStream, lastResort } = streams)
}
