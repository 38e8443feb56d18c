// What `treeline/slim` leaves out (slim.ts) until it is told to bring it. `@treeline/core` has it from the start (index.ts).
import { callStack, findCaller } from './callers/findCaller.js'
import { setCallerFinder } from './records/caller.js'
import { floatText, toChar } from './text/conversions.js'
import { setConversions } from './text/percent.js'
import { redirected } from './callers/redirection.js'
import { WARNING } from './records/levels.js'
import { StderrHandler, StreamHandler } from './handlers/streamHandler.js'
import { setStreams } from './handlers/streams.js'
import { strftime, zoneName } from './text/strftime.js'
import { times } from './text/structTime.js'

/**
 * Makes records know their caller: `pathname filename module lineno funcName`, `stack_info` and `stacklevel`. Only for
 * `treeline/slim`, where a record has `(unknown file)` and line 0 until then.
 */
export function registerCaller(): void {
  setCallerFinder({ findCaller, callStack, redirected })
}

/**
 * Makes `datefmt` know all directives of `strftime`, and times the names of their zones. Only for `treeline/slim`, which knows
 * `%Y %m %d %H %M %S` and leaves others as they are written.
 */
export function registerStrftime(): void {
  times.current = { strftime, zoneName }
}

/** Makes `%` know `%e %g %c`, '#' with floats, and floats from 1e21 on. Only for `treeline/slim`. */
export function registerConversions(): void {
  setConversions({ floatText, toChar })
}

/** Makes `basicConfig` know `stream`. Only for `treeline/slim`, where `handlers: [new StreamHandler(stream)]` does it too. */
export function registerStreams(): void {
  setStreams({
    toStream: (stream) => new StreamHandler(stream),
    lastResort: () => new StderrHandler(WARNING),
  })
}
