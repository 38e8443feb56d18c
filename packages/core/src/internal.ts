// The names of core that our own packages need beside the public ones. They may change at any time.
export { formatFor } from './formatting/controls.js'
export { fieldError, unusedMapping, withoutFields } from './formatting/fields.js'
export { errorFields } from './formatting/jsonFormatter.js'
export { checkFormatter, fail, handlerRegistry, isExiting, isFailing, register, settle } from './handlers/handler.js'
export { empties } from './handlers/fileMode.js'
export { flushAtFailure, shutdownAtExit } from './handlers/shutdown.js'
export { currentTransaction, type Transaction, whenAccepted } from './handlers/transaction.js'
export { openScope, runIn } from './context/context.js'
export { shared } from './realm/realm.js'
export { Given } from './runtime/given.js'
export { nesting } from './records/call.js'
export { consoleStream, consoleWrites } from './runtime/runtime.js'
export { errorWithin, publicAddress } from './text/platformObjects.js'
export { platform } from './handlers/platform.js'
export { StderrHandler } from './handlers/streamHandler.js'
export { checkLevel } from './records/levels.js'
export { type Origin, origins } from './records/origin.js'
export { heard, uncaughtText } from './tree/capture.js'
export { keepLevel } from './tree/overrides.js'
export { isStandardAttribute, RECORD_ATTRIBUTES, unmergedText } from './records/record.js'
export { catchRejection, isPromise, refusePromise, textOf } from './runtime/promise.js'
export {
  checkNumber,
  checkOption,
  checkOptionNames,
  flagOf,
  givenOfType,
  ofType,
  oneOf,
  positiveNumber,
  refuse,
  wholeNumber,
  wholeNumberWithin,
  withMethods,
} from './runtime/checks.js'
export { checkNamedOptions } from './runtime/namedOptions.js'
export { about as aboutOption, noted } from './runtime/note.js'
export { report, withHint, withoutFrames } from './runtime/report.js'
export { makeRegion } from './runtime/region.js'
export { later, Timer } from './runtime/timer.js'
export { outsideZone } from './runtime/zone.js'
export { copyError } from './text/errorCopy.js'
export { floatRepr } from './text/float.js'
export { isdst } from './text/timeZone.js'
export { escapeChar, readValue } from './text/repr.js'
export { clip, jsonText, readProperty } from './text/jsonText.js'
export { isDict, isError, isMap, isPlainObject } from './text/kinds.js'
export { CAUSE, causeChain, errorText } from './text/traceback.js'
export { CachedText, isTorn, type Line, lineOf, LINES, type LineStream, writeToStream } from './direct/line.js'
export { type DirectOutput, registerOutput } from './direct/output.js'
export { afterWrite } from './direct/streamOutput.js'
export { registerDirect } from './direct/register.js'
export { nameOf } from './wire/outbox.js'
